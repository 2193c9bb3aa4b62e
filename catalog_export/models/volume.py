"""A volume: what an editor decides to print."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Volume(models.Model):
    """A 登記目錄 of one or several institutions, or of a whole region.

    It says only what is wanted. Every setting of it is a :class:`~catalog_export.models.Run` with a snapshot of
    its own, so a volume may be set as often as its records change.
    """

    class Kind(models.TextChoices):
        """Kinds of volumes the house prints."""

        REGISTER = "register", _("普查登记目录")

    kind = models.CharField(_("种类"), max_length=20, choices=Kind, default=Kind.REGISTER)
    subject = models.CharField(
        _("书名冠词"), max_length=120, blank=True, help_text=_("印在“古籍普查登記目錄”之前；留空则用单位名或地区名")
    )
    region = models.ForeignKey(
        "authority.Region", models.PROTECT, null=True, blank=True, related_name="volumes", verbose_name=_("地区")
    )
    institutions = models.ManyToManyField(
        "authority.Institution", blank=True, related_name="volumes", verbose_name=_("收藏单位")
    )
    profile = models.CharField(_("版式"), max_length=60)
    proof = models.BooleanField(_("校样"), default=False)
    texts = models.JSONField(_("自撰前后文"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("立项人")
    )
    created_at = models.DateTimeField(_("立项时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("书目")
        verbose_name_plural = _("书目")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject}古籍普查登記目錄"
