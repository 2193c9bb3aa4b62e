"""Hits by scattered characters: found where they help, never without end, and left aside only with a word about it."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from census.searching import TextPart
from search.engine.protocol import Found, Request
from search.engine.whoosh_store import WhooshStore, answer
from search.language.tree import And, Node, Or, Term
from tests.search.engine.records import EVERYTHING, found, record, store_of


def asked(store: WhooshStore, tree: Node) -> Found:
    return store.open().search(Request(tree, EVERYTHING))


@pytest.fixture
def store(tmp_path: Path) -> WhooshStore:
    return store_of(tmp_path, [record(number) for number in range(14)])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("說解注", [0, 7]),
        ("史三卷", [3, 10]),
        ("樂集卷", [4, 11]),
        ("注解說", []),
        ("說樂集", []),
        ("卷一百", []),
        ("百卷錄卷", [4, 11]),
    ],
)
def test_all_characters_in_their_order_inside_one_title(store: WhooshStore, words: str, numbers: list[int]) -> None:
    assert found(store, words) == numbers
    assert not asked(store, Term(words)).only_together


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("說解注", "文字注"), [0, 7]),
        (("文字注", "說文"), [0, 7]),
        (("史三卷", "清刻本", "記百卷"), [3, 10]),
        (("說解注", "史三卷"), []),
        (("說解注", "注解說"), []),
    ],
)
def test_each_word_may_be_scattered(store: WhooshStore, words: tuple[str, ...], numbers: list[int]) -> None:
    """Of the words after the first only what is left then is read: whichever comes first, the hits are the same."""
    for order in permutations(words):
        assert found(store, And(tuple(map(Term, order)))) == numbers


def test_characters_of_two_titles_are_no_hit(tmp_path: Path) -> None:
    both = replace(record(1), texts={"title": (TextPart("說文解字"), TextPart("金石錄"))})
    assert found(store_of(tmp_path, [both]), "文錄") == []


def test_a_title_full_of_the_same_characters_is_read_in_no_time(tmp_path: Path) -> None:
    """一卷 a hundred times over: looking for every way to place the characters would take years."""
    store = store_of(tmp_path, [record(1, "書一卷" * 120), record(2, "一卷" * 300 + "書目")])
    began = time.perf_counter()
    assert found(store, "一卷一卷一卷一卷一卷目書") == []
    assert found(store, "一卷一卷一卷一卷一卷書目") == [2]
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (Term("卷十"), True),
        (Term("卷十", quoted=True), False),
        (Term("卷十", exact=True), False),
        (Term("卷"), False),
        (And((Term("卷十"), Term("清刻本"))), True),
        (Or((Term("卷十"), Term("無此書"))), True),
        (Term("說注"), False),
    ],
)
def test_characters_of_too_many_titles_are_looked_for_together_only(
    store: WhooshStore, monkeypatch: pytest.MonkeyPatch, tree: Node, told: bool
) -> None:
    monkeypatch.setattr(answer, "SCATTER_READ", 5)
    assert asked(store, tree).only_together is told


def test_what_is_left_aside_is_in_no_count(store: WhooshStore, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = Or((Term("三卷"), Term("史記")))
    whole = store.open().search(Request(tree, EVERYTHING, counted=("type",)))
    monkeypatch.setattr(answer, "SCATTER_READ", 5)
    bounded = store.open().search(Request(tree, EVERYTHING, counted=("type",)))
    assert bounded.only_together
    assert whole.total > bounded.total == len(bounded.hits) == bounded.facets["type"]["刻本"] == 2
    assert {hit.record_id for hit in bounded.hits} <= {hit.record_id for hit in whole.hits}


def test_where_enough_stands_together_nothing_else_is_read(store: WhooshStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "SCATTER_READ", 0)
    monkeypatch.setattr(answer, "SCATTER_BELOW", 4)
    assert not asked(store, Term("說文")).only_together
