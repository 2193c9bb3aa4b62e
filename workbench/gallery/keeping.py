"""The page on which a record's pictures are added, described, ordered, removed and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from census.errors import ActionRefused
from census.images.actions import DescribeImage, DropUpload, OrderImages, RemoveImage, RestoreImage
from census.images.answers import note_words, refusal_words, size_words
from census.images.policy import may_change
from census.images.quota import room_of
from census.images.showing import ShownImage, file_words, manage_address, viewer_address
from census.images.uploads import offset_of
from census.models import Image, ImageRole, ImageStatus
from guji.views.given import given_key
from workbench.gallery.seen import SeenRecord, seen_record


@dataclass(frozen=True, slots=True)
class KeptImage:
    """One picture on the page: to be looked at (``shown``), looked at by the worker, or refused."""

    image: Image
    number: int
    shown: ShownImage | None

    @property
    def file(self) -> str:
        """What is to be said of its file."""
        return file_words(self.image)

    @property
    def refusal(self) -> str:
        """Why it was not taken."""
        return refusal_words(self.image)

    @property
    def notes(self) -> list[str]:
        """What one should know of it."""
        return note_words(self.image)

    @property
    def state(self) -> str:
        """What differs wherever the page has to show it anew."""
        return "|".join((self.image.status, self.image.role, self.image.caption, self.image.refusal))


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file of which a part has arrived: chosen again, it is gone on with."""

    image: Image
    percent: int


@dataclass(frozen=True, slots=True)
class Kept:
    """All pictures of a record, by what has become of them."""

    living: list[KeptImage]
    removed: list[Image]
    unfinished: list[Unfinished]

    @property
    def pending(self) -> int:
        """How many the worker still has to look at."""
        return sum(one.image.status == ImageStatus.CHECKING for one in self.living)

    @property
    def ready(self) -> int:
        """How many can be looked at."""
        return sum(one.shown is not None for one in self.living)


