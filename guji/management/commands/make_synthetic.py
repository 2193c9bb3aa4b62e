"""``manage.py make_synthetic N``: a believable province of N records, to measure and to try things with."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from census.errors import ActionRefused
from census.imports.report import writable
from census.models import BatchState, ImportBatch, ImportMode
from guji.actions import BulkCreateBooks
from guji.models import Book
from guji.synthetic import synthetic_books
from guji.synthetic.institutions import ensure_institutions
from guji.synthetic.sheet import write_sheet


class Command(BaseCommand):
    """Write the province to a sheet, or load it as approved records of one batch, which undo_import removes."""

    help = "造一个可信的省：N 条虚拟记录，同一种子每次相同。写成表格，或直接入库（作为一个批次，可整批撤回）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("n", type=int, metavar="N")
        parser.add_argument("--institutions", type=int, default=95)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--flaws", type=float, default=0.0, help="带一处错误的记录所占比例，0 至 1")
        parser.add_argument("--out", type=Path, metavar="FILE", help="写成 .xlsx 或 .csv")
        parser.add_argument("--load", action="store_true", help="直接入库，作为省审已通过的记录")
        parser.add_argument("--prepare", action="store_true", help="只把所用的虚拟单位加入规范表")

    def handle(self, *args: Any, n: int, **options: Any) -> None:
        self._require(n, options)
        try:
            self._write(n, options)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["load"]:
            try:
                self._load(n, options)
            except ActionRefused as refusal:
                raise CommandError(
                    gettext("没有入库，库中未作任何改动。{why}").format(why=refusal.message)
                ) from refusal

    def _write(self, n: int, options: dict[str, Any]) -> None:
        """Write the sheet, and add the made-up institutions, as far as asked for."""
        if options["out"]:
            books = synthetic_books(n, options["seed"], institutions=options["institutions"], flaws=options["flaws"])
            count = write_sheet(books, options["out"])
            self.stdout.write(gettext("已写出 {count} 条到 {path}").format(count=count, path=options["out"]))
        if options["load"] or options["prepare"]:
            added = ensure_institutions(options["institutions"])
            self.stdout.write(gettext("新增虚拟单位 {count} 个").format(count=added))

    def _require(self, n: int, options: dict[str, Any]) -> None:
        self._require_sense(options)
        self._require_possible(n, options)

    def _require_sense(self, options: dict[str, Any]) -> None:
        """Refuse a call that asks for nothing, or for approved records with faults."""
        if not (options["out"] or options["load"] or options["prepare"]):
            raise CommandError(gettext("请用 --out FILE 写成表格，或用 --load 入库。"))
        if options["load"] and options["flaws"]:
            raise CommandError(gettext("直接入库的是省审已通过的记录，不能带错误；请用 --out 写成表格再导入。"))

    def _require_possible(self, n: int, options: dict[str, Any]) -> None:
        """Refuse what cannot be made, before any work: numbers out of range, a file that cannot be written."""
        if n < 0 or not 0 <= options["flaws"] <= 1 or options["institutions"] < 1:
            raise CommandError(gettext("N 不小于 0，--flaws 在 0 与 1 之间，--institutions 至少为 1。"))
        out: Path | None = options["out"]
        if out and out.suffix.lower() not in (".xlsx", ".csv"):
            raise CommandError(gettext("文件名应以 .xlsx 或 .csv 结尾：{path}。").format(path=out))
        if out and not writable(out):
            raise CommandError(gettext("写不到 {path}：没有这个文件夹，或没有写入的权限。").format(path=out))

    def _load(self, n: int, options: dict[str, Any]) -> None:
        books = synthetic_books(n, options["seed"], institutions=options["institutions"])
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                kind=Book.KIND,
                file_name=f"make_synthetic {n} --seed {options['seed']}",
                sha256="",
                mode=ImportMode.APPROVED,
                state=BatchState.COMMITTED,
                row_count=n,
                created_count=n,
                committed_at=timezone.now(),
            )
            creator = BulkCreateBooks(None, batch=batch, approved=True, trusted=True)
            count = creator.execute(((book, ()) for book in books), progress=self._progress)
        self.stdout.write(gettext("已入库 {count} 条，批次 {batch}").format(count=count, batch=batch.pk))

    def _progress(self, done: int) -> None:
        if done % 10_000 == 0:
            self.stderr.write(f"  {done}")
