"""The index finds exactly what going through all documents finds: totals, order, tiers, counts, within the scope."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold
from census.searching import Document
from search.analysis import near
from search.engine.protocol import Request, Scope, Suggestion
from search.engine.whoosh_store import WhooshStore, docset, ordering, phrases, sounds
from tests.search.engine.made_up import FIELDS, LAYOUT, batches, corpora, requests, scopes, titles, words
from tests.search.engine.oracle import Oracle

Batch = tuple[list[Document], list[tuple[str, UUID]]]


@contextmanager
def indexed(corpus: Iterable[Document], later: Iterable[Batch] = ()) -> Iterator[tuple[WhooshStore, Oracle]]:
    """An index built of a corpus and changed in batches, and the oracle over the same."""
    oracle = Oracle(FIELDS)
    whole = {(one.kind, one.record_id): one for one in corpus}
    oracle.replace(whole.values())
    with tempfile.TemporaryDirectory() as folder:
        store = WhooshStore(Path(folder), LAYOUT)
        store.swap(store.build(whole.values()))
        writer = store.writer()
        for changed, gone in later:
            writer.replace(changed, gone)
            oracle.replace(changed, [key for key in gone if key not in {(one.kind, one.record_id) for one in changed}])
        writer.close()
        yield store, oracle


@given(corpora, batches, st.lists(requests, min_size=1, max_size=8))
def test_finds_what_going_through_all_documents_finds(
    corpus: list[Document], later: list[Batch], asked: list[Request]
) -> None:
    with indexed(corpus, later) as (store, oracle):
        engine = store.open()
        for request in asked:
            assert engine.search(request) == oracle.search(request)


@given(corpora, batches, st.lists(requests, min_size=1, max_size=8))
def test_finds_the_same_in_whichever_form_sets_are_kept_and_proofs_are_made(
    corpus: list[Document], later: list[Batch], asked: list[Request]
) -> None:
    with pytest.MonkeyPatch.context() as patch, indexed(corpus, later) as (store, oracle):
        patch.setattr(docset, "SPARSE", 1)
        patch.setattr(docset, "SETTLED", 1)
        patch.setattr(docset, "LISTED", 1)
        patch.setattr(phrases, "FEW", 0)
        patch.setattr(phrases, "READ", 0)
        patch.setattr(sounds, "READ", 0)
        patch.setattr(ordering, "FEW", 0)
        patch.setattr(ordering, "STRIDE", 2)
        engine = store.open()
        for request in asked:
            assert engine.search(request) == oracle.search(request)
            assert engine.search(replace(request, limit=1)) == oracle.search(replace(request, limit=1))


@given(corpora, batches, requests)
def test_keys_are_all_hits_in_the_order_of_the_pages(
    corpus: list[Document], later: list[Batch], asked: Request
) -> None:
    with indexed(corpus, later) as (store, oracle):
        everything = replace(asked, offset=0, limit=1000)
        assert tuple(store.open().keys(asked)) == oracle.search(everything).hits


@given(corpora, batches, st.sampled_from(["甲", "乙", "無", ""]), scopes)
def test_copies_of_the_same_edition(corpus: list[Document], later: list[Batch], key: str, scope: Scope) -> None:
    with indexed(corpus, later) as (store, oracle):
        assert store.open().same(key, scope) == (oracle.same(key, scope) if key else [])


@given(corpora, batches, st.one_of(words, titles), scopes)
def test_offers_the_names_that_begin_so_then_those_that_have_it_inside(
    corpus: list[Document], later: list[Batch], typed: str, scope: Scope
) -> None:
    with indexed(corpus, later) as (store, oracle):
        key = fold(typed)
        names = oracle.names(scope) if key else {}
        offered = store.open().suggest(typed, scope, limit=100)
        found = [(one.field, folded_name(one), one.records) for one in offered]
        begins = [(field, name, count) for (field, name), count in names.items() if name.startswith(key)]
        inside = [(field, name, count) for (field, name), count in names.items() if key in name[1:]]
        assert sorted(found[: len(begins)]) == sorted(begins)
        assert [one[2] for one in found[: len(begins)]] == sorted((one[2] for one in begins), reverse=True)
        assert sorted(found[len(begins) :]) == sorted(one for one in inside if one not in begins)


@given(corpora, batches, st.one_of(words, titles), scopes)
def test_offers_the_names_that_differ_little(
    corpus: list[Document], later: list[Batch], typed: str, scope: Scope
) -> None:
    with indexed(corpus, later) as (store, oracle):
        key = fold(typed)
        offered = store.open().near(typed, scope, limit=100)
        expected = [(field, name, count) for (field, name), count in oracle.names(scope).items() if near(key, name)]
        assert sorted((one.field, folded_name(one), one.records) for one in offered) == sorted(expected)
        distances = [near(key, folded_name(one)) or 0 for one in offered]
        assert distances == sorted(distances)


def folded_name(offered: Suggestion) -> str:
    """The key of a name as it is offered: in the characters of a record."""
    return fold(offered.text)
