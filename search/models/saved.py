"""Searches that somebody keeps, to run them again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

#: So many searches may one person keep.
MOST_SAVED = 50
MOST_OF_NAME = 80
MOST_OF_QUERY = 2000


class SavedSearch(models.Model):
    """One search of one person: the query of its address, and how much it found when last looked at.

    ``seen_total`` is None until it was run for the first time.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("名称"), max_length=MOST_OF_NAME)
    query = models.CharField(_("检索式"), max_length=MOST_OF_QUERY, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    seen_at = models.DateTimeField(_("上次查看"), null=True, editable=False)
    seen_total = models.PositiveIntegerField(_("上次结果数"), null=True, editable=False)

    class Meta:
        verbose_name = _("保存的检索")
        verbose_name_plural = _("保存的检索")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="search_saved_name_once",
                violation_error_message=_("您已有一个同名的检索"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def new_since(self, total: int) -> int:
        """Return how many more there are than when it was last looked at; 0 before the first time."""
        seen: Any = self.seen_total
        return 0 if seen is None else max(0, total - seen)
