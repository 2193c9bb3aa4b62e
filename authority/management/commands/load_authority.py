"""`manage.py load_authority`: bring the project's tables, leaving local changes alone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from authority.actions.loading import LoadAuthority
from authority.actions.reports import Report
from authority.checks.tree import TreeDamageError
from authority.tables import TreeFileError


class Command(BaseCommand):
    """Load regions, institutions, eras, vocabularies and class trees; running it again changes nothing."""

    help = "载入行政区划、收藏单位、朝代年号、值表、分类表；可重复运行，不改动本地增补与修改。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say what was added, changed and kept."""
        try:
            reports = LoadAuthority(progress=self._tell).execute()
        except (TreeDamageError, TreeFileError) as error:
            raise CommandError(_("分类表有误，未作任何改动：%(error)s") % {"error": error}) from error
        changes = sum(report.added + report.changed for report in reports)
        kept = sum(len(report.kept) for report in reports)
        self.stdout.write(_("共改动 %(changes)d 行，保留本地内容 %(kept)d 行") % {"changes": changes, "kept": kept})

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            _("%(title)s：新增 %(added)d，更新 %(changed)d，未变 %(unchanged)d，保留本地内容 %(kept)d")
            % {
                "title": report.title,
                "added": report.added,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "kept": len(report.kept),
            }
        )
        for name in report.kept:
            self.stdout.write(_("  保留：%(name)s") % {"name": name})
