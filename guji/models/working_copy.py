"""What somebody is typing and has not stored yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key


class WorkingCopy(models.Model):
    """工作副本: the fields of an entry form as they stood when last looked at, of a new record or of a stored one.

    It is no record: nothing checks it, prints it or finds it, and only its owner sees it. ``version`` is the version
    of the record that the owner began from.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    book = models.ForeignKey("guji.Book", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(_("版次"), null=True)
    fields = models.JSONField(_("内容"), default=dict)
    updated_at = models.DateTimeField(_("时间"), auto_now=True)

    class Meta:
        verbose_name = _("工作副本")
        verbose_name_plural = _("工作副本")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "book"],
                name="guji_workingcopy_one_each",
                condition=models.Q(book__isnull=False),
                violation_error_message=_("一条记录每人只有一份工作副本"),
            )
        ]
        indexes = [models.Index(fields=["user", "-updated_at"], name="guji_workingcopy_mine")]

    def __str__(self) -> str:
        return str(self.fields.get("title") or self.fields.get("shelf_mark") or "")
