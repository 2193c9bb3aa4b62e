"""The history of records: one row for every change of one record."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadableJSON(json.JSONEncoder):
    """JSON with Chinese characters as themselves: half the bytes, and readable in the database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False})


class Revision(models.Model):
    """One change of one record: which action, which fields from what to what, who, when, why.

    ``number`` is the record's version after the change. ``diff`` maps a field to ``[before, after]``; the
    diffs of a record, replayed from the first, give its present content (:func:`census.diff.replay`).
    ``group`` is one uuid for all changes made in one go, so that they can be found, and undone, together.
    """

    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField()
    number = models.PositiveIntegerField(_("版次"))
    action = models.CharField(_("动作"), max_length=40)
    diff = models.JSONField(_("改动"), default=dict, encoder=ReadableJSON)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁"),
        db_index=False,
    )
    at = models.DateTimeField(_("何时"))
    reason = models.TextField(_("为何"), blank=True)
    group = models.UUIDField(_("批次"), null=True)

    class Meta:
        verbose_name = _("修改记录")
        verbose_name_plural = _("修改记录")
        ordering = ["record_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "number"],
                name="census_revision_once",
                violation_error_message=_("同一记录的同一版次只有一条修改记录"),
            ),
        ]
        indexes = [
            models.Index(fields=["group"], name="census_revision_group", condition=models.Q(group__isnull=False)),
            models.Index(fields=["actor", "at"], name="census_revision_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} #{self.number} {self.action}"
