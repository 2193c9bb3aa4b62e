"""Records as data and as rows: the same either way, in few queries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authority.models import ClassNode, Institution
from census.errors import InvalidData
from guji.actions import CreateBook, RederiveBooks
from guji.data import DETAIL_GROUPS, BookData
from guji.details import GROUPS, fields_of, normalise, normalise_group, plain
from guji.models import Book
from guji.sample import sample_books
from guji.storage import clean, from_snapshot, merged, snapshot, to_data

pytestmark = pytest.mark.django_db

CONTRACT = {
    "layouts": "frame_height frame_width lines characters small mouth fishtail border ruled centre_text tiers note",
    "bindings": "binding height width ce cases interleaved cover note",
    "cases": "kind count note",
    "prefaces": "kind dynasty author date_text place note",
    "engravers": "name role location note",
    "annotations": "mode dynasty author transcribed original_author ink location content note",
    "seals": "text owner style shape size location institutional note",
    "attachments": "kind count note",
    "scripts": "code name",
    "repairs": "date_text repairer body method note",
    "sub_works": "title responsibility edition volumes extent class_code note",
    "gradings": "standard level grade_class basis date_text body catalogue_no",
    "damages": "standard level kinds location percent ph ce_range note",
    "provenances": "method source date_text price accession_no note",
    "identifiers": "scheme value primary",
    "other_titles": "kind title",
}


@pytest.fixture
def library() -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")


def test_the_groups_and_their_fields_are_those_agreed() -> None:
    assert tuple(DETAIL_GROUPS) == GROUPS
    assert {group: " ".join(fields_of(group)) for group in GROUPS} == CONTRACT


def test_every_record_of_the_sample_comes_back_as_it_was_stored(authority_tables: None) -> None:
    for data in list(sample_books())[::9]:
        book = CreateBook(data, None, trusted=True).execute()
        assert to_data(Book.objects.whole().get(pk=book.pk)) == clean(data)


def test_whole_records_are_read_without_a_query_each(library: Institution, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        CreateBook(BookData(institution="1701", title=f"周易{number}"), None, trusted=True).execute()
    with django_assert_max_num_queries(2 + len(GROUPS)):
        assert len([to_data(book) for book in Book.objects.whole()]) == 12


def test_a_class_is_shown_with_its_path(authority_tables: None) -> None:
    node = ClassNode.objects.current().filter(level=1).first()
    assert node is not None
    data = BookData(institution="1701", title="周易九卷", class_code=node.code)
    book = CreateBook(data, None, trusted=True).execute()
    assert (book.class_node, book.class_path) == (node, node.path())
    unknown = CreateBook(merged(data, class_code="沒有"), None, trusted=True).execute()
    assert (unknown.class_node, unknown.class_path, unknown.class_code) == (None, "", "沒有")


def test_a_snapshot_is_json_and_leads_back() -> None:
    data = BookData(
        institution="1701",
        title="杜工部集二十卷",
        is_series=True,
        details=normalise(
            {"layouts": [{"frame_height": 20}], "damages": [{"kinds": ["蟲蛀", "霉蝕"], "percent": "30"}]}
        ),
    )
    flat = snapshot(data, "draft", {"maker": "靜思堂"})
    assert flat["details.layouts"] == [{"frame_height": "20.00"}]
    assert flat["override.maker"] == "靜思堂"
    assert "note" not in flat
    assert from_snapshot(flat) == data


def test_positions_order_rows_and_are_then_left_out() -> None:
    rows = [{"position": 2, "text": "乙"}, {"position": 1, "text": "甲"}, {"position": 3, "text": " "}]
    assert normalise_group("seals", rows) == [{"text": "甲"}, {"text": "乙"}, {"text": " "}]


def test_values_become_what_the_columns_hold() -> None:
    rows = normalise_group("bindings", [{"height": "26.5", "ce": "4", "interleaved": "是", "cover": 5}])
    assert rows == [{"height": Decimal("26.50"), "ce": 4, "interleaved": True, "cover": "5"}]
    assert normalise_group("damages", [{"kinds": "蟲蛀"}]) == [{"kinds": ["蟲蛀"]}]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "十", "-1", "123456.7"])
def test_a_length_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        normalise_group("layouts", [{"frame_height": value}])
    assert refusal.value.field == "details.layouts.frame_height"


STORABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(["text", "owner", "note"]), STORABLE, max_size=3), max_size=4))
def test_cleaning_twice_is_cleaning_once(rows: list[dict[str, str]]) -> None:
    once = normalise({"seals": rows})
    assert normalise(once) == once
    assert plain(once) == once


def test_unchanged_statements_are_not_read_again() -> None:
    data = BookData(title="周易九卷", details={"seals": [{"text": "印", "owner": ""}]})
    reading = data.parsed_title
    assert clean(data).parsed_title is reading
    assert merged(data, census_no="330000-1701-0000001").parsed_title is reading
    assert merged(data, title="周易十卷").parsed_title is not reading


def test_records_derived_by_older_rules_are_derived_anew(library: Institution) -> None:
    made = [CreateBook(BookData(institution="1701", title="周易九卷"), None, trusted=True).execute() for _ in range(3)]
    Book.objects.filter(pk=made[0].pk).update(derivation="0", title_main="", title_fold="")
    made[0].title_units.all().delete()
    told: list[tuple[int, int]] = []
    assert RederiveBooks().execute(lambda done, total: told.append((done, total))) == 1
    book = Book.objects.get(pk=made[0].pk)
    assert (book.title_main, book.version, told) == ("周易", 1, [(1, 1)])
    assert [unit.name for unit in book.title_units.all()] == ["周易"]
    assert RederiveBooks().execute() == 0
    assert RederiveBooks(everything=True, chunk=2).execute() == 3
