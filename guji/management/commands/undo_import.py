"""``manage.py undo_import BATCH``: an import taken back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, gettext_noop

from census.errors import ActionRefused
from census.models import ImportBatch, State
from guji.actions import BulkUndo, Touched, UndoReport

STAGES = {"revert": gettext_noop("恢复"), "remove": gettext_noop("移除")}


class Command(BaseCommand):
    """Take a batch back and list the records that were worked on since, which stay."""

    help = "撤回一次导入：新增的记录移除，更新的记录恢复原样；此后有人改过的保留并列出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", metavar="BATCH", help="批次号，导入完毕时给出")
        parser.add_argument("--user", default="", metavar="NAME")
        parser.add_argument("--reason", default="", metavar="TEXT")

    def handle(self, *args: Any, batch: str, **options: Any) -> None:
        found = self._batch(batch)
        user = get_user_model().objects.filter(username=options["user"]).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(gettext("没有用户“{name}”。").format(name=options["user"]))
        try:
            report = BulkUndo(found, user, reason=options["reason"], trusted=user is None).execute(self._progress)
        except ActionRefused as refusal:
            raise CommandError(gettext("没有撤回，库中未作任何改动。{why}").format(why=refusal.message)) from refusal
        self._tell(report)

    def _progress(self, stage: str, done: int, total: int) -> None:
        self.stderr.write(f"  {gettext(STAGES[stage])} {done}/{total}")

    def _tell(self, report: UndoReport) -> None:
        self.stdout.write(
            gettext("已撤回：移除 {removed} 条，恢复 {reverted} 条，保留 {kept} 条。").format(
                removed=report.removed, reverted=report.reverted, kept=len(report.touched)
            )
        )
        for touched in report.touched:
            self.stdout.write(_line(touched))

    @staticmethod
    def _batch(text: str) -> ImportBatch:
        try:
            return ImportBatch.objects.get(pk=UUID(text))
        except (ValueError, ImportBatch.DoesNotExist) as error:
            raise CommandError(gettext("没有批次“{batch}”。").format(batch=text)) from error


def _line(touched: Touched) -> str:
    return gettext("  保留 {number} {title}（第 {version} 版，{state}）：{why}").format(
        number=touched.census_no or touched.record_id,
        title=touched.title,
        version=touched.version,
        state=State(touched.state).label,
        why=gettext(touched.why),
    )
