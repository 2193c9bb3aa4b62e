"""Search beside tantivy and PostgreSQL 15: same documents, same queries, exact totals, proof on the texts, one run.

20,000 made-up records always, 340,000 with ``BENCH_FULL=1``, 2,700,000 with ``BENCH_SEARCH_HUGE=1``. Each engine has a
process of its own (PostgreSQL a private server besides) and is asked every query once cold, then warm. Tantivy keeps
bigrams with their places, so that its phrases are proof; PostgreSQL keeps bigrams in an array under a GIN index and
verifies with ``LIKE``. What is asked: the exact total and a page of twenty, of what is public; with facets the counts
of four dimensions too.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.peers.search.timing import Measured
from benchmarks.report import Figure
from tools.on_postgres import QUICK, find_programs, private_server

ROOT: Final = Path(__file__).resolve().parent.parent
COUNT, FULL, HUGE = 20_000, 340_000, 2_700_000
TANTIVY, POSTGRES = "tantivy 0.27", "PostgreSQL 15, bigram GIN"
#: Memory for PostgreSQL to hold its indexes, and no parallel workers that a busy server would not have.
SETTINGS: Final = (*QUICK, "shared_buffers=1GB", "max_parallel_workers_per_gather=0")
#: What the issue wants of the 99th percentile in milliseconds: warm, cold.
BARS: Final = {FULL: (8.0, 20.0), HUGE: (40.0, None)}


@dataclass(frozen=True)
class Measurement:
    """One size, measured in all engines; PostgreSQL only where it is installed."""

    count: int
    ours: Measured
    tantivy: Measured
    postgres: Measured | None


def measured(count: int) -> Measurement:
    """Make the documents, then fill and ask one engine after the other."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name, _database(Path(name)) as environment:
        folder = Path(name)
        corpus = folder / "documents"
        _run("corpus", environment, str(count), str(corpus))
        common = (str(corpus), str(count))
        index = str(folder / "ours")
        built = _asked("ours", environment, *common, index, "build")
        ours = _asked("ours", environment, *common, index)
        ours.build, ours.size = built.build, built.size
        tantivy = _asked("by_tantivy", environment, *common, str(folder / "tantivy"))
        return Measurement(count, ours, tantivy, _postgres(environment, common))


def _postgres(environment: dict[str, str], common: tuple[str, str]) -> Measured | None:
    programs = find_programs()
    if programs is None:
        return None
    with private_server(programs, SETTINGS) as url:
        return _asked("by_postgres", {**environment, "SEARCHED_URL": url}, *common)


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    """A database with the authority tables, for the documents to be made from."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONHASHSEED": "0",
        "DATABASE_URL": f"sqlite:///{folder}/authority.sqlite3",
    }
    for command in (("migrate", "-v0"), ("load_authority",)):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    yield environment


def _run(part: str, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.peers.search", part, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _asked(part: str, environment: dict[str, str], *arguments: str) -> Measured:
    return Measured(**json.loads(_run(part, environment, *arguments).splitlines()[-1]))


def run() -> list[Figure]:
    """Measure a small province, and a whole one and a large country where asked to."""
    counts = [COUNT]
    counts += [FULL] if os.environ.get("BENCH_FULL") else []
    counts += [HUGE] if os.environ.get("BENCH_SEARCH_HUGE") else []
    return [figure for count in counts for figure in figures(measured(count))]


def figures(found: Measurement) -> list[Figure]:
    """Return the figures of one size."""
    return [*_whole(found), *_by_type(found), *_sizes(found)]


def _whole(found: Measurement) -> Iterator[Figure]:
    warm, cold = BARS.get(found.count, (None, None))
    for name, peer in _peers(found):
        wanted = f"≥ {'10' if name == POSTGRES else '1'}×"
        bar = f"≤ {warm:g} ms, {wanted}" if warm else wanted
        yield _figure(found, "all queries, warm, p50", "ms", _at(found.ours.warm, 50), name, _at(peer.warm, 50))
        yield _figure(found, "all queries, warm, p99", "ms", _at(found.ours.warm, 99), name, _at(peer.warm, 99), bar)
        bar = f"≤ {cold:g} ms" if cold else ""
        yield _figure(found, "all queries, cold, p99", "ms", _at(found.ours.cold, 99), name, _at(peer.cold, 99), bar)
        facets = "all queries with four facets, warm, p99"
        yield _figure(found, facets, "ms", _at(found.ours.facets, 99), name, _at(peer.facets, 99), wanted)
        yield _figure(found, "same totals", "share", _agreement(found.ours, peer), name)
    every = found.ours.others["all dimensions"]
    yield _figure(found, "all queries with all facets, warm, p99", "ms", every)


def _by_type(found: Measurement) -> Iterator[Figure]:
    for kind in found.ours.warm:
        for share in (50, 99):
            for name, peer in _peers(found):
                ours, theirs = _at({kind: found.ours.warm[kind]}, share), _at({kind: peer.warm[kind]}, share)
                yield _figure(found, f"{kind}, warm, p{share}", "ms", ours, name, theirs)


def _sizes(found: Measurement) -> Iterator[Figure]:
    ours = found.ours
    for name, peer in _peers(found):
        wanted = "≤ 300 s" if found.count == FULL else ""
        yield _figure(found, "building the index", "s", ours.build, name, peer.build, wanted)
        yield _figure(found, "the index on disk", "MB", ours.size, name, peer.size)
        yield _figure(found, "saved to found, one record, median", "ms", _middle(ours), name, _middle(peer), "< 1 s")
    yield _figure(found, "memory of a reader's own, warmed up", "MiB", ours.others["memory, warmed up"])
    yield _figure(found, "memory of a reader's own, after all queries", "MiB", ours.memory)
    yield _figure(found, "warming a reader up", "ms", ours.others["warming up"])


def _peers(found: Measurement) -> Iterator[tuple[str, Measured]]:
    yield TANTIVY, found.tantivy
    if found.postgres is not None:
        yield POSTGRES, found.postgres


def _figure(
    found: Measurement, what: str, unit: str, ours: float, peer: str = "", theirs: float | None = None, wanted: str = ""
) -> Figure:
    topic = f"search, {found.count:,} records"
    return Figure(topic, what, unit, ours, peer, theirs, higher_is_better=False, wanted=wanted)


def _at(times: dict[str, list[float]], share: int) -> float:
    """Return the time below which so many hundredths of the queries stay; the slowest of a few."""
    ordered = sorted(time for of_type in times.values() for time in of_type)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)]


def _middle(engine: Measured) -> float:
    return _at({"saved": engine.saved}, 50)


def _agreement(ours: Measured, peer: Measured) -> float:
    """Return for how many queries the totals are the same: the engines do the same work."""
    same = [mine == theirs for mine, theirs in zip(ours.totals, peer.totals, strict=True)]
    return sum(same) / len(same)
