"""How much an institution may keep, and how much it does: bytes of files, each content once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from census.images.answers import ImageRefused, size_words
from census.models import Image, ImageQuota, ImageStatus


@dataclass(frozen=True, slots=True)
class Room:
    """What an institution may keep, what it keeps, and what is on its way, in bytes."""

    limit: int
    kept: int
    coming: int

    @property
    def used(self) -> int:
        """Return what is kept or promised to an upload under way."""
        return self.kept + self.coming

    def require(self, size: int) -> None:
        """Raise :class:`~census.images.answers.ImageRefused` if so many bytes more do not fit."""
        if self.used + size > self.limit:
            words = {"limit": size_words(self.limit), "used": size_words(self.used), "size": size_words(size)}
            raise ImageRefused("quota", **words)


def room_of(institution_id: int, *, without: UUID | None = None) -> Room:
    """Return the room of an institution; ``without`` is an upload that does not count.

    Removed pictures count, as their files stay; the same file in two records counts once.
    """
    row = ImageQuota.objects.filter(institution_id=institution_id).first()
    rows = Image.objects.filter(institution_id=institution_id)
    kept = rows.filter(status__in=(ImageStatus.CHECKING, ImageStatus.READY)).order_by()
    coming = rows.filter(status=ImageStatus.ARRIVING)
    if without is not None:
        coming = coming.exclude(pk=without)
    total = kept.values("sha256", "bytes").distinct().aggregate(sum=Sum("bytes"))["sum"]
    return Room(
        limit=row.bytes if row else settings.IMAGE_QUOTA_BYTES,
        kept=total or 0,
        coming=coming.aggregate(sum=Sum("bytes"))["sum"] or 0,
    )
