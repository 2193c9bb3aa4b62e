"""`manage.py check_tree`: verify that the class trees hold together."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from authority.checks.tree import inspect_trees
from authority.models import ClassNode


class Command(BaseCommand):
    """Verify nesting, numbering and order of every class tree; exit with an error if one is damaged."""

    help = "检查分类表的嵌套、编号与次序；有损坏则列出并以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Inspect all trees, print each damage, and raise CommandError if there is any."""
        damages = inspect_trees()
        for damage in damages:
            self.stderr.write(damage.message)
        if damages:
            raise CommandError(_("分类表有 %(count)d 处损坏") % {"count": len(damages)})
        self.stdout.write(_("分类表完好：%(count)d 个类目") % {"count": ClassNode._base_manager.count()})
