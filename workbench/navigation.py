"""The main navigation: which rooms a user is shown, and which one the page belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog_export.policies import VolumePolicy
from census.policies import Access
from workbench.importing.policies import may_import

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the navigation as the page shows it."""

    label: str | Promise
    url: str
    current: bool


def _everyone(user: User) -> bool:
    return bool(user.is_authenticated)


def _importers(user: User) -> bool:
    return may_import(Access.of(user))


def _publishers(user: User) -> bool:
    return VolumePolicy.of(user).may_enter


def _staff(user: User) -> bool:
    return bool(user.is_authenticated and getattr(user, "is_staff", False))


#: Label, name of the address, who sees it.
ROOMS: tuple[tuple[str | Promise, str, Callable[[User], bool]], ...] = (
    (_("工作台"), "home", _everyone),
    (_("古籍"), "record-list", _everyone),
    (_("导入"), "import-list", _importers),
    (_("书目"), "volume-list", _publishers),
    (_("任务"), "job-list", _everyone),
    (_("管理"), "admin:index", _staff),
)


def navigation_for(user: User, path: str) -> list[NavigationItem]:
    """Return what ``user`` may enter; the item whose address ``path`` lies under is the current one."""
    home = reverse("home")
    items = []
    for label, name, shown in ROOMS:
        if shown(user):
            url = reverse(name)
            current = path == url if url == home else path.startswith(url)
            items.append(NavigationItem(label, url, current))
    return items
