"""Having a file examined in a process of its own (:mod:`census.images.cell`), which may die without harm."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from census.images.answers import size_words
from census.images.cell.verdict import Request
from census.models import ImageFormat

logger = logging.getLogger(__name__)

#: Suffixes that belong to a format.
SUFFIXES = {
    ImageFormat.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    ImageFormat.PNG: {".png"},
    ImageFormat.TIFF: {".tif", ".tiff", ".btf"},
    ImageFormat.JP2: {".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"},
    ImageFormat.WEBP: {".webp"},
}
#: Seconds on the clock for one of processor time: the machine has other things to do.
PATIENCE = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a file: taken, with its format and what was made; or refused, with a code and its places."""

    refusal: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    format: str = ""
    width: int = 0
    height: int = 0
    shown: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    peak: int = 0


def examine(path: Path, name: str, folder: Path) -> Verdict:
    """Examine a file and make what is shown of it in ``folder``, which must be empty; ``name`` is what it is called.

    Whatever the file does to the process that opens it, this returns. Raises ``OSError`` for what the machine
    lacks: room on the disk, say.
    """
    request = Request(
        path=str(path),
        folder=str(folder),
        max_pixels=settings.IMAGE_MAX_PIXELS,
        memory=settings.IMAGE_CHILD_MEMORY,
        seconds=settings.IMAGE_CHILD_SECONDS,
    )
    answer, code = _ask(request)
    if answer is None:
        return _of_a_dead_process(code)
    if "failed" in answer:
        raise OSError(answer["failed"], os.strerror(answer["failed"]))
    verdict = Verdict(**answer)
    if verdict.refusal:
        return Verdict(refusal=verdict.refusal, params=_told(verdict), peak=verdict.peak)
    if PurePath(name).suffix.lower() not in SUFFIXES[ImageFormat(verdict.format)]:
        verdict.notes.insert(0, "extension_differs")
    return verdict


def _told(verdict: Verdict) -> dict[str, Any]:
    """Return the places of a refusal's words, bytes as people read them."""
    if verdict.refusal == "memory":
        return {"limit": size_words(settings.IMAGE_CHILD_MEMORY)}
    if verdict.refusal == "bomb":
        return {**verdict.params, "size": size_words(verdict.params["size"])}
    return verdict.params


def _ask(request: Request) -> tuple[dict[str, Any] | None, int | None]:
    """Return the answer of a process, or ``None`` and how it ended; without a code it was ended by the clock."""
    command = [sys.executable, "-m", "census.images.cell"]
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, complaint = process.communicate(json.dumps(asdict(request)).encode(), PATIENCE * request.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, None
    if process.returncode == 0:
        return json.loads(out), 0
    logger.warning(
        "a picture ended the process that opened it (%s): %s", process.returncode, complaint[-2000:].decode()
    )
    return None, process.returncode


def _of_a_dead_process(code: int | None) -> Verdict:
    """Return what a process that said nothing is taken to have said."""
    if code is None or code == -signal.SIGXCPU:
        return Verdict(refusal="timeout", params={"seconds": settings.IMAGE_CHILD_SECONDS})
    if code == -signal.SIGKILL:  # by the system, which had no memory left
        return Verdict(refusal="memory", params={"limit": size_words(settings.IMAGE_CHILD_MEMORY)})
    return Verdict(refusal="crashed")
