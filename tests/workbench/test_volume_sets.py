"""A set of volumes on pages: set by a job in processes of its own, each volume fetched by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from authority.models import Institution
from catalog_export.actions import StartRun
from catalog_export.models import Run, Volume, VolumeProfile
from census.jobs import run as run_job
from census.models import Job, JobState
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.volumes.series_reading import SMALL_PAGE
from tests.workbench.record_samples_workbench import make_book

People = dict[str, User]
Login = Callable[[User | None], Client]


@pytest.fixture
def editor(people: People, as_user: Login) -> Client:
    return as_user(people["editor"])


def house_profile(**press: object) -> VolumeProfile:
    data = {"page": {**SMALL_PAGE, "columns": 2}, "index": {"columns": 2}, "press": press}
    return VolumeProfile.objects.create(name="house", label="本館", data=data)


@pytest.fixture
def several(volume: Volume, zhejiang: Institution) -> Volume:
    for serial in range(1, 90):
        make_book(zhejiang, f"周易{chr(0x4E00 + serial)}注十卷", serial, edition="明萬曆刻本", volumes="10冊")
    volume.profile = "house"
    volume.save()
    return volume


def set_by_job(volume: Volume, user: User) -> tuple[Job, Run]:
    run = StartRun(user, volume).execute()
    assert run.job_id is not None
    job = run_job(run.job_id)
    assert job is not None
    run.refresh_from_db()
    return job, run


def test_a_set_is_made_listed_and_fetched_volume_by_volume(editor: Client, several: Volume, people: People) -> None:
    house_profile(max_pages=19)
    job, run = set_by_job(several, people["editor"])
    assert job.state == JobState.DONE, job.message
    registers = [row for row in run.volumes if row["kind"] == "register"]
    assert len(registers) > 1
    assert run.pages == sum(row["pages"] for row in run.volumes)
    page = editor.get(reverse("volume", args=[several.pk])).content.decode()
    for row in run.volumes:
        address = reverse("run-file", args=[several.pk, run.number, row["file"]])
        assert address in page
        assert row["label"] in page
        answer = editor.get(address)
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(content).hexdigest() == row["digest"]
    spines = reverse("run-file", args=[several.pk, run.number, run.spines_name])
    assert spines in page
    assert editor.get(spines).status_code == 200
    assert "第一冊" in job.log


def test_the_pictures_of_a_set_are_those_of_its_first_volume(editor: Client, several: Volume, people: People) -> None:
    house_profile(max_pages=19)
    _job, run = set_by_job(several, people["editor"])
    assert len(PdfReader(run.pdf_path).pages) == run.pictured_pages < run.pages
    assert editor.get(reverse("run-page", args=[several.pk, 1, run.pictured_pages, "small"])).status_code == 200
    assert editor.get(reverse("run-page", args=[several.pk, 1, run.pictured_pages + 1, "small"])).status_code == 404


@pytest.mark.parametrize("name", ["register.pdf", "register.snapshot.jsonl.gz", "register.volumes.json", "x.pdf"])
def test_nothing_but_its_volumes_is_sent(editor: Client, several: Volume, people: People, name: str) -> None:
    house_profile(max_pages=19)
    _job, run = set_by_job(several, people["editor"])
    assert editor.get(reverse("run-file", args=[several.pk, run.number, name])).status_code == 404


def test_a_limit_without_room_is_told_and_leaves_no_files(several: Volume, people: People) -> None:
    house_profile(max_pages=12)
    job, run = set_by_job(several, people["editor"])
    assert job.state == JobState.FAILED
    assert "请放宽上限" in job.message
    assert not run.folder.exists()


def test_a_set_that_is_stopped_leaves_no_files(
    several: Volume, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from census.jobs import JobCancelled, JobContext

    def stop(self: JobContext) -> None:
        if "第" in self.job.message:
            raise JobCancelled

    house_profile(max_pages=19)
    monkeypatch.setattr(JobContext, "check_cancelled", stop)
    monkeypatch.setattr("census.jobs.context.INTERVAL", 0)
    job, run = set_by_job(several, people["editor"])
    assert job.state == JobState.CANCELLED
    assert not run.folder.exists()


def test_the_presss_colour_profile_comes_from_the_houses_folder(
    several: Volume, people: People, tmp_path: Path, settings: object
) -> None:
    settings.ICC_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "press.icc").write_bytes(icc_profile("Zhejiang Coated"))
    profile = house_profile(output_intent="press.icc")
    job, run = set_by_job(several, people["editor"])
    assert job.state == JobState.DONE, job.message
    (intent,) = PdfReader(run.pdf_path).trailer["/Root"]["/OutputIntents"]
    assert intent.get_object()["/OutputConditionIdentifier"] == "Zhejiang Coated"
    for name, message in (("other.icc", "现有：press.icc"), ("../press.icc", "没有名为"), ("screen.icc", "不能用")):
        (tmp_path / "screen.icc").write_bytes(icc_profile(kind=b"mntr", space=b"RGB "))
        profile.data["press"]["output_intent"] = name
        profile.save()
        job, _run = set_by_job(several, people["editor"])
        assert job.state == JobState.FAILED
        assert message in job.message or "screen.icc" in job.message
