"""What was changed after a record had been published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Erratum(models.Model):
    """One statement of a published record put right: the list from which a volume's 勘誤表 is made."""

    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField(_("版次"))
    census_no = models.CharField(_("普查编号"), max_length=19)
    field = models.CharField(_("字段"), max_length=60)
    old = models.TextField(_("原文"), blank=True)
    new = models.TextField(_("改为"), blank=True)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"), db_index=False
    )
    at = models.DateTimeField(_("何时"), db_index=True)

    class Meta:
        verbose_name = _("勘误")
        verbose_name_plural = _("勘误")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="census_erratum_reason",
                violation_error_message=_("勘误须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.census_no} {self.field}: {self.old} → {self.new}"
