"""Searching the database finds what going through every document finds: the same records, tiers, counts and order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from census.searching import Document, digest_of, search_kinds
from guji.models import Book
from search.analysis import Columns, Tier, match
from search.engine.fallback import DatabaseEngine, DatabaseStore
from search.engine.fallback.limits import Deadline
from search.engine.protocol import Request, Scope
from search.understanding import understand
from tests.search.fallback.shelf import SHELF

pytestmark = pytest.mark.django_db

ALL = Scope(everywhere=True)
FEW = 20
#: Stretches of what the books say, in the forms in which people type it.
TEXTS = [text for stated in SHELF for text in stated.values() if isinstance(text, str)]
TYPED = str.maketrans("說經樓韻義證", "说经楼韵义证")


@st.composite
def stretches(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 1))
    stretch = text[start : start + draw(st.integers(1, 5))]
    return stretch.translate(TYPED) if draw(st.booleans()) else stretch


WORDS = st.one_of(
    stretches(),
    st.sampled_from(
        [
            "1573..1620",
            "萬曆",
            "康熙五十五年",
            "善0012",
            "1701-12",
            "330000-1713-0000001",
            "ZJ00191",
            "02345",
            "shuowen",
            "swjz",
            "duan",
            "說□解",
            "存",
            "全",
            "批校",
            "叢書",
            "民國",
            "=說文",
            "四角:08",
            "《說文》",
            "鈐印:嘉業",
            "有:書影",
            "無:書影",
            "書影:鈐印",
            "版本:刻本",
        ]
    ),
)
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map("NOT ({})".format),
        inner.map('"{}"'.format),
        inner.map("題名:{}".format),
    ),
    max_leaves=4,
)


def naive(documents: list[Document], request: Request) -> dict[UUID, Tier]:
    """Return what a request finds, by the definition."""
    fields = search_kinds()["book"].text_fields
    scope = request.scope
    seen = [one for one in documents if scope.everywhere or one.public or one.institution in scope.institutions]
    for scatter in (False, True):
        found = {
            one.record_id: tier
            for one in seen
            if (tier := match(Columns(one, fields), request.tree, scatter=scatter)) is not None
        }
        if len(found) >= FEW:
            break
    return {
        one.record_id: found[one.record_id]
        for one in seen
        if one.record_id in found
        and all(set(values) & set(one.facets.get(name, ())) for name, values in request.chosen.items())
    }


def test_it_finds_what_the_documents_say(shelf: list[Book]) -> None:
    documents = list(search_kinds()["book"].stream())
    institution = documents[0].institution
    engine = DatabaseEngine()

    @settings(max_examples=60)
    @given(
        QUERIES,
        st.sampled_from([ALL, Scope(), Scope(institutions=frozenset({institution}))]),
        st.sampled_from([{}, {"dynasty": ("清",)}, {"dynasty": ("清", "民國"), "completeness": ("complete",)}]),
    )
    def agrees(words: str, scope: Scope, chosen: dict[str, tuple[str, ...]]) -> None:
        tree = understand(words, scope).tree
        request = Request(tree, scope, chosen, counted=("dynasty", "edition_type", "completeness"), limit=100)
        expected, found = naive(documents, request), engine.search(request)
        assert {hit.record_id: hit.tier for hit in found.hits} == expected
        assert (found.total, found.capped) == (len(expected), False)
        assert [hit.tier for hit in found.hits] == sorted(hit.tier for hit in found.hits)
        assert {hit.record_id for hit in engine.keys(request)} == set(expected)
        for name in request.counted:
            others = {facet: values for facet, values in chosen.items() if facet != name}
            under = naive(documents, Request(tree, scope, others))
            values = Counter(v for one in documents if one.record_id in under for v in one.facets.get(name, ()))
            assert found.facets[name] == values

    agrees()


def test_what_the_database_can_say_for_sure_it_says_alike(shelf: list[Book]) -> None:
    """Beyond the bound, the database counts and orders by itself."""
    documents = list(search_kinds()["book"].stream())
    engine = DatabaseEngine(most=2)
    sure: list[dict[str, tuple[str, ...]]] = [
        {}, {"state": ("draft",)}, {"completeness": ("complete",)}, {"institution": ("1713",)}, {"region": ("330000",)},
        {"flags": ("annotated", "sealed")}, {"flags": ("series",)}, {"edition_type": ("刻本",)}, {"kind": ("book",)},
        {"kind": ("relic",)}, {"completeness": ("incomplete",), "institution": ("1713",)}, {"class": ("1",)},
    ]  # fmt: skip
    for scope in (ALL, Scope(), Scope(institutions=frozenset({documents[0].institution}))):
        for chosen in sure:
            request = Request(scope=scope, chosen=chosen, limit=100, sort="number")
            expected, found = naive(documents, request), engine.search(request)
            assert (found.total, found.capped) == (len(expected), False), chosen
            assert {hit.record_id for hit in found.hits} == set(expected), chosen
            pages = [Request(scope=scope, chosen=chosen, limit=2, offset=at) for at in range(0, len(SHELF), 2)]
            assert [hit for page in pages for hit in engine.search(page).hits] == list(found.hits), chosen


@pytest.mark.parametrize("sort", ["", "number", "title", "pinyin", "year", "class"])
@pytest.mark.parametrize("descending", [False, True])
def test_orders_are_those_of_the_documents(shelf: list[Book], sort: str, descending: bool) -> None:
    documents = {one.record_id: one for one in search_kinds()["book"].stream()}
    found = DatabaseEngine().search(Request(scope=ALL, sort=sort, descending=descending and bool(sort), limit=100))
    keys = [documents[hit.record_id].sorts.get(sort or "number") for hit in found.hits]
    keyed = [key for key in keys if key is not None]
    assert keys == [*keyed, *[None] * (len(keys) - len(keyed))], "those without the key stand last, both ways"
    assert keyed == sorted(keyed, reverse=descending and bool(sort))


@pytest.mark.parametrize("words", ["刻本", "說文", "卷", "shuowen", "NOT 說文", "康熙"])
def test_beyond_the_bound_it_says_so_and_finds_nothing_false(shelf: list[Book], words: str) -> None:
    documents = list(search_kinds()["book"].stream())
    tree = understand(words, ALL).tree
    request = Request(tree, ALL, counted=("dynasty",), limit=100)
    found = DatabaseEngine(most=1).search(request)
    assert found.capped
    assert {hit.record_id for hit in found.hits} <= set(naive(documents, request))
    whole = {hit.record_id for hit in DatabaseEngine(most=1).keys(request)}
    together = naive(documents, request)
    assert whole == {key for key, tier in together.items() if tier != Tier.SCATTERED}, "an export is never cut short"


def test_titles_come_first_where_not_all_can_be_looked_at(shelf: list[Book]) -> None:
    """杜工部集 has 說文 in its note only; with room for three, the three titles are taken."""
    request = Request(understand("說文", ALL).tree, ALL, limit=100)
    found = DatabaseEngine(most=3).search(request)
    assert found.capped
    assert found.hits
    assert {hit.record_id for hit in found.hits} <= {book.pk for book in shelf if "說文堂" not in book.note}


def test_no_time_finds_nothing_and_says_so(shelf: list[Book]) -> None:
    found = DatabaseEngine(seconds=-1.0).search(Request(understand("說文", ALL).tree, ALL, limit=100))
    assert (found.total, found.hits, found.capped) == (0, (), True)


def slow_rows() -> Iterator[int]:
    """Yield the row of a query that takes far longer than anybody waits."""
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT max(i) FROM n"
    )
    with connection.cursor() as cursor:
        cursor.execute(endless)
        yield from (row[0] for row in cursor.fetchall())


def test_a_database_too_slow_to_answer_is_not_waited_for(shelf: list[Book]) -> None:
    began = time.monotonic()
    assert Deadline.after(0.3).ask(slow_rows()) == ([], False)
    assert time.monotonic() - began < 20
    assert Book.objects.count() == len(SHELF), "the connection goes on working"
    assert Deadline.after(60).ask(Book.objects.values_list("pk", flat=True))[1]


def test_what_is_wrong_with_a_query_is_not_taken_for_slowness(db: None) -> None:
    def broken() -> Iterator[int]:
        raise OperationalError("disk I/O error")
        yield 1

    with pytest.raises(OperationalError, match="disk"):
        Deadline.after(60).ask(broken())


def test_suggestions_begin_so_before_they_have_it_inside(shelf: list[Book]) -> None:
    engine = DatabaseEngine()
    assert {one.text for one in engine.suggest("说文", ALL)} == {
        "說文解字",
        "說 文·解〔字〕義證",
        "说文解字注",
        "說文聲類",
    }
    assert [one[:2] for one in engine.suggest("玉裁", ALL)] == [("段玉裁", "person")]
    assert [one.text for one in engine.suggest("古文", ALL)] == ["古文尚書撰異"]
    assert [one.text for one in engine.suggest("史", ALL)] == ["二十四史", "廿一史彈詞註"]
    assert engine.suggest("", ALL) == engine.suggest("。", ALL) == []
    assert len(engine.suggest("文", ALL, limit=2)) == 2


def test_near_matches(shelf: list[Book]) -> None:
    engine = DatabaseEngine()
    assert [one.text for one in engine.near("康熙宇典", ALL)] == ["康熙字典"]
    assert engine.near("康熙字典", ALL) == [], "what is there is not near"
    assert engine.near("康", ALL) == []
    assert engine.near("", ALL) == []


def test_the_store_keeps_nothing(shelf: list[Book], tmp_path: Any) -> None:
    store = DatabaseStore(tmp_path / "nowhere")
    writer = store.writer()
    writer.replace(search_kinds()["book"].documents([shelf[0].pk]))
    writer.close()
    store.swap(store.build(search_kinds()["book"].stream()))
    store.tidy()
    assert list(tmp_path.iterdir()) == []
    assert (store.keeps_index, store.state().usable, store.state().documents) == (False, True, len(SHELF))
    digests = {one.record_id: digest_of(one) for one in search_kinds()["book"].stream()}
    assert {key: digest for _kind, key, digest in store.all_keys()} == digests
