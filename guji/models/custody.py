"""The book as a thing kept: 定級, 定損, 修復, 來源, other numbers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guji.models.base import DetailRow, flag_field, of_book, once, text_field


class Grading(DetailRow):
    """定級 by one standard (WH/T 20-2006, GB/T 31076.1, 名錄 …)."""

    book = of_book("gradings")
    standard = text_field(_("标准"))
    level = text_field(_("级"))
    grade_class = text_field(_("等"))
    basis = text_field(_("依据条款"))
    date_text = text_field(_("日期"))
    body = text_field(_("定级者"))
    catalogue_no = text_field(_("名录号"))

    class Meta(DetailRow.Meta):
        verbose_name = _("定级")
        verbose_name_plural = _("定级")
        constraints = once("grading")

    def __str__(self) -> str:
        return f"{self.standard} {self.level}{self.grade_class}"


class Damage(DetailRow):
    """定損 (WH/T 22-2006: level one is the gravest), of the set or of a run of volumes."""

    book = of_book("damages")
    standard = text_field(_("标准"))
    level = text_field(_("级别"))
    kinds = models.JSONField(_("破损类型"), blank=True, default=list)
    location = text_field(_("部位"))
    percent = models.DecimalField(_("比例"), max_digits=5, decimal_places=2, null=True, blank=True)
    ph = models.DecimalField(_("pH 值"), max_digits=5, decimal_places=2, null=True, blank=True)
    ce_range = text_field(_("册次"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("定损")
        verbose_name_plural = _("定损")
        constraints = once("damage")

    def __str__(self) -> str:
        return f"{self.standard} {self.level}"


class Repair(DetailRow):
    """修復: when, by whom, how."""

    book = of_book("repairs")
    date_text = text_field(_("时间"))
    repairer = text_field(_("修复人"))
    body = text_field(_("修复单位"))
    method = text_field(_("方法"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("修复历史")
        verbose_name_plural = _("修复历史")
        constraints = once("repair")

    def __str__(self) -> str:
        return f"{self.date_text} {self.repairer}"


class Provenance(DetailRow):
    """來源: how the set came to the institution."""

    book = of_book("provenances")
    method = text_field(_("方式"))
    source = text_field(_("来源者"))
    date_text = text_field(_("时间"))
    price = text_field(_("价格"))
    accession_no = text_field(_("登录号"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("来源")
        verbose_name_plural = _("来源")
        constraints = once("provenance")

    def __str__(self) -> str:
        return f"{self.method} {self.source}"


class Identifier(DetailRow):
    """A number that another scheme gave the set; at most one of them ``primary``."""

    book = of_book("identifiers")
    scheme = text_field(_("编号系统"))
    value = text_field(_("编号"))
    primary = flag_field(_("主编号"))

    class Meta(DetailRow.Meta):
        verbose_name = _("其他编号")
        verbose_name_plural = _("其他编号")
        constraints = [
            *once("identifier"),
            models.UniqueConstraint(
                fields=["book"],
                condition=models.Q(primary=True),
                name="guji_identifier_one_primary",
                violation_error_message=_("只能有一个主编号"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
