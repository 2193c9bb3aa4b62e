"""Every change of a record's pictures, one class each. Nothing else writes them, save the job that looks at files.

Each is one transaction: policy, the change, a row of history, an outbox row for the index. The record's version stays
as it is: an editor who is typing must not run into a conflict because a colleague adds a picture.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from census.actions import checked_reason, write_outbox
from census.errors import InvalidData, WrongState
from census.images import places, uploads
from census.images.answers import ImageRefused, size_words
from census.images.looking import queue_looking
from census.images.policy import require_change
from census.images.quota import room_of
from census.kinds import records_of
from census.models import CensusRecord, Image, ImageAct, ImageChange, ImageRole, ImageStatus
from census.storable import require_storable

Result = TypeVar("Result")

#: Characters of a caption and of a file's name.
LONGEST_CAPTION = 500
LONGEST_NAME = 255
LONGEST_TOKEN = 200
TAKEN = (ImageStatus.CHECKING, ImageStatus.READY)


class ImageAction(ABC, Generic[Result]):
    """A change of the pictures of one record; the record's row is held meanwhile, so that such changes queue up."""

    act: ClassVar[ImageAct]

    def __init__(self, record: CensusRecord, user: Any, *, reason: str = "") -> None:
        self.given = record
        self.user = user
        self.reason = reason.strip()
        self.now = timezone.now()

    def execute(self) -> Result:
        """Do it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        require_storable("reason", self.reason)
        with transaction.atomic():
            record = self.held()
            require_change(self.user, record)
            return self.change(record)

    def held(self) -> CensusRecord:
        """Return the record as it now stands, locked for this transaction."""
        record: CensusRecord | None = records_of(self.given.KIND).select_for_update().filter(pk=self.given.pk).first()
        if record is None:
            raise WrongState(gettext_noop("这条记录已经不在库中"))
        return record

    @abstractmethod
    def change(self, record: CensusRecord) -> Result:
        """Make the change and write its history."""

    def images(self, record: CensusRecord) -> Any:
        """Return the pictures of the record in their order."""
        return Image.objects.of(record.KIND, record.pk)

    def image_of(self, record: CensusRecord, image: Image) -> Image:
        """Return a picture of the record as it now stands."""
        found: Image | None = self.images(record).filter(pk=image.pk).first()
        if found is None:
            raise WrongState(gettext_noop("这条记录没有这张书影"))
        return found

    def remember(self, record: CensusRecord, image: Image | None, diff: Mapping[str, Any]) -> None:
        """Write the history of the change, and let the index know of it."""
        ImageChange.objects.create(
            image=image,
            kind=record.KIND,
            record_id=record.pk,
            action=self.act,
            diff=dict(diff),
            actor=self.user if getattr(self.user, "pk", None) else None,
            at=self.now,
            reason=self.reason,
        )
        write_outbox(record)


class BeginUpload(ImageAction[Image]):
    """Announce a file: name, bytes, and its SHA-256 if known. Returns the picture that is to arrive, in its place.

    ``token`` is whatever the sender knows the file by; an unfinished upload of theirs with the same token, name and
    size is gone on with.
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
        self.token = token if len(token) <= LONGEST_TOKEN else ""
        self.role, self.caption = _checked_role(role), _checked_caption(caption)

    def change(self, record: CensusRecord) -> Image:
        """Make the row and the empty file."""
        uploads.drop_expired()
        if (known := self._unfinished(record)) is not None:
            return known
        _require_size(self.size)
        _refuse_duplicate(self.images(record), self.sha256)
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
        mine = self.images(record).filter(status=ImageStatus.ARRIVING, created_by=self.user)
        same: Image | None = mine.filter(name=self.name, bytes=self.size, token=self.token, sha256=self.sha256).first()
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
        _refuse_duplicate(self.images(record), self.digest)
        room_of(record.institution_id, without=image.pk).require(image.bytes)
        image.sha256, image.status, image.token = self.digest, ImageStatus.CHECKING, ""
        image.save(update_fields=["sha256", "status", "token"])
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
            self.values["role"] = _checked_role(role)
        if caption is not None:
            self.values["caption"] = _checked_caption(caption)

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
        _refuse_duplicate(self.images(record), image.sha256)
        image.removed_at = image.removed_by = None
        image.save(update_fields=["removed_at", "removed_by"])
        self.remember(record, image, {"name": [None, image.name]})
        if image.status == ImageStatus.CHECKING:
            queue_looking(record.KIND, record.pk, self.user)
        return image


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


def _refuse_duplicate(images: Any, digest: str) -> None:
    same = images.living().filter(sha256=digest, status__in=TAKEN).first() if digest else None
    if same is not None:
        raise ImageRefused("duplicate", name=same.name)


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _checked_name(name: str) -> str:
    """Return a file's name without folders, as its sender has it; of an overlong one the end, which has the suffix."""
    plain = require_storable("name", name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return plain[-LONGEST_NAME:] or "—"


def _checked_role(role: str) -> str:
    if role not in ImageRole.values:
        raise InvalidData("role", gettext_noop("没有“{role}”这种书影内容"), role=role)
    return role


def _checked_caption(caption: str) -> str:
    text = require_storable("caption", caption.strip())
    if len(text) > LONGEST_CAPTION:
        raise InvalidData(
            "caption", gettext_noop("说明有 {count} 字，最多 {most} 字"), count=len(text), most=LONGEST_CAPTION
        )
    return text
