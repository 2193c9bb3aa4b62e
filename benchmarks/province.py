"""A province from the database to its volumes: 20,000 records always, 340,000 with ``BENCH_FULL=1``.

The made-up province (``make_synthetic``) is loaded into a database of its own, then frozen, divided, set side by side
in two processes, and indexed over all volumes. Processor time is counted, in every process, so that other work on the
machine does not count; on two cores that are free, the volumes take half of theirs. Where a record's time goes is
measured apart, on the records of one volume.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.report import Figure, peak_mebibytes

ROOT = Path(__file__).resolve().parent.parent
COUNT, FULL = 20_000, 340_000
#: Pages of a volume at most: a province of 340,000 becomes some twenty volumes.
PAGES = 900
JOBS = 2


def measure(folder: str) -> dict[str, Any]:
    """Freeze and set the province that the database of this process holds; return what each part of the work took."""
    from dataclasses import replace

    from authority.models import Region
    from catalog_export.freezing import VolumeSpec, freeze
    from catalog_export.queries import profile_named, region_institutions
    from catalog_export.series_setting import SeriesSetting
    from catalog_export.volumes.register.snapshot import Snapshot

    plain = profile_named("register")
    profile = replace(plain, press=replace(plain.press, max_pages=PAGES))
    region = Region.objects.get(code="330000")
    spec = VolumeSpec(region.name, region.name, region_institutions(region), profile)
    path = Path(folder) / "register.snapshot.jsonl.gz"
    wall, began = time.monotonic(), time.process_time()
    frozen = freeze(spec, path)
    froze = time.process_time() - began
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
        "each": record_costs(path),
    }


def record_costs(path: Path, count: int = 5_000) -> dict[str, float]:
    """Return what a record costs in each step, in microseconds of processor time; what is left of a volume is type."""
    from catalog_export.volumes.register.snapshot import FrozenRecord, Snapshot
    from catalog_export.volumes.register.standing import standing_errors
    from catalog_export.volumes.register.wording import Wording

    snapshot = Snapshot.open(path)
    wording = Wording.of(snapshot.header.profile)
    records: list[FrozenRecord] = []
    steps: dict[str, Callable[[], object]] = {
        "read": lambda: records.extend(islice(snapshot.records(), count)),
        "words": lambda: [wording.entry(record) for record in records],
        "checks": lambda: [list(standing_errors(record)) for record in records],
    }
    costs = {}
    for name, step in steps.items():
        began = time.process_time()
        step()
        costs[name] = 1e6 * (time.process_time() - began) / max(len(records), 1)
    return costs


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
    type_cost = 1e6 * found["volumes"] / found["records"] - sum(found["each"].values())
    full = found["records"] >= FULL

    def figure(what: str, unit: str, value: float, wanted: str = "", *, more: bool = False) -> Figure:
        return Figure(topic, what, unit, value, higher_is_better=more, wanted=wanted)

    return [
        figure("on two free cores", "s", two_cores, "≤ 90 s" if full else ""),
        figure("processor time in all", "s", cpu),
        figure("processor time a thousand records", "s", 1000 * cpu / found["records"], "linear"),
        figure("freezing the records", "s", found["freeze"]),
        figure("volumes with their indexes", "s", found["volumes"]),
        figure("index over all volumes", "s", found["index"]),
        figure("a record: read from the snapshot", "µs", found["each"]["read"]),
        figure("a record: understood and put into words", "µs", found["each"]["words"]),
        figure("a record: checked", "µs", found["each"]["checks"]),
        figure("a record: set, indexed, bound (the rest)", "µs", type_cost),
        figure("a volume (floor: 0.1–0.2 s)", "s", found["volumes"] / found["count"]),
        figure("pages", "pages/s", found["pages"] / cpu, more=True),
        figure("peak memory of a volume's process", "MiB", found["peak"], "≤ 400 MiB"),
        figure("peak memory of the first process", "MiB", found["main"], "≤ 400 MiB"),
        figure("by the clock, as the machine was", "s", found["wall"]),
    ]


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure(sys.argv[1])))
