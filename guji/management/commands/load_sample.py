"""``manage.py load_sample``: the sample's records, for looking around and for trying things out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from census.errors import ActionRefused
from guji.sample.loading import load_sample


class Command(BaseCommand):
    help = "载入样例著录（编号与索书号均为虚拟）；已有同号的记录不动"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_sample()
        except ActionRefused as refusal:
            raise CommandError(f"样例未能载入：{refusal}") from refusal
        self.stdout.write(f"新增 {loaded.created} 条，原有 {loaded.kept} 条不动")