def kept(kind: str, key: UUID, user: Any) -> Kept:
    """Return the pictures of a record; of unfinished uploads only the user's own."""
    images = list(Image.objects.of(kind, key).select_related("removed_by"))
    living = [image for image in images if image.removed_at is None and image.status != ImageStatus.ARRIVING]
    coming = (image for image in images if image.status == ImageStatus.ARRIVING and image.created_by_id == user.pk)
    return Kept(
        living=list(_kept_images(living)),
        removed=[image for image in images if image.removed_at is not None and image.status == ImageStatus.READY],
        unfinished=[Unfinished(image, 100 * offset_of(image.pk) // max(image.bytes, 1)) for image in coming],
    )


def _kept_images(images: list[Image]) -> Iterator[KeptImage]:
    looked_at = 0
    for number, image in enumerate(images, 1):
        ready = image.status == ImageStatus.READY
        looked_at += ready
        yield KeptImage(image, number, ShownImage(image, looked_at) if ready else None)


@login_required
@require_GET
def manage(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Show the pictures of a record to whoever may change them; with ``part=list`` only the list of them."""
    found = _changeable(request, kind, record)
    if request.GET.get("part") == "list":
        return _list(request, found)
    return render(request, "workbench/gallery_manage.html", _context(request, found))


@login_required
@require_POST
def act(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Store what the page says of the pictures, then do the one thing that was asked for with one of them."""
    found = _changeable(request, kind, record)
    said, level = "", messages.SUCCESS
    try:
        said = _done(request, found)
    except ActionRefused as refusal:
        said, level = refusal.message, messages.ERROR
    if request.POST.get("part") == "list":
        return _list(request, found, said, refused=level == messages.ERROR)
    messages.add_message(request, level, said)
    return redirect(manage_address(kind, record))


def _changeable(request: HttpRequest, kind: str, key: UUID) -> SeenRecord:
    record = seen_record(kind, key, request.user)
    if not may_change(request.user, record.record):
        raise PermissionDenied(_("以您的角色，现在不能改动这条记录的书影"))
    return record


def _context(request: HttpRequest, record: SeenRecord) -> dict[str, Any]:
    kind, key = record.record.KIND, record.record.pk
    room = room_of(record.record.institution_id)
    return {
        "record": record,
        "kind": kind,
        "kept": kept(kind, key, request.user),
        "roles": ImageRole.choices,
        "viewer": viewer_address(kind, key),
        "room": {"used": size_words(room.used), "limit": size_words(room.limit)},
    }


def _list(request: HttpRequest, record: SeenRecord, said: str = "", *, refused: bool = False) -> HttpResponse:
    context = _context(request, record) | {"said": said, "refused": refused}
    return render(request, "workbench/_gallery_list.html", context)


def _done(request: HttpRequest, record: SeenRecord) -> str:
    """Do what was asked, and say so."""
    changed = _described(request, record)
    for name, act in _ACTS.items():
        if name in request.POST:
            return act(request, record)
    if not changed:
        return _("没有改动")
    return ngettext("已保存 %(count)s 幅书影的内容和说明", "已保存 %(count)s 幅书影的内容和说明", changed) % {
        "count": changed
    }


def _described(request: HttpRequest, record: SeenRecord) -> int:
    """Store roles and captions where they differ from what is stored; return of how many pictures."""
    changed = 0
    for image in _images(record):
        role, caption = request.POST.get(f"role.{image.pk}"), request.POST.get(f"caption.{image.pk}")
        if _differs(role, image.role) or _differs(caption, image.caption):
            DescribeImage(image, record.record, request.user, role=role, caption=caption).execute()
            changed += 1
    return changed


def _differs(given: str | None, stored: str) -> bool:
    return given is not None and given.strip() != stored


def _images(record: SeenRecord) -> list[Image]:
    return list(Image.objects.of(record.record.KIND, record.record.pk))


def _named(request: HttpRequest, record: SeenRecord, name: str) -> Image:
    key = given_key(request.POST.get(name, ""))
    found = next((image for image in _images(record) if image.pk == key), None)
    if found is None:
        raise ActionRefused(_("这条记录没有这张书影"))
    return found


def _order(request: HttpRequest, record: SeenRecord) -> str:
    keys = [key for text in request.POST.getlist("order") if (key := given_key(text))]
    OrderImages(record.record, request.user, keys).execute()
    return _("已保存新的次序")


def _step(name: str, by: int) -> Callable[[HttpRequest, SeenRecord], str]:
    """Return the act that moves a picture one place on or back among those that are there."""

    def move(request: HttpRequest, record: SeenRecord) -> str:
        image = _named(request, record, name)
        keys = [one.image.pk for one in kept(record.record.KIND, record.record.pk, request.user).living]
        if image.pk not in keys:
            raise ActionRefused(_("这张书影已经移除"))
        at = keys.index(image.pk)
        to = min(max(at + by, 0), len(keys) - 1)
        keys.insert(to, keys.pop(at))
        OrderImages(record.record, request.user, keys).execute()
        return _("现在是第 %(number)s 幅") % {"number": to + 1}

    return move


def _remove(request: HttpRequest, record: SeenRecord) -> str:
    image = _named(request, record, "remove")
    RemoveImage(image, record.record, request.user, reason=request.POST.get(f"reason.{image.pk}", "")).execute()
    return _("已移除“%(name)s”，可以恢复") % {"name": image.name}


def _dismiss(request: HttpRequest, record: SeenRecord) -> str:
    image = _named(request, record, "dismiss")
    RemoveImage(image, record.record, request.user).execute()
    return _("已从单子上去掉“%(name)s”") % {"name": image.name}


def _restore(request: HttpRequest, record: SeenRecord) -> str:
    image = _named(request, record, "restore")
    RestoreImage(image, record.record, request.user).execute()
    return _("已恢复“%(name)s”") % {"name": image.name}


def _drop(request: HttpRequest, record: SeenRecord) -> str:
    image = _named(request, record, "drop")
    DropUpload(image, record.record, request.user).execute()
    return _("已放弃没有传完的“%(name)s”") % {"name": image.name}


_ACTS: dict[str, Callable[[HttpRequest, SeenRecord], str]] = {
    "order": _order,
    "earlier": _step("earlier", -1),
    "later": _step("later", 1),
    "remove": _remove,
    "dismiss": _dismiss,
    "restore": _restore,
    "drop": _drop,
}
