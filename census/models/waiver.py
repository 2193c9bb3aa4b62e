"""Findings that a reviewer has let stand, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Waiver(models.Model):
    """One check waived on one field as its text then was.

    A waiver holds only while the field still reads ``text``: change the text and the check speaks again.
    Revoked waivers stay as history.
    """

    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField()
    check_id = models.CharField(_("规则"), max_length=60)
    field = models.CharField(_("字段"), max_length=60, blank=True)
    text = models.TextField(_("豁免时的文字"), blank=True)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    at = models.DateTimeField(_("何时"))
    revoked_at = models.DateTimeField(_("撤回于"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("豁免")
        verbose_name_plural = _("豁免")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "check_id", "field"],
                condition=Q(revoked_at__isnull=True),
                name="census_waiver_once",
                violation_error_message=_("这条规则在这个字段上已经豁免"),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="census_waiver_revoked_whole",
                violation_error_message=_("撤回豁免须记下何人何时"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="census_waiver_reason", violation_error_message=_("豁免须写明理由")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.field}: {self.reason}"
