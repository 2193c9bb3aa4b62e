"""A search that finds nothing is no dead end: what the reader meant, may give up, or can look for instead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from guji.models import Book
from search.views import leads
from tests.search.pages.catalogue_samples import SECRET, links, page, words

NONE = "没有符合条件的著录"
#: The line by which the register prints 說文解字註, with a number of volumes that no field holds.
ENTRY = "330000-1701-0000013　說文解字註三十卷　（漢）許慎撰　（清）段玉裁注　清嘉慶二十年（1815）段氏經韻樓刻本　99冊"


@pytest.fixture(autouse=True)
def indexed(books: dict[str, Book], index: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of the small catalogue, and time enough however busy the machine is."""
    index()
    monkeypatch.setattr(leads, "PATIENCE", 600.0)


def ways_on(reader: Client, address: str) -> dict[str, str]:
    """Return the searches that a page without hits leads to: words → address."""
    html = page(reader, address)
    assert NONE in words(html)
    section = re.search(r'(?s)<section class="sheet leads".*?</section>', html)
    assert section is not None
    found = re.findall(r'(?s)<a\b[^>]*href="/search/(?:\?[^"]*)?"[^>]*>.*?</a>', section[0])
    return {words(one).strip(): links(one)[0] for one in found}


def hits(reader: Client, address: str) -> list[str]:
    return [words(one) for one in re.findall(r'(?s)<li class="hit">.*?</li>', page(reader, address))]


def test_a_word_that_is_nowhere_is_named_and_the_others_lead_on(reader: Client) -> None:
    address = "/search/?q=周易 納蘭性德 牛津大學"
    assert "牛津大學 没有" in words(page(reader, address))
    ways = ways_on(reader, address)
    assert len(hits(reader, ways["周易 納蘭性德"])) == 2
    assert "周易" in ways


def test_a_pasted_entry_leads_to_the_record_it_was_printed_from(reader: Client) -> None:
    ways = ways_on(reader, f"/search/?q={ENTRY}")
    closest = next(one for one in ways if one.startswith("330000-1701-0000013 說文解字註"))
    (hit,) = hits(reader, ways[closest])
    assert "說文解字註三十卷" in hit


def test_title_and_author_written_together_are_found_apart(reader: Client) -> None:
    ways = ways_on(reader, "/search/?q=说文解字注段玉裁")
    (hit,) = hits(reader, ways["说文解字注 段玉裁"])
    assert "段玉裁" in hit


def test_a_slip_in_one_of_several_words_is_mended(reader: Client) -> None:
    ways = ways_on(reader, "/search/?q=說文解字注 段玉栽")
    assert len(hits(reader, ways["說文解字注 段玉裁"])) == 1


def test_what_excludes_it_among_the_choices_can_be_given_up(reader: Client) -> None:
    ways = ways_on(reader, "/search/?q=說文解字註&institution=1704&completeness=complete")
    assert set(ways) == {"收藏单位 溫州市圖書館", "全部条件"}
    assert len(hits(reader, ways["收藏单位 溫州市圖書館"])) == 1
    assert len(hits(reader, ways["全部条件"])) == 1


def test_exact_characters_that_are_nowhere_lead_to_all_forms(reader: Client) -> None:
    ways = ways_on(reader, "/search/?q=说文解字注&exact=1")
    assert len(hits(reader, ways["不限原字，合并简繁异体"])) == 1


def test_a_value_that_nobody_knows_is_shown_under_its_dimension_and_can_be_given_up(reader: Client) -> None:
    address = "/search/?class=nosuch"
    assert "分类 nosuch" in words(page(reader, address))
    assert ways_on(reader, address)["分类 nosuch"] == "/search/"


def test_a_choice_that_readers_do_not_have_is_not_shown_as_made(reader: Client) -> None:
    html = page(reader, "/search/?state=draft&q=周易")
    assert 'class="chosen"' not in html
    assert not [address for address in links(html) if "state=" in address]


def test_where_time_runs_out_nothing_is_said_to_be_missing(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leads, "PATIENCE", -1.0)
    html = page(reader, "/search/?q=周易 納蘭性德 牛津大學")
    assert "没有符合条件的著录 可换用较少的字" in words(html)


@pytest.mark.parametrize("person", [None, "neighbour"])
def test_ways_on_tell_nothing_of_what_the_person_may_not_see(
    person: str | None, as_user: Callable[[str | None], Client]
) -> None:
    html = page(as_user(person), f"/search/?q={SECRET} 周易 無此書")
    assert f"{SECRET} 没有" in words(html)
    assert f"{SECRET} 1" not in words(page(as_user(person), f"/search/?q={SECRET}不分卷李慈铭"))


def test_one_word_that_is_nowhere_leads_to_other_ways_of_looking(reader: Client) -> None:
    html = page(reader, "/search/?q=xyzxyz")
    assert NONE in words(html)
    assert {"/browse/", "/browse/strokes/", "/institutions/"} <= set(links(html))


def test_several_choices_are_given_up_at_once(reader: Client) -> None:
    html = page(reader, "/search/?q=周易&institution=1704&dynasty=清")
    assert "全部去掉" in words(html)
    assert "全部去掉" not in words(page(reader, "/search/?q=周易&institution=1704"))
    assert "3 部" in words(page(reader, "/search/?q=周易"))
