"""How often the class suggested is the right one: every approved record asks for its class while it is left out.

Two sets of real records: the sample that comes with the system (to the finest class) and, where the real data lies
beside the project, the works of 四庫全書 and 千頃堂書目, whose classes are brought to ours at the level of 類. Each is
asked twice: with the other copies of its title among the approved records, and without any of them, so that copies of
one book do not answer for each other. Beside it stand what needs no thought: always the most frequent class, and the
class that most records of the same title have. The table of title words was mended by what the sample missed; the two
catalogues were not looked at for it.

``BENCH_DATABASE`` names a database that is full; the processor time of a suggestion is measured in it as well, so that
other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any, Final

from benchmarks.peers.classes.records import ROOT, SOURCES
from benchmarks.report import Figure

TOPIC: Final = "class suggestions"
FREQUENT, BY_TITLE = "most frequent class", "class of most records of the title"
#: What a suggestion may take with 340,000 records, in milliseconds.
_BAR: Final = 50


def run() -> list[Figure]:
    """Ask for every record in a database of its own, and time suggestions in a full one where one is named."""
    with tempfile.TemporaryDirectory(prefix="bench-classes-") as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/records.sqlite3"}
        for command in (("migrate", "-v0"), ("load_authority",)):
            _done([sys.executable, "manage.py", *command], environment)
        figures = [
            figure
            for source in SOURCES
            for figure in _figures(source, json.loads(_done(_again(source), environment) or "{}"))
        ]
    full = os.environ.get("BENCH_DATABASE")
    if full:
        figures += _times(json.loads(_done(_again("times"), {**os.environ, "DATABASE_URL": f"sqlite:///{full}"})))
    return figures


def _again(part: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers.classes", part]


def _done(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _figures(source: str, counts: dict[str, Any]) -> Iterator[Figure]:
    for how, found in counts.items():
        total = found["total"]
        for what, key in (("first right", "first"), ("right among three", "three")):
            for peer, named in (("by_title", BY_TITLE), ("frequent", FREQUENT)):
                ours, theirs = 100 * found[f"suggested {key}"] / total, 100 * found[f"{peer} {key}"] / total
                yield Figure(TOPIC, f"{source}, {how}, {total:,} records: {what}", "%", ours, named, theirs)


def _times(milliseconds: list[float]) -> list[Figure]:
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return [
        Figure(
            TOPIC,
            f"processor time of a suggestion, median of {len(milliseconds)}",
            "ms",
            statistics.median(milliseconds),
        ),
        Figure(TOPIC, "processor time of a suggestion, 95th percentile", "ms", p95, wanted=f"≤ {_BAR} ms"),
        Figure(TOPIC, "processor time of a suggestion, slowest", "ms", max(milliseconds)),
    ]
