"""What reviewers and cataloguers say to each other on a record's fields."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A remark on one field of a record (on the whole record if ``field`` is empty), open until resolved."""

    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField()
    field = models.CharField(_("字段"), max_length=60, blank=True)
    text = models.TextField(_("意见"))
    version = models.PositiveIntegerField(_("针对的版次"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    at = models.DateTimeField(_("何时"))
    resolved_at = models.DateTimeField(_("解决于"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("审校意见")
        verbose_name_plural = _("审校意见")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["record_id", "at"], name="census_comment_record")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="census_comment_says", violation_error_message=_("意见不能为空")
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="census_comment_resolved_whole",
                violation_error_message=_("解决意见须记下何人何时"),
            ),
        ]

    def __str__(self) -> str:
        return self.text
