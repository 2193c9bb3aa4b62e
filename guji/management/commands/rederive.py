"""``manage.py rederive``: read every statement anew, after the grammar has learnt something; the statements stay."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from authority.actions.local_eras import start_with_local_eras
from guji.actions import RederiveBooks


class Command(BaseCommand):
    help = "重新解析全部著录的四项陈述（文法更新之后用）；原文一字不动"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部重来，不只是按旧文法解析的")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        done = RederiveBooks(everything=options["all"]).execute(self._progress)
        self.stdout.write(f"已重新解析，更新 {done} 条")

    def _progress(self, done: int, total: int) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"  {done} / {total} 条", ending="\r")
