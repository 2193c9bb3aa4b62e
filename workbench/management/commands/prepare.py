"""``manage.py prepare``: set up everything that the server needs, and with ``--sample`` something to look at."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workbench.preparation import run_steps, steps


class Command(BaseCommand):
    help = "准备好运行所需的一切：数据库、网页文件、规范表、字体；加 --sample 时载入样例并排印一册"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", action="store_true", help="载入样例著录，并排印样例的登记目录")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = last = time.monotonic()
        for _step, outcome in run_steps(steps(sample=options["sample"]), self.stdout.write):
            now = time.monotonic()
            self.stdout.write(f"      {outcome}（{now - last:.1f} 秒）")
            last = now
        self.stdout.write(f"准备就绪，共 {last - begun:.1f} 秒")
