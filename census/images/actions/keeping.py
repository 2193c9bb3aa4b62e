"""Pictures that are there: described, put in order, removed, brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from census.actions import checked_reason
from census.errors import WrongState
from census.images.actions.base import TAKEN, ImageAction, checked_caption, checked_role, refuse_duplicate
from census.images.looking import queue_looking
from census.models import CensusRecord, Image, ImageAct, ImageStatus


class DescribeImage(ImageAction[Image]):
    """Say what a picture shows."""

    act = ImageAct.DESCRIBE

    def __init__(
        self, image: Image, record: CensusRecord, user: Any, *, role: str | None = None, caption: str | None = None
    ) -> None:
        super().__init__(record, user)
        self.image = image
        self.values: dict[str, str] = {}
        if role is not None:
            self.values["role"] = checked_role(role)
        if caption is not None:
            self.values["caption"] = checked_caption(caption)

    def change(self, record: CensusRecord) -> Image:
        """Set role and caption; where nothing differs nothing is written."""
        image = self.image_of(record, self.image)
        diff = {
            name: [getattr(image, name), value] for name, value in self.values.items() if getattr(image, name) != value
        }
        if diff:
            for name, (_, value) in diff.items():
                setattr(image, name, value)
            image.save(update_fields=list(diff))
            self.remember(record, image, diff)
        return image


class OrderImages(ImageAction[None]):
    """Put a record's pictures into an order; those not named keep theirs, after the named ones."""

    act = ImageAct.ORDER

    def __init__(self, record: CensusRecord, user: Any, keys: Sequence[UUID]) -> None:
        super().__init__(record, user)
        self.keys = list(dict.fromkeys(keys))

    def change(self, record: CensusRecord) -> None:
        """Number the pictures anew."""
        before = list(self.images(record))
        by_key = {image.pk: image for image in before}
        if any(key not in by_key for key in self.keys):
            raise WrongState(gettext_noop("这条记录没有这张书影"))
        named = set(self.keys)
        after = [by_key[key] for key in self.keys] + [image for image in before if image.pk not in named]
        for position, image in enumerate(after):
            image.position = position
        Image.objects.bulk_update(after, ["position"])
        if after != before:
            order = [[str(image.pk) for image in images if image.removed_at is None] for images in (before, after)]
            self.remember(record, None, {"order": order})


class RemoveImage(ImageAction[Image]):
    """Take a picture from the record; it stays as a tombstone, its file too. One never taken needs no reason."""

    act = ImageAct.REMOVE

    def __init__(self, image: Image, record: CensusRecord, user: Any, reason: str = "") -> None:
        super().__init__(record, user, reason=reason)
        self.image = image

    def change(self, record: CensusRecord) -> Image:
        """Set the tombstone."""
        image = self.image_of(record, self.image)
        if image.removed_at is not None:
            raise WrongState(gettext_noop("这张书影已经移除"))
        if image.status == ImageStatus.ARRIVING:
            raise WrongState(gettext_noop("文件还没有传完"))
        if image.status in TAKEN:
            checked_reason("remove", self.reason)
        image.removed_at, image.removed_by = self.now, self.user
        image.save(update_fields=["removed_at", "removed_by"])
        self.remember(record, image, {"name": [image.name, None]})
        return image


class RestoreImage(ImageAction[Image]):
    """Bring a removed picture back to where it stood."""

    act = ImageAct.RESTORE

    def __init__(self, image: Image, record: CensusRecord, user: Any, reason: str = "") -> None:
        super().__init__(record, user, reason=reason)
        self.image = image

    def change(self, record: CensusRecord) -> Image:
        """Take the tombstone away; a picture whose looking was not finished is looked at."""
        image = self.image_of(record, self.image)
        if image.removed_at is None:
            raise WrongState(gettext_noop("这张书影没有移除"))
        if image.status == ImageStatus.REFUSED:
            raise WrongState(gettext_noop("这个文件没有收下，不能恢复，请重新上传"))
        refuse_duplicate(self.images(record), image.sha256)
        image.removed_at = image.removed_by = None
        image.save(update_fields=["removed_at", "removed_by"])
        self.remember(record, image, {"name": [None, image.name]})
        if image.status == ImageStatus.CHECKING:
            queue_looking(record.KIND, record.pk, self.user)
        return image
