"""Administrative regions (行政區劃)."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from authority.models.base import AuthorityRow

#: GB/T 2260: province, city and county, two digits each.
CODE_PATTERN = r"^[0-9]{6}$"


class RegionKind(models.TextChoices):
    """The level of a region."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("地级")
    COUNTY = "county", _("县级")


class Region(AuthorityRow):
    """A region with its code of GB/T 2260; 330000 is Zhejiang, the prefix of its census numbers."""

    code = models.CharField(
        _("行政区划代码"), max_length=6, unique=True, validators=[RegexValidator(CODE_PATTERN, _("应为六位数字"))]
    )
    name = models.CharField(_("名称（繁体）"), max_length=60)
    name_hans = models.CharField(_("名称（简体）"), max_length=60, blank=True)
    kind = models.CharField(_("级别"), max_length=10, choices=RegionKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN),
                name="region_code_form",
                violation_error_message=_("行政区划代码应为六位数字"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
