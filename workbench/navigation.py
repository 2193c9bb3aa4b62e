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


def _anybody(user: User) -> bool:
    return True


def _importers(user: User) -> bool:
    return may_import(Access.of(user))


def _publishers(user: User) -> bool:
    return VolumePolicy.of(user).may_enter


def _staff(user: User) -> bool:
    return bool(user.is_authenticated and getattr(user, "is_staff", False))


Rooms = tuple[tuple[str | Promise, str, Callable[[User], bool]], ...]
#: Label, name of the address, who sees it: at the desk.
ROOMS: Rooms = (
    (_("工作台"), "home", _everyone),
    (_("古籍"), "record-list", _everyone),
    (_("导入"), "import-list", _importers),
    (_("书目"), "volume-list", _publishers),
    (_("任务"), "job-list", _everyone),
    (_("管理"), "admin:index", _staff),
    (_("检索"), "catalogue", _anybody),
)
#: The same for the public catalogue, whose pages are recognised by the module of their view.
PUBLIC_ROOMS: Rooms = (
    (_("检索"), "catalogue", _anybody),
    (_("分类"), "browse", _anybody),
    (_("单位"), "institution-list", _anybody),
    (_("统计"), "statistics", _anybody),
    (_("工作台"), "home", _everyone),
)
#: Addresses that are an item's only when they are just that: others lie beneath them.
WHOLE = ("home", "catalogue")
#: First steps of addresses that belong to an item without lying beneath its own.
BENEATH = {"catalogue": ("search",), "browse": ("classes",)}


def navigation_for(user: User, path: str, *, public: bool = False) -> list[NavigationItem]:
    """Return what ``user`` may enter; the item whose address ``path`` lies under is the current one.

    Those who have not logged in are shown the rooms of the public catalogue everywhere.
    """
    items = []
    for label, name, shown in PUBLIC_ROOMS if public or not user.is_authenticated else ROOMS:
        if shown(user):
            url = reverse(name)
            current = path == url if name in WHOLE else path.startswith(url)
            current = current or any(
                path.startswith(f"{reverse('catalogue')}{below}/") for below in BENEATH.get(name, ())
            )
            items.append(NavigationItem(label, url, current))
    return items
