"""The file of a picture while it arrives: piece by piece, from where it broke off.

How far an upload is, is the length of its file; nothing else keeps count, so nothing can disagree with it. A piece
is appended under a lock and forced to the disk before it is confirmed; a piece that broke off leaves its beginning.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from census.images import places
from census.models import Image, ImageStatus

#: Bytes of one piece at most.
PIECE = 4 * 1024 * 1024
#: Bytes read at once.
BLOCK = 1024 * 1024

Read = Callable[[int], bytes]


class OffsetDiffers(Exception):  # noqa: N818 - it says what happened
    """A piece that does not begin where the file ends; ``offset`` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Busy(Exception):  # noqa: N818 - it says what happened
    """Somebody else is sending a piece of the same upload."""


def begin_file(key: UUID) -> None:
    """Make the empty file of an upload."""
    path = places.arriving(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    places.sync_folder(path.parent)


def offset_of(key: UUID) -> int:
    """Return how many bytes of an upload are there."""
    try:
        return places.arriving(key).stat().st_size
    except FileNotFoundError:
        return 0


def append(key: UUID, offset: int, read: Read, *, length: int, most: int) -> int:
    """Append one piece of ``length`` bytes that begins at ``offset``, and return the new length of the file.

    Never more than ``most`` bytes in all. Raises :class:`OffsetDiffers` or :class:`Busy`; then nothing was written. A
    sender who breaks off in the middle (``OSError`` from ``read``, or too few bytes) leaves what came.
    """
    with _alone(places.arriving(key)) as descriptor:
        present = os.fstat(descriptor).st_size
        if offset != present:
            raise OffsetDiffers(present)
        left = min(length, most - present)
        try:
            while left > 0 and (block := read(min(BLOCK, left))):
                _write_all(descriptor, block)
                left -= len(block)
        finally:
            os.fsync(descriptor)
        return os.fstat(descriptor).st_size


def _write_all(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield descriptor
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_file(key: UUID) -> None:
    """Remove the file of an upload."""
    places.arriving(key).unlink(missing_ok=True)


def drop_expired() -> int:
    """Drop uploads that nobody went on with for ``IMAGE_UPLOAD_HOURS``; return how many."""
    age = timedelta(hours=settings.IMAGE_UPLOAD_HOURS)
    limit = time.time() - age.total_seconds()
    dropped = 0
    for image in Image.objects.filter(status=ImageStatus.ARRIVING, created_at__lt=timezone.now() - age):
        path = places.arriving(image.pk)
        if not path.exists() or path.stat().st_mtime < limit:
            dropped += Image.objects.filter(pk=image.pk, status=ImageStatus.ARRIVING).delete()[0]
            drop_file(image.pk)
    return dropped
