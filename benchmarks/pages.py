"""Every page of the catalogue and of the desk: time, SQL queries and weight, beside the plain Django administration.

5,000 made-up records always, 340,000 with ``BENCH_FULL=1``, one in ten of them not yet public. Each page is asked for
at a dozen addresses in one process, warm, by the clock and in processor time; then through the web server as it is
started for people, over loopback, the connection made anew each time. The peer is the administration's list and form
of the same records, registered in one line and shown in the same shell.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.report import Figure
from tools.ports import free_port

ROOT: Final = Path(__file__).resolve().parent.parent
COUNT, FULL = 5_000, 340_000
#: Answers of each page that are timed, by the number of records.
TIMES: Final = {COUNT: 24, FULL: 96}
#: Milliseconds: a whole page of the catalogue at the 99th percentile, a page of the desk at the 95th, at full size.
PUBLIC_BAR, DESK_BAR = 60, 200
#: Seconds in which the index of a province is built anew.
REBUILD_BAR = 300
ADMIN = "plain Django admin"
#: Every how-manyeth record is made a draft, and every how-manyeth waits for the institution's reviewer.
PREPARE: Final = """
from guji.models import Book
for state, rest in (("draft", 3), ("submitted", 7)):
    keys = [key for n, key in enumerate(Book.objects.order_by("pk").values_list("pk", flat=True)) if n % 20 == rest]
    for start in range(0, len(keys), 500):
        Book.objects.filter(pk__in=keys[start:start + 500]).update(state=state)
"""


def run() -> list[Figure]:
    """Measure a small province, and a whole one where asked to."""
    counts = [COUNT, FULL] if os.environ.get("BENCH_FULL") else [COUNT]
    return [figure for count in counts for figure in measured(count)]


def measured(count: int) -> list[Figure]:
    """Make a database and an index of their own and measure there."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.peers.pages.settings",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/census.sqlite3",
        }
        for command in (
            ("migrate", "-v0"),
            ("load_authority",),
            ("make_synthetic", str(count), "--load"),
            ("shell", "-c", PREPARE),
            ("collectstatic", "--noinput", "-v0"),
        ):
            _manage(environment, *command)
        began = time.perf_counter()
        _manage(environment, "rebuild_index")
        rebuilt = time.perf_counter() - began
        return figures(count, rebuilt, seen_in(environment, TIMES[count]))


def _manage(environment: Mapping[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2000:]}")


def seen_in(environment: Mapping[str, str], times: int) -> list[dict[str, Any]]:
    """Return what was measured of each page over the database of an environment."""
    command = [sys.executable, "-m", "benchmarks.peers.pages", str(free_port()), str(times)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(count: int, rebuilt: float, seen: Sequence[dict[str, Any]]) -> list[Figure]:
    """Return the figures of one size, the plain pages in the column of the peer."""
    topic, full = f"pages, {count:,} records", count == FULL
    found = [Figure(topic, "index built anew", "s", rebuilt, wanted=f"≤ {REBUILD_BAR} s" if full else "")]
    by_name = {one["name"]: one for one in seen}
    for one in seen:
        if not one["name"].startswith("plain"):
            found += _of_page(topic, one, by_name.get(one["peer"]), full)
    return found


def _of_page(topic: str, one: dict[str, Any], peer: dict[str, Any] | None, full: bool) -> Iterator[Figure]:
    share, bar = (95, DESK_BAR) if one["desk"] else (99, PUBLIC_BAR)
    wanted = f"≤ {bar} ms" if full else ""
    for what, times, of, bound in (
        ("clock, p50", "clock", 50, ""),
        (f"clock, p{share}", "clock", share, wanted),
        (f"processor, p{share}", "processor", share, ""),
        (f"through the server, p{share}", "served", share, wanted),
    ):
        theirs = at(peer[times], of) if peer else None
        yield _figure(topic, f"{one['name']}: {what}", "ms", at(one[times], of), theirs, bound)
    for what, key, unit, by in (
        ("SQL queries", "queries", "", 1),
        ("HTML, compressed", "html_packed", "kB", 1000),
        ("styles and scripts, compressed", "linked_packed", "kB", 1000),
    ):
        yield _figure(topic, f"{one['name']}: {what}", unit, one[key] / by, peer[key] / by if peer else None)


def _figure(topic: str, what: str, unit: str, ours: float, theirs: float | None, wanted: str = "") -> Figure:
    peer = "" if theirs is None else ADMIN
    return Figure(topic, what, unit, ours, peer, theirs, higher_is_better=False, wanted=wanted)


def at(times: Sequence[float], share: int) -> float:
    """Return the time that so many hundredths of the answers keep to; 0 where none was timed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)] if ordered else 0.0
