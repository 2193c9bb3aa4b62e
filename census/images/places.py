"""Where the files of pictures lie, all below ``IMAGE_ROOT``.

``arriving/<image>`` what is being uploaded or looked at; ``masters/ab/cdef…`` files as they came, by their SHA-256;
``derived/<image>/`` what was made of one to look at, and can be made again.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def root() -> Path:
    """Return the folder of all pictures."""
    return Path(settings.IMAGE_ROOT)


def arriving(key: UUID) -> Path:
    """Return the file of a picture that is not taken in yet."""
    return root() / "arriving" / key.hex


def master(sha256: str) -> Path:
    """Return the file with this content, as it came."""
    return root() / "masters" / sha256[:2] / sha256[2:]


def derived(key: UUID) -> Path:
    """Return the folder of what was made of a picture."""
    return root() / "derived" / key.hex


def making(key: UUID, attempt: str) -> Path:
    """Return the folder in which it is being made; it takes its place as a whole."""
    return root() / "derived" / f".{key.hex}.{attempt}"


def sync_folder(folder: Path) -> None:
    """Let what was named or renamed in a folder outlast a failure of the power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
