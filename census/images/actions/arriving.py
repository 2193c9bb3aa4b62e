"""Files that come: announced, sent, taken in, or given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_noop

from census.errors import WrongState
from census.images import places, uploads
from census.images.actions.base import TAKEN, ImageAction, checked_caption, checked_role, refuse_duplicate
from census.images.answers import ImageRefused, size_words
from census.images.looking import queue_looking
from census.images.quota import room_of
from census.models import CensusRecord, Image, ImageAct, ImageRole, ImageStatus
from census.storable import is_storable, require_storable

#: Characters of a file's name, and of the token by which its sender knows it.
LONGEST_NAME = 255
LONGEST_TOKEN = 200
#: How long after a file was taken its sender may still not know.
UNHEARD = timedelta(minutes=5)


class BeginUpload(ImageAction[Image]):
    """Announce a file: name, bytes, and its SHA-256 if known. Returns the picture that is to arrive, in its place.

    ``token`` is whatever the sender knows the file by; an unfinished upload of theirs with the same token, name and
    size is gone on with. One that was finished just now is returned too: its sender did not hear of it.
    """

    act = ImageAct.ADD

    def __init__(
        self,
        record: CensusRecord,
        user: Any,
        name: str,
        size: int,
        *,
        sha256: str = "",
        token: str = "",
        role: str = ImageRole.OTHER,
        caption: str = "",
    ) -> None:
        super().__init__(record, user)
        self.name = _checked_name(name)
        self.size = size
        self.sha256 = sha256.lower() if _is_digest(sha256.lower()) else ""
        self.token = token if len(token) <= LONGEST_TOKEN and is_storable(token) else ""
        self.role, self.caption = checked_role(role), checked_caption(caption)

    def change(self, record: CensusRecord) -> Image:
        """Make the row and the empty file."""
        uploads.drop_expired()
        if (known := self._unfinished(record)) is not None:
            return known
        _require_size(self.size)
        refuse_duplicate(self.images(record), self.sha256)
        room_of(record.institution_id).require(self.size)
        last = self.images(record).aggregate(last=Max("position"))["last"]
        image = Image.objects.create(
            kind=record.KIND,
            record_id=record.pk,
            institution_id=record.institution_id,
            role=self.role,
            caption=self.caption,
            position=0 if last is None else last + 1,
            name=self.name,
            sha256=self.sha256,
            token=self.token,
            bytes=self.size,
            created_at=self.now,
            created_by=self.user,
        )
        uploads.begin_file(image.pk)
        return image

    def _unfinished(self, record: CensusRecord) -> Image | None:
        if not (self.token or self.sha256):
            return None
        mine = self.images(record).living().filter(created_by=self.user, name=self.name, bytes=self.size)
        content = Q() if self.token else Q(sha256=self.sha256)
        begun = Q(status=ImageStatus.ARRIVING, sha256=self.sha256)
        taken = Q(status__in=TAKEN, changes__action=ImageAct.ADD, changes__at__gte=self.now - UNHEARD)
        same: Image | None = mine.filter(begun | taken & content, token=self.token).first()
        return same


class FinishUpload(ImageAction[Image]):
    """Take a file that has wholly arrived: from now on it is looked at.

    Where it cannot be taken (already there, no room, damaged on the way) it is dropped.
    """

    act = ImageAct.ADD

    def __init__(self, image: Image, record: CensusRecord, user: Any) -> None:
        super().__init__(record, user)
        self.image = image
        self.digest = ""

    def execute(self) -> Image:
        """Read the file, then take it; reading does not keep others from writing."""
        if uploads.offset_of(self.image.pk) != self.image.bytes:
            raise WrongState(gettext_noop("文件还没有传完"))
        self.digest = uploads.digest_of(places.arriving(self.image.pk))
        try:
            return super().execute()
        except ImageRefused:
            Image.objects.filter(pk=self.image.pk, status=ImageStatus.ARRIVING).delete()
            uploads.drop_file(self.image.pk)
            raise

    def change(self, record: CensusRecord) -> Image:
        """Set the picture to be looked at, and queue the looking."""
        image = self.image_of(record, self.image)
        if image.status != ImageStatus.ARRIVING:
            return image
        if image.sha256 and image.sha256 != self.digest:
            raise ImageRefused("damaged")
        refuse_duplicate(self.images(record), self.digest)
        room_of(record.institution_id, without=image.pk).require(image.bytes)
        image.sha256, image.status = self.digest, ImageStatus.CHECKING
        image.save(update_fields=["sha256", "status"])
        self.remember(record, image, {"name": [None, image.name], "role": [None, image.role]})
        queue_looking(record.KIND, record.pk, self.user)
        return image


class DropUpload(ImageAction[None]):
    """Give up a file that has not wholly arrived."""

    act = ImageAct.REMOVE

    def __init__(self, image: Image, record: CensusRecord, user: Any) -> None:
        super().__init__(record, user)
        self.image = image

    def change(self, record: CensusRecord) -> None:
        """Remove row and file: nothing was taken, so nothing is remembered."""
        self.images(record).filter(pk=self.image.pk, status=ImageStatus.ARRIVING).delete()
        transaction.on_commit(lambda: uploads.drop_file(self.image.pk))


class AddImage:
    """Take a file that is at hand as a whole: a form without scripts, a command."""

    def __init__(
        self, record: CensusRecord, user: Any, name: str, size: int, read: uploads.Read, **described: str
    ) -> None:
        self.record = record
        self.user = user
        self.read = read
        self.size = size
        self.begin = BeginUpload(record, user, name, size, **described)

    def execute(self) -> Image:
        """Store it and queue the looking. Raises :class:`~census.errors.ActionRefused`."""
        image = self.begin.execute()
        try:
            uploads.append(image.pk, 0, self.read, length=self.size, most=self.size)
            return FinishUpload(image, self.record, self.user).execute()
        except Exception:
            DropUpload(image, self.record, self.user).execute()
            raise


def _require_size(size: int) -> None:
    if size < 1:
        raise ImageRefused("empty")
    if size > settings.IMAGE_MAX_BYTES:
        raise ImageRefused("too_large", size=size_words(size), limit=size_words(settings.IMAGE_MAX_BYTES))


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _checked_name(name: str) -> str:
    """Return a file's name without folders, as its sender has it; of an overlong one the end, which has the suffix."""
    plain = require_storable("name", name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return plain[-LONGEST_NAME:] or "—"
