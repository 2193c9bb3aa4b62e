"""Pictures of records for tests of pages: rows as the worker leaves them, without files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from census.models import CensusRecord, Image, ImageFormat, ImageRole, ImageStatus


def shown_of(width: int, height: int, tile: int = 512) -> dict[str, Any]:
    """What the job says of a picture: factors until one tile has the whole, a page and a thumbnail beside them."""
    factors = [1]
    while max(width, height) > tile * factors[-1]:
        factors.append(factors[-1] * 2)
    page, thumb = (
        [max(1, round(side * min(1, most / max(width, height)))) for side in (width, height)] for most in (1600, 240)
    )
    return {"width": width, "height": height, "tile": tile, "factors": factors, "page": page, "thumb": thumb}


def make_image(record: CensusRecord, role: str = ImageRole.OPENING, **values: Any) -> Image:
    """Write a picture of a record after those that it has; ready to be looked at unless ``status`` says otherwise."""
    position = Image.objects.of(record.KIND, record.pk).count()
    name = values.pop("name", f"{position + 1:03d}.jpg")
    status = values.pop("status", ImageStatus.READY)
    ready = {"format": ImageFormat.JPEG, "width": 3000, "height": 4000, "shown": shown_of(3000, 4000)}
    image: Image = Image.objects.create(
        kind=record.KIND,
        record_id=record.pk,
        institution_id=record.institution_id,
        role=role,
        position=position,
        name=name,
        sha256=hashlib.sha256(f"{record.pk}{name}{position}".encode()).hexdigest(),
        bytes=values.pop("bytes", 2_500_000),
        status=status,
        created_at=timezone.now(),
        **{**(ready if status == ImageStatus.READY else {}), **values},
    )
    return image
