"""Templates of one's own for new records (著錄模板)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key


class EntryTemplate(models.Model):
    """著录模板: fields of an entry form under a name, its owner's, or everybody's of an institution where it is shared.

    ``removed_at`` keeps one that was thrown away for a while, so that it can be fetched back.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("所有者"), on_delete=models.CASCADE, related_name="+"
    )
    institution = models.ForeignKey(
        "authority.Institution",
        verbose_name=_("本馆共用"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("名称"), max_length=60)
    fields = models.JSONField(_("内容"), default=dict)
    updated_at = models.DateTimeField(_("时间"), auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("著录模板")
        verbose_name_plural = _("著录模板")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="guji_entrytemplate_once",
                violation_error_message=_("您已有这个名称的模板"),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="guji_entrytemplate_named",
                violation_error_message=_("模板须有名称"),
            ),
        ]
        indexes = [models.Index(fields=["institution", "name"], name="guji_entrytemplate_shared")]

    def __str__(self) -> str:
        return self.name
