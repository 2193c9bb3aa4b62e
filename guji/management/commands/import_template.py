"""``manage.py import_template OUT.xlsx``: the empty census sheet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext

from guji.imports.template import write_book_template


class Command(BaseCommand):
    """Write the empty sheet with its drop-down lists, notes, examples and directions."""

    help = "写出空的古籍登记表（.xlsx），带下拉词表、填写说明和样例。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT.xlsx", type=Path)

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        write_book_template(out)
        self.stdout.write(gettext("空表已写到 {path}").format(path=out))
