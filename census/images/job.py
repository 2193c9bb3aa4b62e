"""The job that looks at new files: takes those that are pictures in as masters, makes what is shown of them.

It holds no transaction while a file is open, and may be killed at any moment: whatever it had not written down it does
again. A file's name among the masters is its content's, so that putting it there twice puts it there once.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from census.images import places, uploads
from census.images.answers import refusal_words, size_words
from census.images.asking import Verdict, examine
from census.images.looking import LOOK
from census.jobs import JobCancelled, JobContext, job
from census.models import Image, ImageStatus, OutboxEntry

#: Seconds after which a folder that is still being made belongs to a process that died.
STALE = 24 * 3600


@job(LOOK, idempotent=True)
def look_at_images(context: JobContext, *, kind: str, record: str) -> dict[str, Any]:
    """Look at every file of one record that waits for it, those included that come meanwhile.

    One that cannot be looked at, by a fault of ours or of the machine, waits on; the others are looked at first.
    """
    _drop_stale()
    uploads.drop_expired()
    record_id = UUID(record)
    counts = {"ready": 0, "refused": 0}
    failures: dict[UUID, Exception] = {}
    while (image := _waiting(kind, record_id).exclude(pk__in=failures).first()) is not None:
        done = sum(counts.values())
        context.progress(done, done + _waiting(kind, record_id).count(), image.name)
        try:
            counts[look_at(image, context)] += 1
        except JobCancelled:
            raise
        except Exception as error:
            failures[image.pk] = error
    for failure in failures.values():
        raise failure
    for image in Image.objects.of(kind, record_id).filter(status=ImageStatus.READY):
        if not is_made(image):
            make_again(image, context)
    return counts


def is_made(image: Image) -> bool:
    """Whether there is what a picture is shown by; it is put in its place as a whole."""
    return places.derived(image.pk).is_dir()


def make_again(image: Image, context: JobContext) -> None:
    """Make what a picture is shown by from its master; the picture itself stays what it was."""
    verdict, _ = _examined(image)
    if verdict.refusal:
        context.log(f"{image.name}：{refusal_words(Image(refusal=verdict.refusal, refusal_params=verdict.params))}")
    else:
        Image.objects.filter(pk=image.pk).update(shown=verdict.shown)


def _waiting(kind: str, record: UUID) -> Any:
    return Image.objects.of(kind, record).filter(status=ImageStatus.CHECKING)


def look_at(image: Image, context: JobContext) -> str:
    """Look at one file and write down what became of it; returns its new status."""
    verdict, seconds = _examined(image)
    status = _write_down(image, verdict)
    words = refusal_words(image) or f"{image.width}×{image.height}"
    context.log(f"{image.name}：{words}（{seconds:.1f} 秒，内存 {size_words(verdict.peak)}）")
    return status


def _examined(image: Image) -> tuple[Verdict, float]:
    """Have a file examined and, if it is taken, put all in its place; return the verdict and the seconds."""
    source = _file_of(image)
    folder = places.making(image.pk, uuid4().hex[:8])
    folder.mkdir(parents=True)
    started = time.monotonic()
    try:
        verdict = examine(source, image.name, folder) if source is not None else Verdict(refusal="lost")
        if not verdict.refusal and not _keep(image, folder):
            verdict = Verdict(refusal="lost")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return verdict, time.monotonic() - started


def _file_of(image: Image) -> Path | None:
    """Return where the file is: still among those that arrived, or a master already."""
    found = (path for path in (places.arriving(image.pk), places.master(image.sha256)) if path.exists())
    return next(found, None)


def _keep(image: Image, folder: Path) -> bool:
    """Put the file among the masters, and what was made in its place; not if the file is no longer what arrived."""
    arrived = places.arriving(image.pk)
    if arrived.exists() and not keep_master(arrived, image.sha256):
        return False
    target = places.derived(image.pk)
    if target.exists():
        replaced = target.rename(places.making(image.pk, "old" + uuid4().hex[:8]))
        shutil.rmtree(replaced, ignore_errors=True)
    folder.rename(target)
    return True


def keep_master(arrived: Path, sha256: str) -> bool:
    """Make a file a master, in the place of one with the same content; not if its content has changed meanwhile."""
    if uploads.digest_of(arrived) != sha256:
        return False
    master = places.master(sha256)
    master.parent.mkdir(parents=True, exist_ok=True)
    arrived.chmod(0o440)
    arrived.replace(master)
    places.sync_folder(master.parent)
    places.sync_folder(arrived.parent)
    return True


def _write_down(image: Image, verdict: Verdict) -> str:
    """Write the verdict, unless another process was quicker; a refused file goes, as it never was a master."""
    if verdict.refusal:
        image.status, image.refusal, image.refusal_params = ImageStatus.REFUSED, verdict.refusal, verdict.params
    else:
        image.status = ImageStatus.READY
        image.format, image.width, image.height = verdict.format, verdict.width, verdict.height
        image.shown, image.notes = verdict.shown, verdict.notes
    names = ("status", "refusal", "refusal_params", "format", "width", "height", "shown", "notes")
    with transaction.atomic():
        waiting = Image.objects.filter(pk=image.pk, status=ImageStatus.CHECKING)
        if waiting.update(**{name: getattr(image, name) for name in names}):
            OutboxEntry.objects.create(kind=image.kind, record_id=image.record_id)
    if verdict.refusal:
        uploads.drop_file(image.pk)
    return image.status


def _drop_stale() -> None:
    """Remove folders that were being made when their process died, and those that were replaced."""
    limit = time.time() - STALE
    for folder in (places.root() / "derived").glob(".*"):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
