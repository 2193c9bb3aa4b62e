"""Where an uploaded sheet, its report and the verdicts on its rows lie until they are cleared away."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

#: Seconds after which the files of a trial are cleared away by the next upload.
KEPT = 90 * 24 * 3600
#: Bytes that file systems allow a name.
LONGEST_NAME = 180


@dataclass(frozen=True, slots=True)
class TrialFiles:
    """The folder of one uploaded sheet."""

    folder: Path
    name: str

    @classmethod
    def of(cls, token: str, name: str) -> TrialFiles:
        """Return the files of a token. Raises ``ValueError`` for what is no token."""
        return cls(root() / UUID(token).hex, name)

    @property
    def source(self) -> Path:
        """The sheet as it was sent, under its own name."""
        return self.folder / "source" / self.name

    @property
    def report(self) -> Path:
        """The sheet again with its bad cells marked."""
        return self.folder / "report.xlsx"

    @property
    def verdicts(self) -> Path:
        """What was found, a line for each row that has findings."""
        return self.folder / "verdicts.jsonl"


def root() -> Path:
    """Return the folder of all uploads; shared between machines as the media are."""
    return Path(settings.MEDIA_ROOT) / "imports"


def safe_name(name: str) -> str:
    """Return an uploaded file's name as it may stand in a folder, the ending kept."""
    bare = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable()).strip(". ")
    stem, dot, ending = (bare or "sheet").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    encoded = stem.encode("utf-8", "ignore")[: LONGEST_NAME - len(ending.encode("utf-8", "ignore"))]
    return encoded.decode("utf-8", "ignore") + (f".{ending}" if dot else "")


def keep(chunks: Iterable[bytes], name: str) -> tuple[str, TrialFiles]:
    """Write an upload down and return its token and files."""
    clear_old()
    token = uuid4().hex
    files = TrialFiles.of(token, safe_name(name))
    files.source.parent.mkdir(parents=True)
    with files.source.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    return token, files


def clear_old() -> None:
    """Remove uploads of long ago; what became of their rows stays with their batch."""
    limit = time.time() - KEPT
    for folder in root().iterdir() if root().is_dir() else ():
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
