"""The lasting page of a record: the entry, what it means, its other copies, and what became of those that are gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.catalogue import CataloguePage, Picture
from census.models import ImageRole, ImageStatus, State
from guji.catalogue.kind import BookCatalogue
from guji.models import Book
from tests.picture_samples import make_image
from tests.search.pages.catalogue_samples import GONE, NEVER, SECRET, keep, links, page, words

CHANGES, TOO = "/r/330000-1701-0000012/", "/r/330000-1704-0000001/"


def test_the_entry_stands_as_it_would_be_printed(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, CHANGES))
    assert (
        "330000-1701-0000012 善0012 周易九卷略例一卷 （三國魏）王弼 （晉）韓康伯注 （唐）邢璹略例注"
        " 清康熙十二年（1673）納蘭性德刻通志堂經解本 2冊" in told
    )


def test_its_statements_are_explained(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, CHANGES))
    assert "康熙十二年 公元 1673 年，岁次癸丑" in told
    assert "三國魏 公元 220–265 年" in told


def test_other_copies_of_the_edition_are_named_with_what_is_left_of_them(
    reader: Client, books: dict[str, Book]
) -> None:
    html = page(reader, CHANGES)
    assert TOO in links(html)
    assert "溫州市圖書館 甲1 1冊 存四卷（一至四）" in words(html)
    assert CHANGES in links(page(reader, TOO))


def test_a_book_without_other_copies_says_so(reader: Client, books: dict[str, Book]) -> None:
    assert "没有见到同一版本的另一部" in words(page(reader, "/r/330000-1701-0000013/"))


def test_works_of_a_set_and_details_are_shown_but_not_what_was_paid(reader: Client, books: dict[str, Book]) -> None:
    told = words(page(reader, "/r/330000-1704-0000003/"))
    assert "子目 2 条" in told
    assert "周易卦圖三卷 （宋）朱震撰" in told
    told = words(page(reader, "/r/330000-1704-0000002/"))
    assert "嘉業堂藏" in told
    assert "捐贈" in told
    assert "三百元" not in told


def test_three_citations_hold_the_lasting_address(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, CHANGES)
    assert html.count('class="citation"') == 3
    assert "http://testserver/r/330000-1701-0000012/。" in words(html)


def test_one_withdrawn_after_it_was_public_is_gone_with_words(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, f"/r/{GONE['census_no']}/", 410)
    assert "著录已撤销" in words(html)
    assert GONE["title"] not in html


def test_one_that_never_was_public_has_never_been(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, f"/r/{NEVER['census_no']}/", 404)
    assert NEVER["title"] not in html


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED])
@pytest.mark.parametrize("person", [None, "reader", "cataloguer", "province"])
def test_what_is_not_public_has_no_public_page_whoever_asks(
    state: str, person: str | None, as_user: Callable[[str | None], Client], zhejiang: Institution
) -> None:
    keep(zhejiang, state=state, census_no="330000-1701-0000500", title=SECRET)
    client = as_user(person)
    assert SECRET not in page(client, "/r/330000-1701-0000500/", 404)


def test_the_internal_key_leads_to_the_lasting_address_if_the_record_is_public(
    reader: Client, books: dict[str, Book]
) -> None:
    answer = reader.get(reverse("public-record-by-key", args=[books["changes"].pk]))
    assert answer.status_code == 301
    assert answer["Location"] == CHANGES
    for name in ("draft", "gone", "never"):
        assert reader.get(reverse("public-record-by-key", args=[books[name].pk])).status_code == 404


@pytest.mark.parametrize("number", ["x", "330000-1701-9999999", "%00", "'", "‮", "a" * 300])
def test_a_number_that_nobody_has_is_not_found(number: str, reader: Client, books: dict[str, Book]) -> None:
    assert reader.get(f"/r/{number}/").status_code == 404


def test_linked_data_cannot_leave_its_block(reader: Client, zhejiang: Institution) -> None:
    title = "</script><script>alert(1)</script>&<!--\u2028"
    keep(zhejiang, census_no="330000-1701-0000077", title=title, edition="清刻本")
    html = page(reader, "/r/330000-1701-0000077/")
    assert "<script>alert" not in html
    block = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    assert json.loads(block[1])["name"] == title


def test_the_desk_is_offered_to_those_who_work_there(
    as_user: Callable[[str | None], Client], books: dict[str, Book]
) -> None:
    desk = reverse("record", args=[books["changes"].pk])
    assert desk in links(page(as_user("cataloguer"), CHANGES))
    assert desk not in links(page(as_user(None), CHANGES))


def test_pictures_that_a_kind_gives_are_shown_with_words(
    reader: Client, books: dict[str, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "书影" not in words(page(reader, CHANGES))
    plain = BookCatalogue.page

    def with_picture(kind: BookCatalogue, record: Book, address: str) -> CataloguePage:
        return replace(plain(kind, record, address), pictures=(Picture("/media/x.jpg", "卷一首葉"),))

    monkeypatch.setattr(BookCatalogue, "page", with_picture)
    html = page(reader, CHANGES)
    assert "书影" in words(html)
    assert '<img src="/media/x.jpg" alt=""' in html
    assert "卷一首葉" in words(html)


def test_pictures_lead_to_the_viewer_and_stand_in_the_linked_data(reader: Client, books: dict[str, Book]) -> None:
    book = books["changes"]
    image = make_image(book, ImageRole.COLOPHON, caption="通志堂")
    make_image(book, ImageRole.SEAL, status=ImageStatus.REFUSED, refusal="bomb")
    html = page(reader, CHANGES)
    assert "牌记：通志堂" in words(html)
    assert reverse("images:viewer", args=[Book.KIND, book.pk]) + "?n=1" in links(html)
    assert reverse("images:manifest", args=[Book.KIND, book.pk]) in links(html)
    block = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    (described,) = json.loads(block[1])["image"]
    assert described["contentUrl"] == f"http://testserver{reverse('images:page', args=[image.pk])}"
    assert described["caption"] == "牌记：通志堂"
