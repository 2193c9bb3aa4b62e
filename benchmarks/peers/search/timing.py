"""How an engine is asked, and what is written down of it. Times are milliseconds by the clock, seen by the asker."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from benchmarks.peers.search.corpus import read
from benchmarks.peers.search.queries import Query, queries

#: A query's warm time is the middle one of so many runs.
RUNS = 5
#: Records that are saved one by one, each looked for at once.
SAVES = 20
#: Every so many documents give the sample from which queries are drawn.
SAMPLED = 2_000
PAGE = 20


class Asked(Protocol):
    """An engine that holds the documents."""

    def ask(self, query: Query, *, offset: int, facets: bool) -> int:
        """Find a page of twenty in order, and return the exact total; count facets where asked to."""

    def together(self, query: Query) -> int:
        """Return the total of what has the words together: what every engine must agree on."""

    def save(self, number: int) -> None:
        """Store one record with a title of its own and find it."""


@dataclass
class Measured:
    """What was measured of one engine. Times by query type."""

    build: float = 0.0
    size: float = 0.0
    memory: float = 0.0
    cold: dict[str, list[float]] = field(default_factory=dict)
    warm: dict[str, list[float]] = field(default_factory=dict)
    facets: dict[str, list[float]] = field(default_factory=dict)
    saved: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    others: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return it as one line."""
        return json.dumps(self.__dict__)


def drawn(path: Path, count: int) -> list[Query]:
    """Return the queries for the documents of a file."""
    return queries(list(islice(read(path), 0, None, max(count // SAMPLED, 1))))


def measure(engine: Asked, asked: Sequence[Query], measured: Measured) -> Measured:
    """Ask everything once cold, then warm, then with facets; then save."""
    totals = []
    for query in asked:
        took, total = _timed(lambda query=query: engine.ask(query, offset=0, facets=False))  # type: ignore[misc]
        totals.append(total)
        measured.cold.setdefault(query.type, []).append(took)
    for facets, times in ((False, measured.warm), (True, measured.facets)):
        for query, total in zip(asked, totals, strict=True):
            times.setdefault(query.type, []).append(_middle(engine, query, total, facets=facets))
    measured.totals = [engine.together(query) for query in asked]
    measured.saved = [_timed(lambda number=number: engine.save(number))[0] for number in range(SAVES)]  # type: ignore[misc]
    return measured


def _middle(engine: Asked, query: Query, total: int, *, facets: bool) -> float:
    offset = max(total - PAGE, 0) if query.deep else 0
    return statistics.median(_timed(lambda: engine.ask(query, offset=offset, facets=facets))[0] for _run in range(RUNS))


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return (time.perf_counter() - began) * 1000, found


def resident(process: str = "self") -> dict[str, float]:
    """Return a process's memory in MiB: its own, and mapped files that it shares with others."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Rss")}
