"""What an address asks for: nonsense is passed over, sense survives the way there and back, nothing is an error."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guji.models import Book
from search.views.asked import MOST_CHARACTERS, MOST_VALUES, Asked, facet_names, sort_names

NAMES = st.sampled_from([*facet_names(), "q", "page", "sort", "exact", "hl", "nonsense"])
TEXT = st.text(max_size=30) | st.sampled_from(
    [
        "周易",
        "題名:",
        "NOT",
        "(",
        '"',
        "1573..1620",
        "-1",
        "0",
        "999999999999",
        "\0",
        "\ud800",
        "□",
        "-year",
        "浙江",
        "1",
        "10202",
    ]
)
PATHS = (
    "/search/",
    "/search/advanced/",
    "/search/suggest/",
    "/search/export/csv",
    "/classes/102/",
    "/institutions/1701/",
)
FIELDS = st.sampled_from(["", "題名", "著者", "nonsense"])
JOINS = st.sampled_from(["and", "or", "not", "x"])
PAIRS = st.lists(st.tuples(NAMES, TEXT), max_size=8)


def asked(query: str) -> Asked:
    return Asked.of(QueryDict(query))


def spelled(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


@given(pairs=PAIRS)
def test_what_was_read_is_written_so_that_it_is_read_the_same(pairs: list[tuple[str, str]]) -> None:
    once = asked(spelled(pairs))
    assert asked(once.query) == once


@given(pairs=PAIRS)
def test_only_known_names_and_bounded_values_are_taken(pairs: list[tuple[str, str]]) -> None:
    found = asked(spelled(pairs))
    assert set(found.chosen) <= set(facet_names())
    assert all(values and len(values) <= MOST_VALUES for values in found.chosen.values())
    assert found.sort in ("", *sort_names())
    assert found.page >= 1
    assert len(found.text) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("query", "page"),
    [("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1), ("page=9999999999", 1), ("page=٣", 1), ("page=", 1)],
)
def test_a_page_is_a_plain_number(query: str, page: int) -> None:
    assert asked(query).page == page


def test_descending_is_said_of_an_order_only() -> None:
    assert asked("sort=-year").descending
    assert not asked("sort=-").descending
    assert not asked("sort=-nothing").descending
    assert asked("sort=-year").sorted_by("").query == ""


def test_giving_up_the_last_value_gives_up_the_dimension() -> None:
    found = asked("q=周易&dynasty=清&dynasty=明&page=4")
    assert found.without("dynasty", "清").query == urlencode([("q", "周易"), ("dynasty", "明")])
    assert found.without("dynasty", "清").without("dynasty", "明").chosen == {}
    assert found.without("dynasty", "唐").page == 1


def test_the_same_value_twice_is_once() -> None:
    assert asked("dynasty=清&dynasty=清&dynasty= 清 ").chosen == {"dynasty": ("清",)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/search/", "/search/advanced/", "/search/suggest/", "/search/export/csv", "/classes/102/", "/institutions/1701/"],
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pairs=PAIRS)
@example(pairs=[("q", "((("), ("page", "99999999"), ("sort", "-year"), ("exact", "1")])
@example(pairs=[("q", "\0\ud800"), ("class", "\0"), ("institution", "' OR 1=1"), ("century", "x")])
@example(pairs=[("century", "99"), ("strokes", "x"), ("initial", "周"), ("region", "9" * 99), ("state", "draft")])
def test_no_address_leads_to_an_error_page(path: str, pairs: list[tuple[str, str]], books: dict[str, Book]) -> None:
    answer: Any = Client().get(f"{path}?{spelled(pairs)}")
    assert answer.status_code == 200
    if answer.streaming:
        b"".join(answer.streaming_content)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.tuples(FIELDS, TEXT, JOINS), max_size=6),
    years=st.tuples(TEXT, TEXT),
)
def test_whatever_is_filled_in_becomes_a_search(
    rows: list[tuple[str, str, str]], years: tuple[str, str], tables: None
) -> None:
    pairs = [("go", "1"), ("from", years[0]), ("to", years[1])]
    for field, words, join in rows:
        pairs += [("field", field), ("words", words), ("join", join)]
    answer = Client().get(f"/search/advanced/?{spelled(pairs)}")
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 200
