"""Titles and persons offered while one types, and those near to what found nothing: only what a scope shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from authority.han import fold, fold_with_offsets
from search.analysis import SEPARATOR, asks
from search.analysis import near as nearness
from search.engine.protocol import Scope, Suggestion
from search.engine.whoosh_store import phrases
from search.engine.whoosh_store.layout import PERSONS, TITLES, Layout
from search.engine.whoosh_store.lookalikes import candidates
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.spoken import spoken
from search.engine.whoosh_store.titles import proper
from search.engine.whoosh_store.view import Part, View
from search.language.tree import Term

#: Names of a segment that are counted over the whole view, for each that is asked for: the most frequent.
CONSIDERED: Final = 4
#: Records whose texts are read for names that have the words inside.
READ: Final = 1000


class Name(NamedTuple):
    """A title or person: which list it is in, the field's name and number, the folded words."""

    list: str
    field: str
    number: bytes
    key: str

    @property
    def listed(self) -> bytes:
        """Return it as the list holds it."""
        return self.number + self.key.encode()


def suggest(view: View, layout: Layout, text: str, scope: Scope, limit: int) -> list[Suggestion]:
    """Return names that begin with some words, the most frequent first, then those that have them inside.

    Latin letters are looked for as the sound of titles too, after all that has the letters themselves.
    """
    key = fold(text)
    if not key or limit <= 0:
        return []
    ways: tuple[Callable[[], Iterable[Name]], ...] = (
        partial(_beginning, view, layout, key, scope, limit * CONSIDERED),
        partial(_inside, view, layout, key, scope),
        partial(_spoken, view, layout, text, scope, begins=True),
        partial(_spoken, view, layout, text, scope, begins=False),
    )
    found: dict[Name, int] = {}
    ranked: list[Name] = []
    for names in ways:
        if len(ranked) < limit:
            more = {name: count for name, count in _counted(view, scope, names()).items() if name not in found}
            found |= more
            ranked += sorted(more, key=lambda name: (-found[name], name))[: limit - len(ranked)]
    return [Suggestion(_stated(view, scope, name), name.field, found[name]) for name in ranked]


def near(view: View, layout: Layout, text: str, scope: Scope, limit: int) -> list[Suggestion]:
    """Return names that differ a little from some words, the nearest first, then the most frequent."""
    key = fold(text)
    distances: dict[Name, int] = {}
    for name in _everywhere(view, layout, lambda part, at: candidates(part.segment, at.list, at.number, key)):
        distance = nearness(key, name.key)
        if distance:
            distances[name] = distance
    found = _counted(view, scope, distances)
    ranked = sorted(found, key=lambda name: (distances[name], -found[name], name))[:limit]
    return [Suggestion(_stated(view, scope, name), name.field, found[name]) for name in ranked]


def _everywhere(view: View, layout: Layout, find: Callable[[Part, Name], Iterable[str]]) -> Iterator[Name]:
    """Yield the names that ``find`` finds in each segment for each field of titles or persons."""
    for name in layout.texts:
        number = bytes([layout.field_number(name)])
        for listed, fields in ((TITLES, layout.titles), (PERSONS, layout.persons)):
            if name in fields:
                at = Name(listed, name, number, "")
                yield from (at._replace(key=key) for part in view.parts for key in find(part, at))


def _beginning(view: View, layout: Layout, key: str, scope: Scope, most: int) -> Iterator[Name]:
    def find(part: Part, at: Name) -> Iterator[str]:
        names = part.segment.keys(at.list)
        first, last = names.beginning(at.number + key.encode())
        counts = names.counts(first, last, part.visible(scope).has(names.docs(first, last)))
        places = np.flatnonzero(counts)
        if len(places) > most:
            places = places[np.argsort(-counts[places], kind="stable")[:most]]
        return (names.key(first + place)[1:].decode() for place in places.tolist())

    return _everywhere(view, layout, find)


def _inside(view: View, layout: Layout, key: str, scope: Scope) -> Iterator[Name]:
    ways = asks(Term(key, quoted=True))

    def find(part: Part, at: Name) -> Iterator[str]:
        segment = part.segment
        column = segment.texts(at.field)
        if column is None or not ways:
            return
        docs = (phrases.together(segment, at.field, ways[0]) & part.visible(scope)).to_docs()[:READ]
        for text in column.values(docs):
            for stated in text.decode().split(SEPARATOR):
                name = proper(stated) if at.list == TITLES else stated
                if key in name and not name.startswith(key):
                    yield name

    return _everywhere(view, layout, find)


def _spoken(view: View, layout: Layout, text: str, scope: Scope, *, begins: bool) -> Iterator[Name]:
    for field, key in spoken(view, layout, text, scope, begins=begins):
        yield Name(TITLES, field, bytes([layout.field_number(field)]), key)


def _counted(view: View, scope: Scope, names: Iterable[Name]) -> dict[Name, int]:
    """Return how many records in scope have each name, those of which there are none left out."""
    counted = {
        name: sum(int(np.count_nonzero(_shown(part, scope, name)[1])) for part in view.parts)
        for name in dict.fromkeys(names)
    }
    return {name: count for name, count in counted.items() if count}


def _shown(part: Part, scope: Scope, name: Name) -> tuple[np.ndarray, np.ndarray]:
    """Return a segment's documents that have a name, and for each whether the scope shows it."""
    docs = part.segment.docs_of(name.list, name.listed)
    return docs, part.visible(scope).has(docs)


def _stated(view: View, scope: Scope, name: Name) -> str:
    """Return a name in the characters of the first record in scope that has it."""
    for part in view.parts:
        docs, shown = _shown(part, scope, name)
        for doc in docs[shown].tolist():
            if stated := _stated_in(part.segment, name, doc):
                return stated
    return name.key


def _stated_in(segment: Segment, name: Name, doc: int) -> str:
    column = segment.texts(name.field)
    for text in column.plain.text(doc).split(SEPARATOR) if column is not None else ():
        key, offsets = fold_with_offsets(text)
        if key == name.key:
            return text
        if name.list == TITLES and key.startswith(name.key) and proper(key) == name.key:
            return text[: offsets[len(name.key)]]
    return ""
