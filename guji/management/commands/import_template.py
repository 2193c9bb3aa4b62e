"""``manage.py import_template OUT.xlsx``: the empty census sheet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from census.imports.report import writable
from guji.imports.template import write_book_template


class Command(BaseCommand):
    """Write the empty sheet with its drop-down lists, notes, examples and directions."""

    help = "写出空的古籍登记表（.xlsx），带下拉词表、填写说明和样例。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT.xlsx", type=Path)
        parser.add_argument("--force", action="store_true", help="同名文件已存在也盖掉")

    def handle(self, *args: Any, out: Path, force: bool, **options: Any) -> None:
        """Write the sheet, but never over one that may already be filled in."""
        if out.suffix.lower() != ".xlsx":
            raise CommandError(gettext("空表是工作簿，文件名应以 .xlsx 结尾：{path}。").format(path=out))
        if not writable(out):
            raise CommandError(gettext("空表写不到 {path}：没有这个文件夹，或没有写入的权限。").format(path=out))
        if out.exists() and not force:
            raise CommandError(
                gettext("{path} 已经存在，里面可能有填好的著录：请另取一个名字；确要盖掉，加 --force。").format(
                    path=out
                )
            )
        write_book_template(out)
        self.stdout.write(gettext("空表已写到 {path}").format(path=out))
