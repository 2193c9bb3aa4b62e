"""Pictures as pages show them: their words, their addresses, their place among the others of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from census.images.answers import size_words
from census.models import Image, ImageStatus

#: What a thumbnail and a page picture measure where the job did not say (pixels).
UNKNOWN: Final = (240, 320)


@dataclass(frozen=True, slots=True)
class ShownImage:
    """One picture that can be looked at; ``number`` is its place among those of its record, from 1."""

    image: Image
    number: int

    @property
    def key(self) -> UUID:
        """The picture's key."""
        return self.image.pk

    @property
    def role(self) -> str:
        """What of the book it shows: 卷端."""
        return str(self.image.get_role_display())

    @property
    def words(self) -> str:
        """What it shows, with what was written beside it: 卷端：卷一首葉."""
        return f"{self.role}：{self.image.caption}" if self.image.caption else self.role

    @property
    def thumb(self) -> str:
        """The address of the thumbnail."""
        return reverse("images:thumb", args=[self.image.pk])

    @property
    def page(self) -> str:
        """The address of the whole picture at the size of a page."""
        return reverse("images:page", args=[self.image.pk])

    @property
    def info(self) -> str:
        """The address of what tells a viewer of the tiles."""
        return reverse("images:info", args=[self.image.pk])

    @property
    def viewer(self) -> str:
        """The address of the page where it is looked at."""
        return f"{viewer_address(self.image.kind, self.image.record_id)}?n={self.number}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what the tiles show, in pixels."""
        shown = self.image.shown
        return shown.get("width", self.image.width), shown.get("height", self.image.height)

    @property
    def thumb_size(self) -> tuple[int, int]:
        """Width and height of the thumbnail, so that nothing jumps when it comes."""
        width, height = self.image.shown.get("thumb", UNKNOWN)
        return width, height

    @property
    def page_size(self) -> tuple[int, int]:
        """Width and height of the picture at the size of a page."""
        width, height = self.image.shown.get("page", UNKNOWN)
        return width, height


def shown_images(kind: str, record_id: UUID) -> list[ShownImage]:
    """Return the pictures of a record that can be looked at, in order. Whoever sees the record may see them."""
    return numbered(Image.objects.of(kind, record_id).ready())


def numbered(images: Iterable[Image]) -> list[ShownImage]:
    """Return pictures of one record with their places."""
    return [ShownImage(image, number) for number, image in enumerate(images, 1)]


def shown_by_record(kind: str, record_ids: Sequence[UUID]) -> dict[UUID, list[ShownImage]]:
    """Return the pictures of several records, in one query; records without any are left out."""
    rows = Image.objects.filter(kind=kind, record_id__in=record_ids).ready().order_by("record_id", "position", "id")
    found: dict[UUID, list[Image]] = {}
    for image in rows:
        found.setdefault(image.record_id, []).append(image)
    return {key: numbered(images) for key, images in found.items()}


def viewer_address(kind: str, record_id: UUID) -> str:
    """Return the address where the pictures of a record are looked at."""
    return reverse("images:viewer", args=[kind, record_id])


def manage_address(kind: str, record_id: UUID) -> str:
    """Return the address where the pictures of a record are added, described and ordered."""
    return reverse("images:manage", args=[kind, record_id])


def manifest_address(kind: str, record_id: UUID) -> str:
    """Return the address of the record's IIIF manifest."""
    return reverse("images:manifest", args=[kind, record_id])


def file_words(image: Image) -> str:
    """Return what is to be said of a picture's file: its name, pixels, bytes, format."""
    pixels = _("{width}×{height} 像素").format(width=image.width, height=image.height) if image.width else ""
    size = size_words(image.bytes).replace(" ", "\u00a0")
    parts = (image.name, pixels, size, str(image.get_format_display()))
    return "　".join(part for part in parts if part)


def is_pending(image: Any) -> bool:
    """Whether a picture will change by itself: it is looked at by the worker."""
    return bool(image.status == ImageStatus.CHECKING)
