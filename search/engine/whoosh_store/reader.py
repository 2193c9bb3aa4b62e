"""The reader of the index: it follows what is current, in every thread and process."""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from whoosh.filedb.filetables import FileFormatError

from search.engine.protocol import Found, FoundHit, IndexUnusable, Request, Scope, Suggestion
from search.engine.whoosh_store import names
from search.engine.whoosh_store.answer import Answer
from search.engine.whoosh_store.docset import DocSet
from search.engine.whoosh_store.layout import NUMBER_ORDER, SAME, Layout
from search.engine.whoosh_store.opening import Watch, open_view
from search.engine.whoosh_store.ordering import Order
from search.engine.whoosh_store.rows import same_key
from search.engine.whoosh_store.view import View
from search.engine.whoosh_store.warming import warm

#: What reading a broken file raises.
BROKEN: Final = (EOFError, OSError, struct.error, pickle.UnpicklingError, UnicodeDecodeError, FileFormatError)


class WhooshEngine:
    """Searches the current index. Nothing is opened before the first request."""

    def __init__(self, root: Path, layout: Layout) -> None:
        self._root = root
        self._layout = layout
        self._lock = threading.Lock()
        self._current: View | None = None
        self._watch = Watch(root)

    def generation(self) -> str:
        """Return the name of the index's present state."""
        try:
            return self._watch.name()
        except (IndexUnusable, OSError):
            return ""

    def view(self) -> View:
        """Return the index as it is now; looks each time whether it changed."""
        name = self._watch.name()
        current = self._current
        if current is not None and current.name == name:
            return current
        with self._lock:
            current = self._current
            if current is None or current.name != name:
                known = {part.segment.name: part.segment for part in current.parts} if current else {}
                self._current = current = open_view(self._root, self._layout, known)
            return current

    def search(self, request: Request) -> Found:
        """Carry out a request. Raises :class:`IndexUnusable` if there is no index or it cannot be read."""
        try:
            answer = Answer(self.view(), request)
            hits = tuple(answer.hits(max(request.offset, 0), max(request.limit, 0)))
            counts = answer.facets() if request.counted else {}
            return Found(answer.total, hits, counts, only_together=answer.only_together)
        except BROKEN as broken:
            raise _unusable(broken) from broken

    def keys(self, request: Request) -> Iterator[FoundHit]:
        """Yield every hit of a request in its order, all of the one state of the index that stood at the beginning."""
        with _readable():
            yield from Answer(self.view(), request).hits(0, None)

    def suggest(self, text: str, scope: Scope, limit: int = 10) -> list[Suggestion]:
        """Return titles and persons in scope that begin with (then contain) what was typed, in any form."""
        with _readable():
            return names.suggest(self.view(), self._layout, text, scope, limit)

    def near(self, text: str, scope: Scope, limit: int = 3) -> list[Suggestion]:
        """Return titles and persons in scope that differ in one or two characters."""
        with _readable():
            return names.near(self.view(), self._layout, text, scope, limit)

    def same(self, key: str, scope: Scope, limit: int = 100) -> list[FoundHit]:
        """Return the copies of the same edition in scope, in the order of numbers."""
        if not key:
            return []
        with _readable():
            view = self.view()
            sets = [
                DocSet.of(part.segment.size, part.segment.docs_of(SAME, same_key(key))) & part.visible(scope)
                for part in view.parts
            ]
            places = Order(view, NUMBER_ORDER).page(sets, 0, limit)
            return [FoundHit(*view.parts[number].segment.identities.identity(doc)) for number, doc in places]

    def warm(self) -> None:
        """Work out what most requests need, before the first of them comes."""
        with _readable():
            warm(self.view())


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what reading a broken file raises into :class:`IndexUnusable`."""
    try:
        yield
    except BROKEN as broken:
        raise _unusable(broken) from broken


def _unusable(broken: Exception) -> IndexUnusable:
    return IndexUnusable(_("检索索引已损坏：{error}").format(error=repr(broken)[:200]))
