"""A book cited in each style, and as schema.org's description of it."""

from __future__ import annotations

from typing import Any

import pytest

from authority.models import Institution
from guji.catalogue.citing import citations, footnote, rare_book_line, register_line
from guji.catalogue.linked import linked_data, years
from guji.data import BookData

HOLDER = "浙江圖書館"
ADDRESS = "https://guji.example/r/330000-1701-0000012/"
CHANGES = BookData(
    institution="1701",
    census_no="330000-1701-0000012",
    shelf_mark="善0012",
    title="周易九卷略例一卷",
    responsibility="（三國魏）王弼　（晉）韓康伯注　（唐）邢璹略例注",
    edition="清康熙十二年（1673）納蘭性德刻通志堂經解本",
    volumes="2册",
)


def test_the_registers_line_is_the_registers() -> None:
    assert register_line(CHANGES, HOLDER) == (
        "330000-1701-0000012　善0012　周易九卷略例一卷　（三國魏）王弼　（晉）韓康伯注　（唐）邢璹略例注"
        "　清康熙十二年(1673)納蘭性德刻通志堂經解本　2冊　浙江圖書館"
    )


def test_the_rare_book_line_ends_with_the_holder_and_the_mark() -> None:
    assert rare_book_line(CHANGES, HOLDER).endswith("通志堂經解本　2冊　浙江圖書館（善0012）")
    assert rare_book_line(BookData(title="詩經八卷"), HOLDER) == "詩經八卷　浙江圖書館"


def test_a_footnote_names_those_who_made_the_work_and_where_it_is() -> None:
    assert footnote(CHANGES, HOLDER, ADDRESS) == (
        "（三國魏）王弼、（晉）韓康伯注，（唐）邢璹略例注：《周易九卷略例一卷》，清康熙十二年（1673）納蘭性德刻通志堂經解本，"
        f"浙江圖書館藏（善0012，330000-1701-0000012），{ADDRESS}。"
    )


@pytest.mark.parametrize(
    ("responsibility", "begins"),
    [
        ("", "《龍川文集三十卷》，"),
        ("（宋）陳亮撰　附録二卷　（清）某編", "（宋）陳亮撰：《龍川文集三十卷》，"),
        ("（清）范邦甸等編", "（清）范邦甸等編：《"),
        ("（日本）森立之撰", "（日本）森立之撰：《"),
    ],
)
def test_a_footnote_leaves_out_whom_it_does_not_need(responsibility: str, begins: str) -> None:
    book = BookData(title="龍川文集三十卷", responsibility=responsibility, edition="清刻本")
    assert footnote(book, HOLDER, "").startswith(begins)


def test_every_style_has_a_name_and_no_two_are_alike() -> None:
    found = citations(CHANGES, HOLDER, ADDRESS)
    assert len({str(citation.style) for citation in found}) == len({citation.text for citation in found}) == 3


def test_incomplete_copies_are_cited_as_such() -> None:
    part = BookData(title="後漢書九十卷", edition="明崇禎十六年毛氏汲古閣刻本", extent="存四十卷（一至四十）")
    assert all("存四十卷" in citation.text for citation in citations(part, HOLDER, ""))


@pytest.fixture
def zhejiang(db: None) -> Institution:
    return Institution.objects.create(code="1701", name=HOLDER)


def described(zhejiang: Institution, **statements: Any) -> dict[str, Any]:
    return linked_data(BookData(institution="1701", **statements), zhejiang, "經部/易類")


def test_authors_are_told_from_contributors(authority_tables: None) -> None:
    zhejiang = Institution.objects.get(code="1701")
    found = described(zhejiang, title="說文", responsibility="（漢）許慎撰　（清）段玉裁注　附録一卷　（清）某撰")
    assert [person["name"] for person in found["author"]] == ["許慎"]
    assert [person["name"] for person in found["contributor"]] == ["段玉裁"]
    assert found["contributor"][0] == {"@type": "Person", "name": "段玉裁", "jobTitle": "注", "description": "清"}


def test_works_printed_together_are_its_parts(zhejiang: Institution) -> None:
    found = described(zhejiang, title="周易虞氏義九卷周易虞氏消息二卷")
    assert [part["name"] for part in found["hasPart"]] == ["周易虞氏義", "周易虞氏消息"]
    assert "hasPart" not in described(zhejiang, title="周易九卷")


def test_nothing_empty_is_said(zhejiang: Institution) -> None:
    found = described(zhejiang, title="詩經八卷")
    assert all(found.values())
    assert "publisher" not in found


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (1673, 1673, "1673"),
        (1573, 1620, "1573/1620"),
        (None, None, ""),
        (970, None, "0970"),
        (-221, -207, "-0220/-0206"),
    ],
)
def test_years_are_iso_years(first: int | None, last: int | None, said: str) -> None:
    assert years(first, last) == said
