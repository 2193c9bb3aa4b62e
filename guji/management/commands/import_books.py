"""``manage.py import_books FILE``: a library's census taken in, or tried, with a report."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, gettext_noop

from authority.actions.local_eras import start_with_local_eras
from census.errors import ActionRefused
from census.imports.errors import ImportRefused
from census.imports.importer import ImportOptions
from census.imports.run import run_import
from census.imports.telling import telling
from census.models import ImportMode
from guji.imports.importer import BookImporter

STAGES = {"survey": gettext_noop("通读"), "judge": gettext_noop("检查"), "commit": gettext_noop("入库")}


class Command(BaseCommand):
    """Import a census sheet of books. Exits with 1 where anything was refused."""

    help = "导入古籍普查表（.xlsx 或 CSV）。有任何一行不收则整个文件不入库，除非加 --skip-bad。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--institution", default="", metavar="CODE", help="整个文件所属的单位代码")
        parser.add_argument("--dry-run", action="store_true", help="走完全程而后回滚，各行判断与正式导入相同")
        parser.add_argument(
            "--as", dest="mode", choices=ImportMode.values, default=ImportMode.DRAFT, help="草稿，或省审已通过的数据"
        )
        parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="写出标明问题的原表副本")
        parser.add_argument("--user", default="", metavar="NAME", help="以谁的名义和权限导入；不写则由管理员在本机导入")
        parser.add_argument("--skip-bad", action="store_true", help="不收的行跳过，其余照收")
        parser.add_argument("--sheet", metavar="NAME", help="读哪张工作表")
        parser.add_argument("--column", default="", metavar="NAME", help="把这一列当作“著录”列（整条款目）")
        parser.add_argument(
            "--progress",
            choices=["seconds", "all", "none"],
            default="seconds",
            help="进度：每秒一行、每块一行，或不显示",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        user = self._user(options["user"])
        wanted = ImportOptions(
            path=options["file"],
            institution=options["institution"],
            mode=options["mode"],
            dry_run=options["dry_run"],
            skip_bad=options["skip_bad"],
            sheet=options["sheet"],
            assign={options["column"]: "entry"} if options["column"] else {},
            report=options["report"],
            user=user,
        )
        self._last, self._stage, self._pause = 0.0, "", 0.0 if options["progress"] == "all" else 1.0
        progress = None if options["progress"] == "none" else self._progress
        try:
            outcome = run_import(BookImporter(trusted=user is None), wanted, progress)
        except (ImportRefused, ActionRefused) as refusal:
            raise CommandError(gettext("没有导入，库中未作任何改动。{why}").format(why=refusal.message)) from refusal
        for line in telling(outcome, wanted.report):
            self.stdout.write(line)
        if not outcome.succeeded:
            sys.exit(1)

    def _user(self, name: str) -> Any:
        if not name:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(gettext("没有用户“{name}”。").format(name=name))
        return user

    def _progress(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._last >= self._pause or done >= total:
            self._last, self._stage = now, stage
            self.stderr.write(f"  {gettext(STAGES[stage])} {done}/{max(done, total)}", ending="\n")
