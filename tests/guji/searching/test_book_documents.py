"""A book as the index sees it: every statement with its place, numbers, dimensions, orders, years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import JSONField, TextField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authority.models import Institution
from census.models import ImageRole, ImageStatus, State
from census.searching import Document, search_kinds
from guji.data import DETAIL_GROUPS
from guji.details import fields_of
from guji.models import Book
from guji.searching.rows import blocks, keys
from tests.guji.searching.conftest import DocumentOf, NewBook
from tests.picture_samples import make_image

#: No words to look for: the dynasty told beside a name, what a purchase cost, which volumes and class a work has.
NOT_SEARCHED = {
    ("prefaces", "dynasty"),
    ("annotations", "dynasty"),
    ("provenances", "price"),
    ("sub_works", "volumes"),
    ("sub_works", "class_code"),
}


def texts(document: Document, field: str) -> list[tuple[str, str]]:
    return [(part.text, str(part.place)) for part in document.texts.get(field, ())]


def test_titles_inside_titles_say_where_they_are(document_of: DocumentOf) -> None:
    found = document_of(
        title="說文解字十五卷六書音均表五卷",
        responsibility="（漢）許慎撰　（清）段玉裁注　汲古閣說文訂一卷　（清）段玉裁撰",
        details={
            "sub_works": [
                {"title": "經韻樓叢書", "children": [{"title": "戴東原集十二卷", "responsibility": "（清）戴震撰"}]}
            ],
            "other_titles": [{"kind": "內封", "title": "段氏說文注"}, {"title": "說文段注"}],
        },
    )
    assert texts(found, "title") == [
        ("說文解字十五卷六書音均表五卷", ""),
        ("說文解字", ""),
        ("六書音均表", "合刻"),
        ("汲古閣說文訂", "附录之作"),
        ("經韻樓叢書", "丛书子目"),
        ("戴東原集", "丛书子目"),
        ("段氏說文注", "其他题名"),
        ("說文段注", "其他题名"),
        ("戴東原集十二卷", "丛书子目"),
        ("段氏說文注", "內封"),
    ]
    assert ("（清）戴震撰", "丛书子目") in texts(found, "responsibility")
    assert [name for name, _place in texts(found, "person")] == ["許慎", "段玉裁", "段玉裁", "戴震"]


def test_a_title_head_is_no_part_of_its_name(document_of: DocumentOf) -> None:
    found = document_of(title="［萬曆］金華府志三十卷")
    assert texts(found, "title") == [("［萬曆］金華府志三十卷", ""), ("金華府志", "")]


def stated_everywhere() -> dict[str, list[dict[str, Any]]]:
    """Return a row of every group with a word of its own in every field for words."""
    return {
        group: [
            {
                name: [f"{group}·{name}"] if isinstance(field, JSONField) else f"{group}·{name}"
                for name, field in fields_of(group).items()
                if isinstance(field, TextField | JSONField)
            }
        ]
        for group in DETAIL_GROUPS
    }


def words_of(document: Document) -> Iterator[str]:
    for parts in document.texts.values():
        for part in parts:
            yield part.text
            yield str(part.place)
    yield from document.numbers


def test_nothing_stated_in_the_full_record_is_lost(document_of: DocumentOf) -> None:
    """A word in any field of any group is found somewhere, but for those that are no words to look for."""
    details = stated_everywhere()
    found = "\n".join(words_of(document_of(title="周易九卷", details=details)))
    lost = {(group, name) for group, rows in details.items() for name in rows[0] if f"{group}·{name}" not in found}
    assert lost == NOT_SEARCHED


def test_every_statement_of_the_register_is_in_its_field(document_of: DocumentOf) -> None:
    found = document_of(
        shelf_mark="善0012",
        title="周易九卷",
        title_source="卷端",
        responsibility="（魏）王弼注",
        edition="明萬曆十二年（1584）吳郡刻本",
        edition_basis="牌記",
        annotation="（清）丁丙跋",
        volumes="4冊",
        extent="存三卷（一至三）",
        series="十三經注疏",
        note="有缺葉",
    )
    expected = {
        "responsibility": [("（魏）王弼注", "")],
        "edition": [("明萬曆十二年（1584）吳郡刻本", "")],
        "annotation": [("（清）丁丙跋", "")],
        "extent": [("存三卷（一至三）", "")],
        "series": [("十三經注疏", "")],
        "note": [("有缺葉", ""), ("卷端", "题名依据"), ("牌記", "版本依据")],
        "shelf_mark": [("善0012", "")],
        "person": [("王弼", "著者"), ("丁丙", "批校题跋")],
        "physical": [("4冊", "册数")],
        "holder": [("浙江圖書館", ""), ("浙圖", "")],
    }
    assert {field: texts(found, field) for field in expected} == expected


def test_numbers_of_all_schemes(document_of: DocumentOf) -> None:
    found = document_of(
        shelf_mark="善0012",
        title="周易九卷",
        details={
            "identifiers": [{"scheme": "善本書號", "value": "A01234"}],
            "gradings": [{"standard": "國家珍貴古籍名錄", "catalogue_no": "00191"}],
            "provenances": [{"accession_no": "登7788"}],
        },
    )
    assert found.numbers == ("善0012", "A01234", "00191", "登7788")
    assert ("00191", "國家珍貴古籍名錄") in texts(found, "number")


@pytest.mark.parametrize(
    ("edition", "years"),
    [
        ("明萬曆十二年（1584）吳郡刻本", (1584, 1584)),
        ("明萬曆刻本", (1573, 1620)),
        ("明萬曆至崇禎刻本", (1573, 1644)),
        ("清順治十七年至康熙六年（1660-1667）季氏靜思堂刻本", (1660, 1667)),
        ("明刻本", None),
        ("刻本", None),
        ("", None),
    ],
)
def test_years_of_an_edition(document_of: DocumentOf, edition: str, years: tuple[int, int] | None) -> None:
    """A reign stands for its years; a dynasty alone would make every range of years find half the province."""
    assert document_of(title="周易九卷", edition=edition).years == years


def test_facets_carry_every_level_above(document_of: DocumentOf, authority_tables: None) -> None:
    found = document_of(
        institution="1701",
        title="周易九卷",
        responsibility="（魏）王弼注",
        edition="南宋乾道刻本",
        annotation="（清）丁丙跋",
        extent="存三卷（一至三）",
        class_code="10202",
        is_series=True,
        details={
            "seals": [{"text": "八千卷樓"}],
            "gradings": [{"standard": "WH/T 20-2006", "level": "一級", "grade_class": "乙"}],
        },
    )
    assert found.facets == {
        "kind": ("book",),
        "class": ("10202", "102", "1"),
        "dynasty": ("南宋", "宋"),
        "edition_type": ("刻本",),
        "institution": ("1701",),
        "region": ("330100", "330000"),
        "grade": ("一級乙等", "一級"),
        "state": ("draft",),
        "completeness": ("incomplete",),
        "flags": ("series", "annotated", "sealed"),
        "century": ("12",),
        "strokes": ("8",),
        "initial": ("Z",),
    }


@pytest.mark.parametrize(
    ("edition", "kinds"),
    [
        ("清刻本", ("刻本",)),
        ("影宋抄本", ("影宋抄本", "抄本")),
        ("明銅活字印本", ("銅活字印本", "活字印本")),
        ("清木活字本", ("木活字印本", "活字印本")),
        ("明刻朱墨套印本", ("朱墨套印本", "套印本")),
        ("手稿本", ("手稿本", "稿本")),
        ("清翻宋刻本", ("翻宋刻本", "刻本")),
        ("", ()),
    ],
)
def test_kinds_of_edition_stand_under_their_family(
    document_of: DocumentOf, authority_tables: None, edition: str, kinds: tuple[str, ...]
) -> None:
    assert document_of(title="周易九卷", edition=edition).facets.get("edition_type", ()) == kinds


@pytest.mark.parametrize(
    ("edition", "dynasties"),
    [
        ("明萬曆刻本", ("明",)),
        ("清康熙刻本", ("清",)),
        ("康熙刻本", ("清",)),
        ("南宋刻本", ("南宋", "宋")),
        ("日本寬永三年（1626）刻本", ("日本",)),
        ("刻本", ()),
    ],
)
def test_the_dynasty_of_an_edition(document_of: DocumentOf, edition: str, dynasties: tuple[str, ...]) -> None:
    assert document_of(title="周易九卷", edition=edition).facets.get("dynasty", ()) == dynasties


def test_only_what_the_province_passed_is_public(new_book: NewBook) -> None:
    book, kind = new_book(title="周易九卷"), search_kinds()["book"]
    seen = {}
    for number, state in enumerate(State.values):
        tombstone = "draft" if state == State.WITHDRAWN else ""
        Book.objects.filter(pk=book.pk).update(
            state=state, withdrawn_from=tombstone, census_no=f"330000-1701-{number:07d}"
        )
        seen[state] = kind.documents([book.pk])[0].public
    assert {state for state, public in seen.items() if public} == {State.PROVINCE_APPROVED, State.PUBLISHED}


def entered(new_book: NewBook, count: int) -> list[Book]:
    """Return books of which every second has a number, the numbers falling."""
    books = [new_book(title=f"周易{number}卷") for number in range(1, count + 1)]
    for place, book in enumerate(books):
        if place % 2:
            Book.objects.filter(pk=book.pk).update(census_no=f"330000-1701-{count - place:07d}")
    return books


def test_blocks_follow_the_numbers_and_meet_every_book_once(new_book: NewBook) -> None:
    books = entered(new_book, 9)
    numbered = [book.pk for place, book in enumerate(books) if place % 2][::-1]
    unnumbered = [book.pk for place, book in enumerate(books) if not place % 2]
    for size in (1, 2, 4, 5, 100):
        assert [whole.book.id for block in blocks(size) for whole in block] == numbered + unnumbered
        assert list(keys(size)) == numbered + unnumbered


def test_a_document_is_the_same_streamed_and_asked_for(new_book: NewBook) -> None:
    books = entered(new_book, 5)
    kind = search_kinds()["book"]
    streamed = {document.record_id: document for document in kind.stream()}
    assert {document.record_id: document for document in kind.documents([book.pk for book in books])} == streamed
    assert len(streamed) == kind.count() == 5


def test_keys_that_are_gone_are_passed_over(new_book: NewBook) -> None:
    kind, book = search_kinds()["book"], new_book(title="周易九卷")
    gone = new_book(title="尚書十三卷")
    Book.objects.filter(pk=gone.pk).delete()
    assert [document.record_id for document in kind.documents([gone.pk, book.pk])] == [book.pk]
    assert kind.documents([]) == []


def test_more_books_bring_no_more_queries(new_book: NewBook, library: Institution) -> None:
    kind = search_kinds()["book"]
    seals = {"seals": [{"text": "八千卷樓"}]}
    pks = [new_book(title=f"周易{number}卷", details=seals).pk for number in range(1, 7)]
    kind.documents(pks[:1])  # reads the tables that are kept
    asked = []
    for some in (pks[:1], pks):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            kind.documents(some)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_orders(document_of: DocumentOf, authority_tables: None) -> None:
    first = document_of(institution="1701", title="丁卯集二卷", edition="明刻本", class_code="402")
    second = document_of(
        institution="1701", title="說文解字十五卷", edition="清康熙六年（1667）刻本", class_code="10202"
    )
    assert first.sorts["title"] < second.sorts["title"]
    assert first.sorts["pinyin"] == b"ding mao ji" < second.sorts["pinyin"]
    assert second.sorts["class"] < first.sorts["class"]
    assert "year" in second.sorts
    assert "year" not in first.sorts
    assert "number" not in first.sorts


def test_pictures_are_counted_by_what_they_show_once_they_can_be_looked_at(new_book: NewBook) -> None:
    book = new_book(title="國語二十一卷")
    for role in (ImageRole.SEAL, ImageRole.OPENING, ImageRole.SEAL):
        make_image(book, role)
    make_image(book, ImageRole.DAMAGE, status=ImageStatus.CHECKING)
    make_image(book, ImageRole.BINDING, removed_at=timezone.now())
    make_image(new_book(title="戰國策十卷"), ImageRole.COLOPHON)
    (document,) = search_kinds()["book"].documents([book.pk])
    assert document.facets["pictures"] == ("opening", "seal")
    assert document.facets["flags"] == ("images",)


def test_a_book_whose_pictures_cannot_be_looked_at_has_none(new_book: NewBook) -> None:
    book = new_book(title="國語二十一卷")
    make_image(book, status=ImageStatus.REFUSED, refusal="bomb")
    (document,) = search_kinds()["book"].documents([book.pk])
    assert "pictures" not in document.facets
    assert "flags" not in document.facets
