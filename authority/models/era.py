"""Dynasties and reign eras as tables: the chronology's rows to look at, and local ones to add."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from authority.models.base import AuthorityRow


class DynastyEntry(AuthorityRow):
    """A dynasty, period or nationality (朝代、國別); see `authority.chronology.Dynasty`."""

    name = models.CharField(_("名称"), max_length=20, unique=True)
    aliases = models.CharField(_("异称"), max_length=200, blank=True, help_text=_("以“|”分隔"))
    start = models.IntegerField(_("起年"), null=True, blank=True, help_text=_("公历年，公元前为负数，无公元 0 年"))
    end = models.IntegerField(_("讫年"), null=True, blank=True)
    region = models.CharField(_("国别代码"), max_length=2, blank=True)
    kind = models.CharField(
        _("类别"),
        max_length=8,
        choices=[("dynasty", _("朝代")), ("period", _("时期")), ("nation", _("国别"))],
        default="dynasty",
    )
    members = models.CharField(_("所含"), max_length=400, blank=True, help_text=_("以“|”分隔"))
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("朝代")
        verbose_name_plural = _("朝代")
        ordering = ["start", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="dynasty_ends_after_start",
                violation_error_message=_("讫年早于起年"),
            ),
            models.CheckConstraint(
                condition=(Q(start__isnull=True) | ~Q(start=0)) & (Q(end__isnull=True) | ~Q(end=0)),
                name="dynasty_no_year_zero",
                violation_error_message=_("没有公元 0 年"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EraEntry(AuthorityRow):
    """A reign era or a ruler's years (年號、王年); see `authority.chronology.Era`."""

    dynasty = models.ForeignKey(
        DynastyEntry, verbose_name=_("朝代"), to_field="name", on_delete=models.PROTECT, related_name="eras"
    )
    ruler = models.CharField(_("君主"), max_length=30, blank=True)
    name = models.CharField(_("年号"), max_length=20)
    aliases = models.CharField(_("异写"), max_length=120, blank=True, help_text=_("以“|”分隔"))
    start = models.IntegerField(_("元年"), help_text=_("元年所始的公历年，公元前为负数，无公元 0 年"))
    end = models.IntegerField(_("末年"))
    used_to = models.IntegerField(_("沿用至"), null=True, blank=True)
    solar_from = models.IntegerField(_("改用公历之年"), null=True, blank=True)
    kind = models.CharField(
        _("类别"),
        max_length=6,
        choices=[("era", _("年号")), ("reign", _("王年")), ("count", _("纪元"))],
        default="era",
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("年号")
        verbose_name_plural = _("年号")
        ordering = ["start", "end", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dynasty", "name", "start"],
                name="era_once_in_dynasty",
                violation_error_message=_("这个朝代已有始于这一年的这个年号"),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="era_ends_after_start", violation_error_message=_("末年早于元年")
            ),
            models.CheckConstraint(
                condition=~Q(start=0) & ~Q(end=0), name="era_no_year_zero", violation_error_message=_("没有公元 0 年")
            ),
            models.CheckConstraint(
                condition=Q(used_to__isnull=True) | Q(used_to__gte=F("end")),
                name="era_used_beyond_its_end",
                violation_error_message=_("沿用之年早于末年"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dynasty_id}{self.name}"
