"""Corrections of what was derived from a statement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from census.models.revision import ReadableJSON
from guji.models.base import of_book


class Override(models.Model):
    """One derived field set by hand: its value, who set it and why.

    It is applied after derivation as long as the statement it corrects still reads ``text``; a changed
    statement is derived afresh, and the override waits until the old wording returns or it is removed.
    """

    book = of_book("overrides")
    field = models.CharField(_("结构字段"), max_length=40)
    value = models.JSONField(_("值"), null=True, encoder=ReadableJSON)
    text = models.TextField(_("所据文字"), blank=True)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"), db_index=False
    )
    at = models.DateTimeField(_("何时"))

    class Meta:
        verbose_name = _("结构更正")
        verbose_name_plural = _("结构更正")
        ordering = ["book", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "field"],
                name="guji_override_once",
                violation_error_message=_("这个字段已有更正"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="guji_override_reason", violation_error_message=_("更正须写明理由")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
