"""Pictures of records for tests of pages: rows as the worker leaves them, without files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from census.models import CensusRecord, Image, ImageFormat, ImageRole, ImageStatus

#: What the job writes of a picture of 3000 by 4000 pixels.
SHOWN = {
    "width": 3000,
    "height": 4000,
    "tile": 512,
    "factors": [1, 2, 4, 8],
    "page": [1200, 1600],
    "thumb": [180, 240],
}


def make_image(record: CensusRecord, role: str = ImageRole.OPENING, **values: Any) -> Image:
    """Write a picture of a record after those that it has; ready to be looked at unless ``status`` says otherwise."""
    position = Image.objects.of(record.KIND, record.pk).count()
    name = values.pop("name", f"{position + 1:03d}.jpg")
    status = values.pop("status", ImageStatus.READY)
    ready = {"format": ImageFormat.JPEG, "width": 3000, "height": 4000, "shown": SHOWN}
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
