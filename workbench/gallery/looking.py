"""Looking at pictures: those of one record one after another, or two side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from census.images.policy import may_change
from census.images.showing import ShownImage, manage_address, manifest_address, shown_images
from census.models import Image
from guji.views.given import given_key, given_number
from workbench.gallery.seen import CopyImages, SeenRecord, copies_of, seen_record


@require_safe
def viewer(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Show the pictures of a record, the one of number ``n`` first."""
    found = seen_record(kind, record, request.user)
    images = shown_images(kind, record)
    current = _wanted(images, request.GET.get("n", ""))
    context = {
        "record": found,
        "images": images,
        "current": current,
        "before": images[current.number - 2] if current and current.number > 1 else None,
        "after": images[current.number] if current and current.number < len(images) else None,
        "copies": [(copy, copy.like(current)) for copy in copies_of(found.record, request.user)] if current else [],
        "manifest": manifest_address(kind, record),
        "manage": manage_address(kind, record) if may_change(request.user, found.record) else "",
    }
    return render(request, "workbench/gallery_viewer.html", context)


def _wanted(images: list[ShownImage], number: str) -> ShownImage | None:
    """Return the picture of a number; the first for what is no number, the last for what is beyond it."""
    if not images:
        return None
    return images[min(max(given_number(number) or 1, 1), len(images)) - 1]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two pictures side by side: of two copies of an edition, or of one book."""
    left = _image(request, "left")
    record = seen_record(left.kind, left.record_id, request.user)
    choices = [CopyImages(record, shown_images(left.kind, left.record_id)), *copies_of(record.record, request.user)]
    right = _image(request, "right") if request.GET.get("right") else _opposite(choices, left)
    if not any(one.key == right.pk for copy in choices for one in copy.images):
        other = seen_record(right.kind, right.record_id, request.user)
        choices.append(CopyImages(other, shown_images(right.kind, right.record_id)))
    sides = [_side("left", left, choices), _side("right", right, choices)]
    return render(request, "workbench/gallery_compare.html", {"record": record, "sides": sides, "choices": choices})


def _image(request: HttpRequest, name: str) -> Image:
    """Return the picture that the address names, if the user may see it and it can be looked at."""
    key = given_key(request.GET.get(name, ""))
    image = Image.objects.ready().visible_to(request.user).filter(pk=key).first() if key else None
    if image is None:
        raise Http404
    return image


def _opposite(choices: list[CopyImages], left: Image) -> Image:
    """Return what is best set beside a picture: the same part of another copy, else the next one of this copy."""
    own = choices[0].images
    shown = next(one for one in own if one.key == left.pk)
    if len(choices) > 1:
        return choices[1].like(shown).image
    return own[shown.number % len(own)].image


def _side(name: str, image: Image, choices: list[CopyImages]) -> dict[str, Any]:
    """Return one half of the page: its picture, and the copy that it is of."""
    copy, shown = next((copy, one) for copy in choices for one in copy.images if one.key == image.pk)
    seen: SeenRecord = copy.seen
    return {"name": name, "shown": shown, "record": seen}
