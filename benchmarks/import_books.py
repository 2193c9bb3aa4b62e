"""Importing a census sheet, side by side with django-import-export on its default path.

Each side runs in a process of its own with a fresh SQLite database, on the same file. Both read the file, parse
every statement, run every check, and write the record with its derived rows, a revision and an outbox row.

The peer is ``import_export.resources.ModelResource`` as its documentation shows it: ``tablib`` loads the workbook,
each row becomes an instance by the resource's fields and widgets, and is saved by itself, all in one transaction,
with the row results kept for the report (``skip_unchanged`` off, ``report_skipped`` on, its defaults). A simple
integrator's hooks add what this house's records need: the institution is looked up once for all, the checks run
before the instance is saved, derived columns are set and derived rows written with ``bulk_create``. It matches no
existing records, and stages no rows. Memory is the peak of the process, less nothing: Django, its models and the
character tables, which both sides load, are some 60 MiB of it.

What must not grow is measured on one sheet of 10,000 rows and one of 100,000 (``BENCH_FULL=1``: of 340,000, a
province): the import, the same file once more, and its undoing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Figure, peak_mebibytes

ROWS = 20_000
FEW = 10_000
MANY = 100_000
PROVINCE = 340_000
PEER = "django-import-export 4.4"
ROOT = Path(__file__).resolve().parent.parent


def run() -> list[Figure]:
    """Measure both sides on 20,000 rows, and what must not grow on few rows and on many."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = _sheet(folder, ROWS)
        ours, peer = _measure("ours", sheet, ROWS, folder), _measure("peer", sheet, ROWS, folder)
        memory = Figure(
            "import", "peak memory", "MiB", ours["memory"], PEER, peer["memory"], higher_is_better=False, wanted="≥ 2×"
        )
        rate, theirs = ROWS / ours["seconds"], ROWS / peer["seconds"]
        speed = Figure("import", f"{ROWS:,} rows of XLSX", "rows/s", rate, PEER, theirs, wanted="≥ 3×")
        return [speed, memory, *_growth(folder)]


def _growth(folder: str) -> Iterator[Figure]:
    """Yield the figures of many rows, and how many times the memory of few rows they take."""
    many = PROVINCE if os.environ.get("BENCH_FULL") == "1" else MANY
    few, grown = (_measure("ours", _sheet(folder, rows), rows, folder) for rows in (FEW, many))
    yield Figure("import", f"{many:,} rows of XLSX", "rows/s", many / grown["seconds"])
    yield Figure("import", f"{many:,} rows once more, unchanged", "rows/s", many / grown["again"])
    for what, key in (("peak memory", "memory"), ("peak memory, once more and undone", "memory_all")):
        yield Figure("import", f"{what} at {many:,} rows", "MiB", grown[key], higher_is_better=False)
        ratio = grown[key] / few[key]
        yield Figure("import", f"{what}, {many:,} / {FEW:,}", "×", ratio, higher_is_better=False, wanted="about 1")
    undo = grown["undo"]
    yield Figure("import", f"undo of {many:,}", "s", undo, higher_is_better=False, wanted="340,000 < 60 s")


def _sheet(folder: str, rows: int) -> Path:
    """Return a sheet of so many rows of the made-up province."""
    sheet = Path(folder) / f"{rows}.xlsx"
    _measure("make", sheet, rows, folder)
    return sheet


def _measure(side: str, sheet: Path, rows: int, folder: str) -> dict[str, float]:
    """Run one side in a process with a data folder of its own and return its figures."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        variables = {
            **os.environ,
            "VAR_DIR": data,
            "DATABASE_URL": f"sqlite:///{data}/bench.sqlite3",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.import_books", side, str(sheet), str(rows)]
        done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _prepare() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def _fresh_database() -> None:
    """Migrate, load the authority tables and the made-up institutions, in a process that is not measured."""
    from django.core.management import call_command

    from guji.synthetic.institutions import ensure_institutions

    call_command("migrate", verbosity=0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("load_authority", stdout=nowhere)
    ensure_institutions(95)


def _make(sheet: Path, rows: int) -> dict[str, float]:
    from guji.synthetic import synthetic_books
    from guji.synthetic.sheet import write_sheet

    return {"rows": write_sheet(synthetic_books(rows, 1), sheet)}


def _ours(sheet: Path) -> dict[str, float]:
    from census.imports.importer import ImportOptions, Outcome
    from census.imports.run import run_import
    from census.models import ImportBatch, Verdict
    from guji.actions import BulkUndo
    from guji.imports.importer import BookImporter

    def taken() -> tuple[Outcome, float]:
        start = time.perf_counter()
        return run_import(BookImporter(trusted=True), options), time.perf_counter() - start

    options = ImportOptions(path=sheet, mode="approved")
    outcome, seconds = taken()
    if outcome.batch_id is None:
        raise RuntimeError(f"{outcome.refused} rows refused: {outcome.first[:3]}")
    memory = peak_mebibytes()
    repeated, again = taken()
    if repeated.verdicts[Verdict.SAME] != outcome.rows:
        raise RuntimeError(f"once more, but not the same: {repeated.verdicts}")
    start = time.perf_counter()
    report = BulkUndo(ImportBatch.objects.get(pk=outcome.batch_id), None, trusted=True).execute()
    undo = time.perf_counter() - start
    if report.removed != outcome.rows:
        raise RuntimeError(f"undo removed {report.removed} of {outcome.rows}")
    return {"seconds": seconds, "memory": memory, "again": again, "undo": undo, "memory_all": peak_mebibytes()}


def _peer(sheet: Path) -> dict[str, float]:
    from benchmarks.peers.by_import_export import import_sheet

    seconds = import_sheet(sheet)
    return {"seconds": seconds, "memory": peak_mebibytes()}


def main(side: str, sheet: Path, rows: int) -> None:
    """Do one side's work in this process and print its figures as JSON."""
    _prepare()
    if side == "make":
        figures = _make(sheet, rows)
    elif os.environ.get("BENCH_READY") != "1":
        _fresh_database()
        command = [sys.executable, "-m", "benchmarks.import_books", side, str(sheet), str(rows)]
        os.execve(sys.executable, command, {**os.environ, "BENCH_READY": "1"})
    else:
        figures = _ours(sheet) if side == "ours" else _peer(sheet)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
