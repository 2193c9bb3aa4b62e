"""What a machine needs before the first page is served, step by step; every step may be done again.

Each step says in a word what it did and is quick when there is nothing left to do. None of them touches what a person
entered: tables keep local changes, the sample is entered only where its numbers are free.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog_export.fonts import cache_dir
from catalog_export.fonts.web import cut_web_face
from search.indexing.preparing import prepare_index
from workbench.demonstration import demonstration_step

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called and what does it. ``run`` returns a word about the outcome."""

    title: str
    run: Callable[[], str]


def quietly(command: str, *arguments: str, **options: object) -> str:
    """Run a management command and return the last line of what it printed."""
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **options)
    lines = [line for line in out.getvalue().splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def migrate() -> str:
    """Bring the database's tables up to date."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "已是最新"
    quietly("migrate", interactive=False, verbosity=0)
    return f"{len(plan)} 步"


def static_fingerprint() -> str:
    """Return a digest of the names, sizes and times of all static files: they are collected anew when it changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            stat = path.stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> str:
    """Collect and compress the pages' static files, unless nothing changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return "已是最新"
    quietly("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, encoding="ascii")
    return "已收集"


def web_face() -> str:
    """Cut the volumes' serif face into slices for the pages, and say how many there are."""
    cut = cut_web_face(cache_dir(), Path(settings.WEB_DIR), Path(settings.BASE_DIR), _told_at_times)
    size = f"{cut.slices} 片，{cut.characters:,} 字，{cut.bytes / 1e6:.0f} MB"
    return size if cut.fresh else f"已是最新（{size}）"


def _told_at_times(done: int, total: int) -> None:
    """Say on a terminal how far the cutting is, on a line that overwrites itself."""
    if sys.stdout.isatty() and (done % 50 == 0 or done == total):
        sys.stdout.write(f"      {done}/{total} 片" + ("\n" if done == total else "\r"))
        sys.stdout.flush()


def sample_volume() -> str:
    """Typeset the sample's volume, unless one of the same records lies there already; return its path."""
    out = Path(settings.VAR_DIR) / "sample-volume"
    stamp = out / ".records"
    now = records_fingerprint()
    done = sorted(out.glob("*.pdf")) if stamp.exists() and stamp.read_text(encoding="ascii") == now else []
    if not done:
        quietly("typeset_register", "--region", "330000", "--out", str(out))
        stamp.write_text(now, encoding="ascii")
        done = sorted(out.glob("*.pdf"))
    return "、".join(str(path) for path in done)


def records_fingerprint() -> str:
    """Return a digest that changes when any record does: how many there are, their versions, the newest change."""
    from django.db.models import Count, Max, Sum

    from guji.models import Book

    facts = Book.objects.aggregate(count=Count("id"), versions=Sum("version"), newest=Max("updated_at"))
    return hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()


def steps(*, sample: bool) -> list[Step]:
    """Return the steps in order; with ``sample``, the sample's records and their volume too."""
    chosen = [
        Step("数据库", migrate),
        Step("网页文件", collect_static),
        Step("规范表（单位、分类、年号、词表）", lambda: quietly("load_authority")),
        Step("字体", lambda: quietly("setup_fonts")),
        Step("网页字体", web_face),
    ]
    if sample:
        chosen += [
            Step("样例著录", lambda: quietly("load_sample")),
            Step("检索索引", prepare_index),
            Step("排印样例一册", sample_volume),
            Step("演示用户", demonstration_step),
        ]
    return chosen


def run_steps(chosen: list[Step], say: Say) -> Iterator[tuple[Step, str]]:
    """Run the steps one after another, announcing each before it starts; yield each with its outcome."""
    for number, step in enumerate(chosen, start=1):
        say(f"[{number}/{len(chosen)}] {step.title} …")
        sys.stdout.flush()
        yield step, step.run()
