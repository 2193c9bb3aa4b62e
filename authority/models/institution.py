"""Holding institutions (收藏單位) and every name they go by."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from authority.folding import fold_name
from authority.models.base import AuthorityRow
from authority.models.region import Region

#: 單位代碼; a private collection may begin with a letter.
CODE_PATTERN = r"^[0-9A-Z][0-9]{3}$"
#: 行政區劃代碼 before the hyphen of a census number.
PREFIX_PATTERN = r"^[0-9]{6}$"


class System(models.TextChoices):
    """The system an institution belongs to (系統); the census of Zhejiang counts the first five."""

    PUBLIC = "public", _("公共图书馆")
    RELICS = "relics", _("文物")
    EDUCATION = "education", _("教育")
    ARCHIVES = "archives", _("档案")
    HEALTH = "health", _("卫生")
    RESEARCH = "research", _("科研")
    RELIGION = "religion", _("宗教")
    PRIVATE = "private", _("个人")
    OTHER = "other", _("其他")


class NameKind(models.TextChoices):
    """What kind of name it is."""

    FULL = "full", _("全称")
    SHORT = "short", _("简称")
    VARIANT = "variant", _("异称")


class InstitutionQuerySet(models.QuerySet["Institution"]):
    """Institutions, found as people write them."""

    def by_any_name(self, text: str) -> InstitutionQuerySet:
        """Return the institutions whose full, short or variant name equals `text` after folding, by unit code."""
        return self.filter(names__folded=fold_name(text), names__active=True).distinct()


class Institution(AuthorityRow):
    """A holding institution with its four-character unit code (單位代碼, as in 《中國古籍善本書目》)."""

    code = models.CharField(
        _("单位代码"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(CODE_PATTERN, _("应为四位，首位可为大写字母"))],
    )
    name = models.CharField(_("单位名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=30, blank=True, help_text=_("省级书目各条所用，如“浙图”"))
    region = models.ForeignKey(
        Region,
        verbose_name=_("所在地"),
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="institutions",
    )
    system = models.CharField(_("系统"), max_length=10, choices=System, default=System.OTHER)
    census_prefix = models.CharField(
        _("普查编号前六位"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(PREFIX_PATTERN, _("应为六位数字"))],
    )
    active = models.BooleanField(_("在用"), default=True)
    note = models.TextField(_("备注"), blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("收藏单位")
        verbose_name_plural = _("收藏单位")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN),
                name="institution_code_form",
                violation_error_message=_("单位代码应为四位，首位可为大写字母"),
            ),
            models.CheckConstraint(
                condition=Q(census_prefix="") | Q(census_prefix__regex=PREFIX_PATTERN),
                name="institution_prefix_form",
                violation_error_message=_("普查编号前六位应为六位数字"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the searchable names in step with the full and the short name."""
        super().save(*args, **kwargs)
        self.sync_names()

    def sync_names(self) -> None:
        """Write the full and the short name among the names that `by_any_name` looks through."""
        for kind, text in ((NameKind.FULL, self.name), (NameKind.SHORT, self.short_name)):
            if text:
                self.names.update_or_create(kind=kind, defaults={"name": text, "folded": fold_name(text)})
            else:
                self.names.filter(kind=kind).delete()


class InstitutionName(models.Model):
    """One name of an institution, folded for looking up (異稱: former names, common shortenings)."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("收藏单位"), on_delete=models.CASCADE, related_name="names"
    )
    kind = models.CharField(_("类别"), max_length=8, choices=NameKind, default=NameKind.VARIANT)
    name = models.CharField(_("名称"), max_length=120)
    folded = models.CharField(_("归并形"), max_length=120, db_index=True, editable=False)
    is_local = models.BooleanField(_("本地增补"), default=True)
    active = models.BooleanField(
        _("在用"), default=True, help_text=_("停用后不再以此名查找；系统所附的异称只停用，不删除")
    )

    class Meta:
        verbose_name = _("单位名称")
        verbose_name_plural = _("单位名称")
        ordering = ["institution", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind", "name"],
                name="institution_name_once",
                violation_error_message=_("这个单位已有这个名称"),
            ),
            models.UniqueConstraint(
                fields=["institution", "kind"],
                condition=Q(kind__in=(NameKind.FULL, NameKind.SHORT)),
                name="institution_one_full_and_short_name",
                violation_error_message=_("每个单位只有一个全称、一个简称"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fold the name, then save."""
        self.folded = fold_name(self.name)
        super().save(*args, **kwargs)
