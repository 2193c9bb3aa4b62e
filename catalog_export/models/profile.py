"""Profiles that editors have made beside those that come with the system."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog_export.models.version import Version
from catalog_export.volumes.profile import Profile, ProfileError, builtin_profiles, profile_from_data


def check_profile(data: Any) -> None:
    """Raise ``ValidationError`` naming everything wrong with a profile's data."""
    try:
        profile_from_data(data)
    except ProfileError as error:
        raise ValidationError([problem.message for problem in error.problems]) from error


class VolumeProfile(models.Model):
    """A profile of the house's own (體例與版式). Its name may not be that of a built-in one."""

    name = models.SlugField(_("名称"), max_length=60, unique=True)
    label = models.CharField(_("显示名称"), max_length=120)
    data = models.JSONField(_("设置"), default=dict, blank=True, validators=[check_profile])
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("版式")
        verbose_name_plural = _("版式")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse a name that a built-in profile already has."""
        if self.name in builtin_profiles():
            raise ValidationError({"name": _("“%(name)s”是系统自带的版式，请另取名称") % {"name": self.name}})

    def to_profile(self) -> Profile:
        """Return the profile. Raises :class:`ProfileError` if the stored data is not usable any more."""
        return profile_from_data({**self.data, "name": self.name, "label": self.label})


class ProfileVersion(Version):
    """One state of a profile: its label and settings from then on, who changed it and when.

    The newest version says what :class:`VolumeProfile` holds. A run keeps the profile it was set in, whatever
    becomes of this one.
    """

    profile = models.ForeignKey(VolumeProfile, models.CASCADE, related_name="versions", verbose_name=_("版式"))
    label = models.CharField(_("显示名称"), max_length=120)
    data = models.JSONField(_("设置"), default=dict, blank=True)

    class Meta(Version.Meta):
        verbose_name = _("版式旧稿")
        verbose_name_plural = _("版式旧稿")

    def __str__(self) -> str:
        return f"{self.label} {self.created_at:%Y-%m-%d %H:%M}"
