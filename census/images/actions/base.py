"""What every change of a record's pictures goes through, and what may be said of one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from census.actions import write_outbox
from census.errors import InvalidData, WrongState
from census.images.answers import ImageRefused
from census.images.policy import require_change
from census.kinds import records_of
from census.models import CensusRecord, Image, ImageAct, ImageChange, ImageRole, ImageStatus
from census.storable import require_storable

Result = TypeVar("Result")

#: Characters of a caption.
LONGEST_CAPTION = 500
#: A picture that is one of the record's.
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


def refuse_duplicate(images: Any, digest: str) -> None:
    """Raise :class:`~census.images.answers.ImageRefused` if one of the pictures has this content."""
    same = images.living().filter(sha256=digest, status__in=TAKEN).first() if digest else None
    if same is not None:
        raise ImageRefused("duplicate", name=same.name)


def checked_role(role: str) -> str:
    """Return what a picture is said to show, if that is one of the kinds there are."""
    if role not in ImageRole.values:
        raise InvalidData("role", gettext_noop("没有“{role}”这种书影内容"), role=role)
    return role


def checked_caption(caption: str) -> str:
    """Return a caption without blanks around it, if it can be stored and is no essay."""
    text = require_storable("caption", caption.strip())
    if len(text) > LONGEST_CAPTION:
        raise InvalidData(
            "caption", gettext_noop("说明有 {count} 字，最多 {most} 字"), count=len(text), most=LONGEST_CAPTION
        )
    return text
