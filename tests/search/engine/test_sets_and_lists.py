"""The parts of which the index is made, at sizes where they change their form: sets, lists, columns, tokens, counts."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import SEPARATOR, folded_column, sound_column, sound_tokens, tokens
from search.engine.whoosh_store import facets, runs
from search.engine.whoosh_store.columns import OFFSETS_FROM, TextColumn, text_column_tail
from search.engine.whoosh_store.docset import SPARSE, Docs, DocSet, all_of, any_of
from search.engine.whoosh_store.keylist import KeyList, KeyListWriter
from search.engine.whoosh_store.segment import Remembered
from search.engine.whoosh_store.titles import proper, stems

SIZE = SPARSE * 5 + 3
#: Few of many, many, and stretches: arrays, bits, whole words of bits.
numbers = st.one_of(
    st.sets(st.integers(0, SIZE - 1), max_size=6),
    st.sets(st.integers(0, SIZE - 1)),
    st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(lambda ends: set(range(*sorted(ends)))),
)


def of(held: set[int]) -> DocSet:
    return DocSet.of(SIZE, np.array(sorted(held), np.uint32))


def held_in(made: DocSet) -> set[int]:
    docs = made.to_docs().tolist()
    assert docs == sorted(set(docs))
    assert len(made) == len(docs)
    assert np.flatnonzero(made.to_mask()).tolist() == docs
    return set(docs)


@given(numbers, numbers, st.lists(st.integers(0, SIZE - 1)))
def test_sets_behave_as_sets_in_whichever_form_they_are_kept(one: set[int], other: set[int], asked: list[int]) -> None:
    a, b = of(one), of(other)
    assert held_in(a & b) == one & other
    assert held_in(a | b) == one | other
    assert held_in(a - b) == one - other
    assert held_in((a | b) - (a & b)) == one ^ other
    assert a.has(np.array(asked, np.uint32)).tolist() == [doc in one for doc in asked]
    assert a.has(np.array(asked, np.int64)).tolist() == [doc in one for doc in asked]
    assert held_in(DocSet.where(a.to_mask())) == one


@given(st.lists(numbers, min_size=1, max_size=4))
def test_many_sets_are_joined_and_met(several: list[set[int]]) -> None:
    assert held_in(any_of(SIZE, map(of, several))) == set().union(*several)
    assert held_in(all_of(map(of, several))) == several[0].intersection(*several)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 63, 64, 65, 1000])
def test_everything_is_all_there_is(size: int) -> None:
    everything = DocSet.everything(size)
    assert everything.to_docs().tolist() == list(range(size))
    assert len(everything - everything) == len(DocSet.nothing(size)) == 0


keys = st.binary(max_size=3)


@given(st.lists(st.tuples(keys, st.integers(0, 20)), max_size=30), keys)
def test_a_sorted_list_finds_keys_whole_and_by_their_beginning(pairs: list[tuple[bytes, int]], asked: bytes) -> None:
    writer = KeyListWriter()
    for key, doc in pairs:
        writer.add(key, doc)
    found = KeyList(memoryview(writer.to_bytes()))
    known = sorted({key for key, _doc in pairs})
    assert list(found.keys(0, found.count)) == known
    assert found.docs_of(asked).tolist() == sorted({doc for key, doc in pairs if key == asked})
    if b"\xff" not in b"".join(known):
        begins = [key for key in known if key.startswith(asked)]
        first, last = found.beginning(asked)
        assert list(found.keys(first, last)) == begins
        expected = sorted({doc for key, doc in pairs if key in begins})
        assert found.docs_beginning(asked).tolist() == expected
        even = found.docs(first, last) % 2 == 0
        counted = [len({doc for key, doc in pairs if key == one and doc % 2 == 0}) for one in begins]
        assert found.counts(first, last, even).tolist() == counted


@given(st.lists(st.text(st.sampled_from("說a𤣥é"), max_size=5), min_size=1, max_size=6))
def test_a_list_counts_characters_not_bytes(words: list[str]) -> None:
    writer = KeyListWriter()
    for doc, word in enumerate(words):
        writer.add(word.encode(), doc)
    found = KeyList(memoryview(writer.to_bytes()))
    assert found.lengths(0, found.count).tolist() == [len(key.decode()) for key in found.keys(0, found.count)]


@pytest.mark.parametrize("count", [1, 300, OFFSETS_FROM, OFFSETS_FROM + 1])
@pytest.mark.parametrize("longest", [3, 300])
def test_a_column_gives_back_every_value_with_stored_offsets_and_without(count: int, longest: int) -> None:
    values = [b"%d" % doc * (doc % 2) for doc in range(count - 1)] + [b"x" * longest]
    data = b"".join(values) + text_column_tail(np.array([len(value) for value in values]))
    column = TextColumn(memoryview(data), count)
    docs = np.array(sorted({0, count // 2, count - 1}), np.uint32)
    assert [column[doc] for doc in docs.tolist()] == [values[doc] for doc in docs.tolist()]
    assert list(column.values(docs)) == [values[doc] for doc in docs.tolist()]


def inverted(found: dict[int, set[str]]) -> dict[str, list[int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for doc in sorted(found):
        for token in found[doc]:
            postings[token].append(doc)
    return dict(postings)


def as_lists(terms: list[tuple[bytes, Docs]]) -> dict[str, list[int]]:
    assert all(a[0] < b[0] for a, b in pairwise(terms)), "terms come in the order of their bytes"
    return {text.decode(): docs.tolist() for text, docs in terms}


titles = st.lists(st.text(st.sampled_from("樂府說文𤣥a□1"), max_size=6), max_size=2)


@given(st.lists(titles, max_size=8))
@pytest.mark.parametrize("chunk", [runs.CHUNK, 4])
@pytest.mark.parametrize("spooled", [True, False])
def test_tokens_of_many_texts_are_those_of_each(
    tmp_path_factory: pytest.TempPathFactory, spooled: bool, chunk: int, texts: list[list[str]]
) -> None:
    folder = tmp_path_factory.getbasetemp() if spooled else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "CHUNK", chunk)
        written, sounded = runs.Runs(folder), runs.SoundRuns(folder)
        folded = {doc: folded_column(parts) for doc, parts in enumerate(texts)}
        sounds = {doc: sound_column(parts) for doc, parts in enumerate(texts)}
        for doc in folded:
            if folded[doc]:
                written.add(folded[doc], doc)
            if sounds[doc]:
                sounded.add(sounds[doc], doc)
        found = as_lists(list(runs.as_terms(written)))
        heard = as_lists(list(sounded.terms()))
    assert found == inverted({doc: tokens(column) for doc, column in folded.items()})
    inside = {token: docs for token, docs in heard.items() if not token.startswith(SEPARATOR)}
    assert inside == inverted({doc: sound_tokens(column) for doc, column in sounds.items()})


dimension_values = st.lists(st.sampled_from("甲乙丙丁"), max_size=3, unique=True).map(tuple)
many_facets = st.lists(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("one", "two", "three"), dimension_values)), max_size=30
)


@given(many_facets, st.sets(st.integers(0, 29)))
@pytest.mark.parametrize("shared", [2048, 1])
def test_counts_are_right_whether_dimensions_share_a_column_or_not(
    shared: int, rows: list[dict[str, tuple[str, ...]]], chosen: set[int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "SHARED", shared)
        writer = facets.FacetsWriter(("one", "two", "three"))
        for row in rows:
            writer.add(row)
        groups = writer.groups()
    table = facets.table_bytes([table for _codes, table in groups])
    made = facets.Facets(table, lambda group: groups[group][0], len(rows))
    picked = sorted(doc for doc in chosen if doc < len(rows))
    found = DocSet.of(len(rows), np.array(picked, np.uint32))
    expected = {
        name: {
            value: count for value in "甲乙丙丁" if (count := sum(value in rows[doc].get(name, ()) for doc in picked))
        }
        for name in ("one", "two", "three")
    }
    assert made.counts(("one", "two", "three"), found) == expected
    having = [doc for doc, row in enumerate(rows) if {"甲", "丁"} & set(row.get("two", ()))]
    assert made.having("two", ("甲", "丁", "戊")).to_docs().tolist() == having
    assert made.counts(("none",), found) == {"none": {}}


def test_what_was_used_longest_ago_is_forgotten_first_and_what_is_too_large_is_not_kept() -> None:
    kept = Remembered(4000)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    def get(name: str, weight: int = 700) -> str:
        return str(kept.get(name, lambda: make(name), lambda _made: weight))

    for name in ("a", "b", "c", "d"):
        get(name)
    get("a")
    get("e")
    assert kept.weight <= 4000
    made.clear()
    assert [get("a"), get("e"), get("b")] == ["a", "e", "b"]
    assert made == ["b"]
    get("large", 3000)
    get("large", 3000)
    assert made == ["b", "large", "large"]


def test_titles_are_offered_without_their_juan() -> None:
    assert [proper(title) for title in ("史记一百三十卷", "史记", "十卷", "五经不分卷首一卷", "三国志六十五卷")] == [
        "史记",
        "史记",
        "十卷",
        "五经",
        "三国志",
    ]
    assert list(stems("三国志六十")) == ["三国志", "三国志六"]
