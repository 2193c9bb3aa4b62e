"""The parts of which the index is made, at sizes where they change their form: sets, lists, columns, tokens, counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold
from search.analysis import (
    SEPARATOR,
    folded_column,
    plain_column,
    repeated,
    repeated_sounds,
    sound_column,
    sound_tokens,
    tokens,
)
from search.engine.whoosh_store import facets, frontcoded, gathering, identities, runs, texts
from search.engine.whoosh_store.docset import SPARSE, Docs, DocSet, all_of, any_of
from search.engine.whoosh_store.keylist import KeyList, KeyListWriter
from search.engine.whoosh_store.rows import key_of
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


@given(numbers, st.integers(0, SIZE), st.integers(0, SIZE + 1))
def test_a_stretch_of_a_set_is_that_of_its_list(one: set[int], start: int, end: int) -> None:
    assert of(one).stretch(start, end).tolist() == sorted(one)[start:end]


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


#: Words in the usual characters, in others, with signs, of other lengths when folded, beyond the BMP.
statements = st.lists(
    st.sampled_from(["說文解字", "説文解字", "说文", "清刻本", "淸刻本", "《樂府》", "㈱", "𤣥", "a1", ""]), max_size=2
)


def any_in_order(key: str, parts: list[str]) -> bool:
    return any(re.search(".*".join(key), part) for part in parts)


@given(st.lists(statements, max_size=12), st.sampled_from(["說", "説文", "说", "清", "淸刻", "刻本", "樂", "𤣥", "無"]))
@pytest.mark.parametrize(("worthwhile", "known", "few"), [(0, 0, 0), (0, 1 << 20, 0), (1 << 20, 1 << 20, 1 << 20)])
def test_texts_come_back_as_they_were_and_are_searched_in_either_form(
    worthwhile: int, known: int, few: int, records: list[list[str]], needle: str
) -> None:
    pairs = [(folded_column(one), plain_column(one)) for one in records]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "WORTHWHILE", worthwhile)
        patch.setattr(gathering, "KNOWN", known)
        patch.setattr(gathering, "STRETCH", 3)
        patch.setattr(texts, "FEW", few)
        writer = gathering.TextsWriter()
        for doc, (folded, plain) in enumerate(pairs):
            if folded or plain:
                writer.add(doc, folded.encode(), plain.encode())
        data = b"before" + b"".join(writer.to_bytes(len(pairs)))
        column = texts.TextColumn(memoryview(data)[6:], data, 6)
        docs = np.arange(len(pairs), dtype=np.uint32)
        assert [(column.text(doc), column.plain.text(doc)) for doc in docs.tolist()] == pairs
        for one, side in ((column, 0), (column.plain, 1)):
            assert [value.decode() for value in one.values(docs)] == [pair[side] for pair in pairs]
            asked = fold(needle) if side == 0 else needle
            expected = [doc for doc, pair in enumerate(pairs) if asked in pair[side]]
            assert one.containing(docs, asked.encode()).tolist() == expected
            assert one.satisfying(docs, re.compile(re.escape(asked)).search).tolist() == expected
        asked = fold(needle)
        holding = column.containing(docs, asked.encode())
        expected = [needle in pairs[doc][1] for doc in holding.tolist()]
        assert column.plain.holds(holding, needle.encode(), asked.encode()).tolist() == expected
        expected = [doc for doc, (folded, _plain) in enumerate(pairs) if SEPARATOR + asked + SEPARATOR in folded]
        assert column.just(docs, (SEPARATOR + asked).encode(), re.compile(b"(?=\x1f)")).tolist() == expected
        ordered = [doc for doc, (folded, _plain) in enumerate(pairs) if any_in_order("文字", folded.split(SEPARATOR))]
        assert column.in_order(docs, "文字").tolist() == ordered


@given(st.lists(st.binary(max_size=4), max_size=80), st.binary(max_size=4))
@pytest.mark.parametrize("held", [1, 16])
def test_sorted_strings_are_found_by_place_and_by_themselves(held: int, strings: list[bytes], asked: bytes) -> None:
    ordered = sorted(strings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontcoded, "BLOCK", 3)
        patch.setattr(frontcoded, "HELD", held)
        found = frontcoded.FrontCoded(memoryview(frontcoded.written(ordered)))
        assert [found[place] for place in range(found.count)] == ordered
        assert found.place(asked) == bisect_left(ordered, asked)
        middle = len(ordered) // 2
        assert list(found.stretch(1, middle)) == ordered[1:middle]


def test_long_strings_and_long_beginnings_in_common_are_kept_whole() -> None:
    ordered = [b"a" * 100, b"a" * 254, b"a" * 300, b"a" * 300 + b"b", b"b" * 100_000, b"b" * 100_001]
    found = frontcoded.FrontCoded(memoryview(frontcoded.written(ordered)))
    assert list(found.stretch(0, 6)) == ordered
    assert [found.place(string) for string in ordered] == [0, 1, 2, 3, 4, 5]


@given(st.lists(st.tuples(st.sampled_from(["book", "relic"]), st.integers(0, 99)), unique=True))
def test_identities_are_found_by_document_and_by_key(records: list[tuple[str, int]]) -> None:
    keys = [key_of(kind, UUID(int=number)) for kind, number in records]
    made = identities.Identities(memoryview(identities.written(keys)), len(keys))
    assert [made.key(doc) for doc in range(len(keys))] == keys
    assert [made.identity(doc) for doc in range(len(keys))] == [(kind, UUID(int=number)) for kind, number in records]
    assert [made.docs_of(key) for key in keys] == [[doc] for doc in range(len(keys))]
    assert made.docs_of(key_of("book", UUID(int=1000))) == []


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
    assert found == inverted({doc: tokens(column) | repeated(column) for doc, column in folded.items()})
    inside = {token: docs for token, docs in heard.items() if SEPARATOR not in token}
    assert inside == inverted({doc: sound_tokens(column) | repeated_sounds(column) for doc, column in sounds.items()})


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
