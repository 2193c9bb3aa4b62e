"""Where the time of one volume goes: a stopwatch put around the doors between the rooms, each second counted once.

A stage that calls another stands still meanwhile. Measuring and dividing paragraphs happen behind one door; they are
done once more beside it, and taken off what stands behind it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar
from unittest.mock import patch

T = TypeVar("T")

#: The stages of a volume in the order in which a record meets them.
STAGES = {
    "read": "reading the snapshot",
    "words": "parsing and wording",
    "checks": "checking",
    "items": "making paragraphs, counting",
    "measuring": "measuring",
    "division": "division into lines",
    "lines": "showing lines",
    "columns": "columns and pages",
    "streams": "page streams, deflated",
    "index": "ordering the indexes",
    "binding": "binding: links, outline, writing the PDF",
    "fonts": "cutting and embedding fonts",
    "rest": "front matter, reports, runs",
}


class Stopwatch:
    """Processor seconds by stage; entering a stage halts the one that it is entered from."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = time.process_time()

    def _note(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens meanwhile for a stage."""
        self._note()
        self._running.append(name)
        try:
            yield
        finally:
            self._note()
            self._running.pop()

    def call(self, name: str, function: Callable[..., T]) -> Callable[..., T]:
        """Return a function that is counted for a stage."""

        def counted(*args: Any, **options: Any) -> T:
            with self.stage(name):
                return function(*args, **options)

        return counted

    def feed(self, name: str, function: Callable[..., Iterable[T]]) -> Callable[..., Iterator[T]]:
        """Return a generator whose work, not that of whoever reads from it, is counted for a stage."""

        def counted(*args: Any, **options: Any) -> Iterator[T]:
            items = iter(function(*args, **options))
            end = object()
            while True:
                with self.stage(name):
                    item = next(items, end)
                if item is end:
                    return
                yield item  # type: ignore[misc]

        return counted


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """Count a volume that is set in this process meanwhile."""
    from catalog_export.typeset import compositor, document
    from catalog_export.volumes.register import body, compose, indexing, snapshot, wording

    with ExitStack() as stack:
        for owner, name, how, stage in (
            (snapshot.Snapshot, "records", watch.feed, "read"),
            (wording.Wording, "entry", watch.call, "words"),
            (compose, "standing_errors", watch.feed, "checks"),
            (body.Body, "items", watch.feed, "items"),
            (compositor.Compositor, "_compose", watch.call, "streams"),
            (compositor, "fill_pages", watch.feed, "columns"),
            (indexing.Indexes, "_lines", watch.call, "index"),
            (document.Document, "to_bytes", watch.call, "binding"),
            (document, "embed_fonts", watch.call, "fonts"),
        ):
            stack.enter_context(patch.object(owner, name, how(stage, getattr(owner, name))))
        plain = compositor.Compositor._set
        stack.enter_context(patch.object(compositor.Compositor, "_set", _behind_the_door(watch, plain)))
        yield


def _behind_the_door(watch: Stopwatch, plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return how an item is set, its paragraphs measured and divided once more beside it."""
    from catalog_export.typeset.breaking import break_lines
    from catalog_export.typeset.model import Paragraph
    from catalog_export.typeset.setting import Dress

    dresses: dict[tuple[int, float], Any] = {}

    def counted(self: Any, item: Any, full: float, column: float) -> Any:
        with watch.stage("lines"):
            blocks = plain(self, item, full, column)
        if isinstance(item, Paragraph):
            measure = full if item.span else column
            key = id(item.style), measure
            dress = dresses.get(key) or dresses.setdefault(key, Dress(item.style, measure))
            with watch.stage("measuring"):
                matter = self._setter.measure(item.runs, item.style)
            with watch.stage("division"):
                break_lines(matter, dress.first_room, dress.room, ragged=dress.is_ragged)
        return blocks

    return counted


def by_stage(set_volume: Callable[[], object]) -> dict[str, float]:
    """Set a volume under the stopwatch; return the processor seconds of each stage, in order."""
    watch = Stopwatch()
    with watched(watch), watch.stage("rest"):
        set_volume()
    watch.seconds["lines"] -= watch.seconds["measuring"] + watch.seconds["division"]
    return {name: watch.seconds[name] for name in STAGES}
