"""Small corpora and queries with the traps of the field, made up by Hypothesis, and kinds to hold them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from hypothesis import strategies as st

from census.searching import Document, FacetField, SearchKind, SortField, TextField, TextPart
from search.engine.protocol import Request, Scope
from search.engine.whoosh_store.layout import Layout
from search.language.tree import (
    And,
    Choice,
    Everything,
    FourCorner,
    Node,
    Not,
    Number,
    Or,
    Pinyin,
    Term,
    Years,
)

FIELDS = (
    TextField("title", "题名", is_title=True),
    TextField("edition", "版本"),
    TextField("person", "人名", is_person=True),
    TextField("sub_work", "子目", is_title=True, general=False),
    TextField("note", "附注", general=False),
)
FACETS = (FacetField("type", "类型"), FacetField("class", "分类", nested=True))
SORTS = (SortField("number", "编号"), SortField("title", "题名笔画"), SortField("year", "年代"))


class MadeUpKind:
    """What the layout of an index asks of a kind."""

    text_fields = FIELDS
    facet_fields = FACETS
    sort_fields = SORTS


LAYOUT = Layout.of({"book": cast(SearchKind, MadeUpKind()), "relic": cast(SearchKind, MadeUpKind())})

#: Variants that fold together, juan, digits, letters, lost characters, signs, a character beyond the BMP.
CHARACTERS = "說说説文解字注註清淸康熙刻本卷三十二□〓《》 ，aB12樂府𤣥"
#: So few characters that bigrams of different places seem to make a word.
CROWDED = st.text(st.sampled_from("說文卷"), max_size=7)
texts = st.one_of(st.text(st.sampled_from(CHARACTERS), max_size=7), CROWDED)
titles = st.one_of(
    texts,
    st.builds("{}{}".format, texts, st.sampled_from(["三十卷", "二卷首一卷", "不分卷", "卷數不詳", "", "三"])),
    st.builds("［康熙］{}".format, texts),
)
numbers = st.one_of(
    st.builds("330000-{:04}-{:07}".format, st.integers(1701, 1703), st.integers(1, 30)),
    st.builds("善{}".format, st.integers(0, 99)),
)
values = st.sampled_from(["甲", "乙", "丙"])
classes = st.sampled_from([(), ("1",), ("1", "11"), ("1", "11", "111"), ("1", "12"), ("2",)])
keys = st.one_of(st.just(b""), st.binary(min_size=1, max_size=2))


def parts(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[TextPart, ...]]:
    return st.lists(st.builds(TextPart, of), max_size=2).map(tuple)


kinds = st.sampled_from(["book", "relic"])
records = st.integers(0, 11).map(lambda number: UUID(int=number))
identities = st.tuples(kinds, records)
documents = st.builds(
    Document,
    kind=kinds,
    record_id=records,
    institution=st.integers(1, 3),
    public=st.booleans(),
    texts=st.fixed_dictionaries(
        {"title": parts(titles)},
        optional={"edition": parts(texts), "person": parts(texts), "sub_work": parts(titles), "note": parts(texts)},
    ),
    numbers=st.lists(numbers, max_size=2).map(tuple),
    facets=st.fixed_dictionaries(
        {}, optional={"type": st.lists(values, max_size=2, unique=True).map(tuple), "class": classes}
    ),
    sorts=st.fixed_dictionaries({}, optional={"number": keys, "title": keys, "year": keys}),
    years=st.one_of(st.none(), st.tuples(st.integers(1500, 1510), st.integers(0, 4)).map(lambda y: (y[0], sum(y)))),
    same=st.sampled_from(["", "甲", "乙"]),
)
corpora = st.lists(documents, max_size=12)
batches = st.lists(
    st.tuples(
        st.lists(documents, max_size=4),
        st.lists(identities, max_size=3),
    ),
    max_size=3,
)

words = st.one_of(st.text(st.sampled_from(CHARACTERS + "?"), min_size=1, max_size=5), CROWDED.filter(bool))
terms = st.builds(
    Term,
    words,
    field=st.sampled_from([None, None, "title", "sub_work", "note", "edition", "unknown"]),
    quoted=st.booleans(),
    exact=st.booleans(),
    whole=st.booleans(),
    forms=st.lists(words, max_size=1).map(tuple),
)
syllables = st.sampled_from(["shuo", "wen", "jie", "zi", "zhu", "qing", "kang", "xi", "le", "yue", "fu", "sh", "w"])
leaves = st.one_of(
    terms,
    terms,
    terms,
    st.builds(
        Pinyin,
        st.lists(st.lists(syllables, min_size=1, max_size=3).map(tuple), max_size=2).map(tuple),
        initials=st.sampled_from(["", "s", "sw", "swj", "ww"]),
        unfinished=st.booleans(),
    ),
    st.builds(FourCorner, st.sampled_from(["08", "0861", "00", "2191", "4"])),
    st.builds(Number, st.one_of(numbers, st.sampled_from(["330000", "1701-12", "善", "善1", "", "-"])), st.booleans()),
    st.builds(
        Years,
        st.one_of(st.none(), st.integers(1499, 1512)),
        st.one_of(st.none(), st.integers(1499, 1512)),
        st.booleans(),
    ),
    st.builds(Choice, st.sampled_from(["type", "class", "unknown"]), st.lists(values, max_size=2).map(tuple)),
    st.just(Everything()),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
scopes = st.builds(
    Scope,
    st.booleans(),
    st.frozensets(st.integers(1, 3), max_size=2),
    st.one_of(st.just(frozenset()), st.frozensets(identities, max_size=3)),
)
requests = st.builds(
    Request,
    tree=trees,
    scope=scopes,
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "type": st.lists(values, max_size=2).map(tuple),
            "class": st.lists(st.sampled_from(["1", "11", "2"]), max_size=2).map(tuple),
        },
    ),
    counted=st.sampled_from([(), ("type",), ("type", "class"), ("class", "unknown")]),
    sort=st.sampled_from(["", "", "number", "title", "year"]),
    descending=st.booleans(),
    offset=st.integers(0, 4),
    limit=st.integers(0, 20),
)
