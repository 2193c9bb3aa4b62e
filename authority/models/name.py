"""Names of persons, makers and series (人名、出版者、叢書名) as the province writes them."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from authority.folding import fold_name
from authority.models.base import AuthorityRow


class Named(models.TextChoices):
    """What bears the name."""

    PERSON = "person", _("人名")
    MAKER = "maker", _("出版者")
    SERIES = "series", _("丛书名")


class NameStatus(models.TextChoices):
    """How far a name has come: anybody who catalogues proposes, the province's reviewer decides."""

    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("不采用")


class Name(AuthorityRow):
    """A name that records may use, with what tells its bearer from others of that name.

    A person is told by dynasty and dates, so these are part of what is unique. ``version`` is the optimistic lock and
    numbers the revisions of its history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("类别"), max_length=8, choices=Named)
    form = models.CharField(_("名称"), max_length=60)
    folded = models.CharField(max_length=120, editable=False)
    dynasty = models.CharField(_("朝代或国别"), max_length=20, blank=True)
    dates = models.CharField(_("生卒年"), max_length=20, blank=True, help_text=_("如 1735—1815，不详作 ?"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=NameStatus, default=NameStatus.PROPOSED)
    version = models.PositiveIntegerField(default=1, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出者"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("确认者"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = _("规范名称")
        verbose_name_plural = _("规范名称")
        ordering = ["kind", "form", "dynasty", "dates"]
        indexes = [
            models.Index(fields=["kind", "folded"], name="authority_name_folded"),
            models.Index(fields=["status", "-proposed_at"], name="authority_name_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "form", "dynasty", "dates"],
                name="authority_name_once",
                violation_error_message=_("这个名称已经有了"),
            ),
            models.CheckConstraint(
                condition=~Q(form=""), name="authority_name_written", violation_error_message=_("名称不能为空")
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Named.values),
                name="authority_name_kind_known",
                violation_error_message=_("没有这个类别"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=NameStatus.values),
                name="authority_name_status_known",
                violation_error_message=_("没有这个状态"),
            ),
        ]

    def __str__(self) -> str:
        return f"（{self.dynasty}）{self.form}" if self.dynasty else self.form

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folding key of the form as it now is."""
        self.folded = fold_name(self.form)
        super().save(*args, **kwargs)
