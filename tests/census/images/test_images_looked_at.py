"""Looking at files that came: masters kept byte for byte, refusals in words, no death in the middle that matters."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import translation

from census.images import asking, places, uploads
from census.images import job as looking_job
from census.images.actions import BeginUpload
from census.images.answers import note_words, refusal_words, told
from census.images.asking import Verdict
from census.models import Image, ImageStatus, Job, JobState, OutboxEntry
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import Take, do_jobs

pytestmark = pytest.mark.django_db


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_file_is_kept_byte_for_byte_under_its_digest_and_cannot_be_written_over(draft: Book, ready: Take) -> None:
    content = samples.tiff(compression="tiff_lzw")
    image = ready(draft, content, "牌記.tif")
    digest = hashlib.sha256(content).hexdigest()
    master = places.root() / "masters" / digest[:2] / digest[2:]
    assert (image.status, image.sha256, image.bytes) == (ImageStatus.READY, digest, len(content))
    assert master.read_bytes() == content
    assert not master.stat().st_mode & 0o222
    assert not places.arriving(image.pk).exists()


def test_one_content_in_two_records_is_one_file(
    draft: Book, public: Book, ready: Take, people: dict[str, User]
) -> None:
    ready(draft)
    ready(public, user=people["administrator"])
    assert len(files_below(places.root() / "masters")) == 1


def test_a_bomb_among_good_files_harms_none_of_them(draft: Book, take: Take) -> None:
    for number in range(4):
        take(draft, samples.jpeg(100 + number), f"{number}.jpg")
    take(draft, samples.png_bomb(), "炸彈.png")
    take(draft, samples.png(), "last.png")
    do_jobs()
    found = list(Image.objects.of("book", draft.pk).values_list("name", "status", "refusal"))
    assert found[4] == ("炸彈.png", "refused", "bomb")
    assert {status for name, status, _ in found if name != "炸彈.png"} == {"ready"}
    assert Job.objects.get().result == {"ready": 5, "refused": 1}


def test_a_refused_file_leaves_neither_master_nor_anything_made_of_it(draft: Book, ready: Take) -> None:
    image = ready(draft, samples.jpeg() + samples.zipped(), "夾帶.jpg")
    assert image.refusal == "polyglot"
    assert files_below(places.root()) == []


def test_every_refusal_is_said_in_both_languages(draft: Book, ready: Take) -> None:
    image = ready(draft, samples.jpeg() + samples.zipped(), "夾帶.jpg")
    assert "ZIP 压缩包" in refusal_words(image)
    with translation.override("en"):
        assert "a ZIP archive" in refusal_words(image)
    assert told(image)["message"] == refusal_words(image)


def test_what_one_should_know_is_said(draft: Book, ready: Take) -> None:
    image = ready(draft, samples.png(exif=samples.exif(gps=True)), "卷端.jpg")
    first, second = note_words(image)
    assert "PNG" in first
    assert "拍摄地点" in second


def test_the_index_learns_of_a_picture_when_it_is_ready(draft: Book, take: Take) -> None:
    take(draft)
    OutboxEntry.objects.all().delete()
    do_jobs()
    assert OutboxEntry.objects.filter(record_id=draft.pk).exists()


#: Where the worker dies, as the name of what it was about to call.
DEATHS = ["examine", "_keep", "keep_master", "_write_down"]


class Died(BaseException):
    """The process is gone: nothing in it catches this."""


@pytest.mark.parametrize("place", DEATHS)
def test_a_worker_that_dies_anywhere_leaves_work_that_the_next_one_ends(
    place: str, draft: Book, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = take(draft)

    def die(*args: Any, **kwargs: Any) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(looking_job, place, die)
        with pytest.raises(Died):
            do_jobs()
    Job.objects.update(state=JobState.QUEUED)
    do_jobs()
    image.refresh_from_db()
    assert image.status == ImageStatus.READY
    assert places.master(image.sha256).read_bytes() == samples.jpeg()
    assert (places.derived(image.pk) / "tiles" / "1" / "0_0.jpg").exists()


def test_what_dead_workers_were_making_is_cleared_away_after_a_day(draft: Book, ready: Take, take: Take) -> None:
    ready(draft)
    folders = [places.making(image.pk, "dead") for image in Image.objects.all()]
    for folder in folders:
        (folder / "tiles").mkdir(parents=True)
        os.utime(folder, (time.time() - 2 * 24 * 3600,) * 2)
    ready(draft, samples.png(), "b.png")
    assert not any(folder.exists() for folder in folders)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"rot")])
def test_a_file_that_was_lost_or_spoilt_on_the_server_is_said_so(
    harm: Callable[[Path], Any], draft: Book, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = take(draft)
    harm(places.arriving(image.pk))
    monkeypatch.setattr(looking_job, "examine", lambda *args: Verdict(format="jpeg", width=1, height=1))
    do_jobs()
    image.refresh_from_db()
    assert (image.status, image.refusal) == (ImageStatus.REFUSED, "lost")


def test_a_full_disk_fails_the_job_and_no_picture(draft: Book, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    image = take(draft)

    def full(*args: Any) -> Verdict:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(looking_job, "examine", full)
    (job,) = do_jobs()
    image.refresh_from_db()
    assert (job.state, image.status) == (JobState.FAILED, ImageStatus.CHECKING)
    assert "磁盘已满" in job.message


def test_one_file_that_cannot_be_looked_at_keeps_no_other_waiting(
    draft: Book, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = [take(draft, samples.jpeg(100 + number), f"{number}.jpg") for number in range(3)]
    real = asking.examine

    def failing(path: Path, name: str, folder: Path) -> Verdict:
        if name == "1.jpg":
            raise RuntimeError("a fault of ours")
        return real(path, name, folder)

    with monkeypatch.context() as patch:
        patch.setattr(looking_job, "examine", failing)
        (job,) = do_jobs()
    assert (job.state, statuses(images)) == (JobState.FAILED, ["ready", "checking", "ready"])
    assert checked("--mend")[0] == "1.jpg：还没有检查"
    do_jobs()
    assert statuses(images) == ["ready"] * 3


def statuses(images: list[Image]) -> list[str]:
    return [Image.objects.get(pk=image.pk).status for image in images]


def test_an_upload_that_nobody_goes_on_with_is_dropped(draft: Book, cataloguer: User, settings: Any) -> None:
    old, young = (BeginUpload(draft, cataloguer, name, 10).execute() for name in ("old.jpg", "young.jpg"))
    Image.objects.update(created_at=old.created_at.replace(year=2020))
    os.utime(places.arriving(old.pk), (0, 0))
    assert uploads.drop_expired() == 1
    assert list(Image.objects.all()) == [young]
    assert not places.arriving(old.pk).exists()


def test_what_is_shown_is_made_again_from_the_master(draft: Book, ready: Take) -> None:
    """As after a backup was restored without it."""
    image = ready(draft)
    shutil.rmtree(places.derived(image.pk))
    assert checked("--mend") == (f"{image.name}：缺浏览用的图", True)
    do_jobs()
    assert (places.derived(image.pk) / "thumb.jpg").exists()
    assert checked()[1] is False


def test_masters_are_verified_to_the_byte(draft: Book, ready: Take) -> None:
    good, lost, rotten = (ready(draft, samples.jpeg(100 + n), f"{n}.jpg") for n in range(3))
    places.master(lost.sha256).unlink()
    master = places.master(rotten.sha256)
    master.chmod(0o640)
    master.write_bytes(samples.jpeg(103))
    said, failed = checked()
    assert failed
    assert f"{lost.name}：原件不在了" in said
    assert f"{rotten.name}：原件与入库时不同" in said
    assert good.name not in said


def test_a_file_whose_job_failed_is_queued_again(draft: Book, take: Take) -> None:
    image = take(draft)
    Job.objects.all().delete()
    assert checked("--mend")[0] == f"{image.name}：还没有检查"
    do_jobs()
    image.refresh_from_db()
    assert image.status == ImageStatus.READY


def checked(*options: str) -> tuple[str, bool]:
    """Return what the command prints of pictures, without their records, and whether it fails."""
    out = io.StringIO()
    try:
        call_command("check_images", *options, stdout=out)
    except CommandError:
        return "\n".join(line.split("　")[-1] for line in out.getvalue().splitlines() if "：" in line), True
    return "", False
