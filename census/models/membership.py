"""Who works where, and as what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member does (DESIGN: "Roles are memberships")."""

    CATALOGUER = "cataloguer", _("著录员")
    INSTITUTION_REVIEWER = "institution_reviewer", _("馆审")
    PROVINCE_REVIEWER = "province_reviewer", _("省审")
    EDITOR = "editor", _("编辑")
    ADMINISTRATOR = "administrator", _("管理员")


OF_AN_INSTITUTION = (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
OF_THE_PROVINCE = (Role.PROVINCE_REVIEWER, Role.EDITOR)


class Membership(models.Model):
    """One role of one user: in one institution, or, without institution, in the whole province.

    著錄員 and 館審 belong to an institution, 省審 and 編輯 to the province; a 管理員 may be either.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("用户")
    )
    institution = models.ForeignKey(
        "authority.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("单位"),
        help_text=_("省审、编辑不填；管理员不填即全省"),
    )
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        ordering = ["user", "institution", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role"],
                name="census_membership_once",
                violation_error_message=_("这位用户在这个单位已有这个角色"),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(institution__isnull=True),
                name="census_membership_province_once",
                violation_error_message=_("这位用户已有这个全省角色"),
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(role__in=OF_AN_INSTITUTION),
                name="census_membership_needs_institution",
                violation_error_message=_("著录员和馆审须属于一个单位"),
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | ~Q(role__in=OF_THE_PROVINCE),
                name="census_membership_of_province",
                violation_error_message=_("省审和编辑是全省的角色，不填单位"),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="census_membership_role_known",
                violation_error_message=_("没有这样的角色"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.institution or _('全省')}"
