"""A province from the database to its volumes: 20,000 records always, 340,000 with ``BENCH_FULL=1``.

The made-up province (``make_synthetic``) is loaded into a database of its own, then frozen, divided, set side by side
in two processes, and indexed over all volumes. Processor time is counted, in every process, so that other work on the
machine does not count; on two cores that are free, the volumes take half of theirs. Where a volume's time goes is
measured apart, on the first one set once more under a stopwatch (:mod:`benchmarks.stages`); each stage stands beside
the floor of a whole volume, which is what encoding, deflating, cutting fonts and writing cost by themselves.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.report import Figure, peak_mebibytes
from benchmarks.stages import STAGES, Stopwatch, by_stage

if TYPE_CHECKING:
    from catalog_export.volumes.register.snapshot import Snapshot
    from catalog_export.volumes.series.ledger import Ledger

ROOT = Path(__file__).resolve().parent.parent
COUNT, FULL = 20_000, 340_000
#: Pages of a volume at most: a province of 340,000 becomes some twenty volumes.
PAGES = 900
JOBS = 2
#: Seconds that a volume takes at least: the middle of what `typesetting` findings give (0.1–0.2 s).
FLOOR = 0.15


def measure(folder: str) -> dict[str, Any]:
    """Freeze and set the province that the database of this process holds; return what each part of the work took."""
    from dataclasses import replace

    from authority.models import Region
    from catalog_export import freezing
    from catalog_export.queries import profile_named, region_institutions
    from catalog_export.series_setting import SeriesSetting
    from catalog_export.volumes.register.snapshot import Snapshot

    plain = profile_named("register")
    profile = replace(plain, press=replace(plain.press, max_pages=PAGES))
    region = Region.objects.get(code="330000")
    spec = freezing.VolumeSpec(region.name, region.name, region_institutions(region), profile)
    path = Path(folder) / "register.snapshot.jsonl.gz"
    watch = Stopwatch()
    wall, began = time.monotonic(), time.process_time()
    with patch.object(freezing, "frozen_records", watch.feed("read", freezing.frozen_records)):
        frozen = freezing.freeze(spec, path)
    froze, read = time.process_time() - began, watch.seconds["read"]
    snapshot = Snapshot.open(path)
    done = SeriesSetting(snapshot, Path(folder), "register", JOBS, frozen.digest, ledger=frozen.ledger).execute()
    return {
        "records": frozen.records,
        "freeze": froze,
        "volumes": sum(part.seconds for part in done.parts),
        "index": sum(index.seconds for index in done.indexes),
        "rest": time.process_time() - began - froze,
        "wall": time.monotonic() - wall,
        "count": len(done.parts),
        "pages": sum(row["pages"] for row in done.listing),
        "peak": max([part.peak for part in done.parts] + [index.peak for index in done.indexes]),
        "main": peak_mebibytes(),
        "read": read,
        "stages": stages_of_a_volume(snapshot, Path(folder), frozen.ledger),
    }


def stages_of_a_volume(snapshot: Snapshot, folder: Path, ledger: Ledger) -> dict[str, float]:
    """Set the first volume once more under a stopwatch; return records, pages and the seconds of each stage."""
    from authority.actions.local_eras import local_rows
    from catalog_export.series_setting import SeriesSetting
    from catalog_export.setting_worker import SetPart, begin, set_part
    from catalog_export.typesetting import face_files

    setting = SeriesSetting(snapshot, folder, "register", ledger=ledger)
    setting._faces = face_files(setting.profile)
    piece, *others = setting.pieces()
    begin(local_rows())
    work = folder / "watched"
    work.mkdir()
    job = setting._job(piece, setting._facts([piece, *others]), 1, work)
    made: list[SetPart] = []
    seconds = by_stage(lambda: made.append(set_part(job)))
    return {"records": made[0].records, "pages": made[0].pages, **seconds}


def in_own_database(count: int) -> dict[str, Any]:
    """Load a province of ``count`` records into a database of its own and measure it there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONHASHSEED": "0",
            "DATABASE_URL": f"sqlite:///{folder}/province.sqlite3",
        }

        def run(*command: str) -> str:
            done = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
            )
            return done.stdout

        run("manage.py", "migrate", "-v0")
        run("manage.py", "load_authority")
        run("manage.py", "make_synthetic", str(count), "--load")
        figures: dict[str, Any] = json.loads(run("-m", "benchmarks.province", folder).splitlines()[-1])
        return figures


def run() -> list[Figure]:
    """Measure a small province, and the whole one where asked to."""
    counts = [COUNT, FULL] if os.environ.get("BENCH_FULL") else [COUNT]
    return [figure for count in counts for figure in _figures(in_own_database(count))]


def _figures(found: dict[str, Any]) -> list[Figure]:
    topic = f"province, {found['records']:,} records to {found['count']} volumes"
    cpu = found["freeze"] + found["volumes"] + found["index"] + found["rest"]
    two_cores = found["freeze"] + found["rest"] + (found["volumes"] + found["index"]) / JOBS
    full = found["records"] >= FULL

    def figure(what: str, unit: str, value: float, wanted: str = "", *, more: bool = False) -> Figure:
        return Figure(topic, what, unit, value, higher_is_better=more, wanted=wanted)

    return [
        figure("on two free cores", "s", two_cores, "≤ 90 s" if full else ""),
        figure("processor time in all", "s", cpu),
        figure("processor time a thousand records", "s", 1000 * cpu / found["records"], "linear"),
        figure("freezing: reading the database", "s", found["read"]),
        figure("freezing: writing the snapshot", "s", found["freeze"] - found["read"]),
        figure("volumes with their indexes", "s", found["volumes"]),
        figure("index over all volumes", "s", found["index"]),
        figure("a volume (floor: 0.1–0.2 s)", "s", found["volumes"] / found["count"]),
        figure("a volume, times its floor (0.15 s)", "×", found["volumes"] / found["count"] / FLOOR),
        *_stage_figures(found["stages"]),
        figure("pages", "pages/s", found["pages"] / cpu, more=True),
        figure("peak memory of a volume's process", "MiB", found["peak"], "≤ 400 MiB"),
        figure("peak memory of the first process", "MiB", found["main"], "≤ 400 MiB"),
        figure("by the clock, as the machine was", "s", found["wall"]),
    ]


def _stage_figures(stages: dict[str, float]) -> list[Figure]:
    """Return what each stage takes of the first volume: seconds, share and what that is for each record."""
    topic = f"a volume of {stages['records']:,} records on {stages['pages']:,} pages"
    whole = sum(stages[name] for name in STAGES)
    figures = [Figure(topic, "all stages", "s", whole, higher_is_better=False)]
    for name, words in STAGES.items():
        seconds = stages[name]
        what = f"{words} ({100 * seconds / whole:.0f} %, {1e6 * seconds / stages['records']:.0f} µs a record)"
        figures.append(Figure(topic, what, "s", seconds, higher_is_better=False))
    return figures


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure(sys.argv[1])))
