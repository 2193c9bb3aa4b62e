"""Volumes on pages: founded, set by a job, looked at, fetched."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from authority.models import Institution, Region
from catalog_export.actions import CreateVolume, StartRun
from catalog_export.models import Run, Volume
from catalog_export.queries import UnknownProfileError
from census.errors import ActionRefused, NotAllowed
from census.jobs import run as run_job
from census.models import Job, JobState
from guji.models import Book
from tests.workbench.record_samples_workbench import make_book

People = dict[str, User]
Login = Callable[[User | None], Client]


@pytest.fixture
def editor(people: People, as_user: Login) -> Client:
    return as_user(people["editor"])


def found(client: Client, **fields: Any) -> Any:
    values = {"profile": "register", "subject": "", **fields}
    return client.post(reverse("volume-new"), values)


def work(run: Run) -> Job:
    assert run.job_id is not None
    job = run_job(run.job_id)
    assert job is not None
    run.refresh_from_db()
    return job


def test_a_volume_is_founded_and_set_in_one_step(editor: Client, approved: Book, zhejiang: Institution) -> None:
    answer = found(editor, institutions=[zhejiang.pk])
    run = Run.objects.get()
    assert answer["Location"] == reverse("job", args=[run.job_id])
    assert str(run.volume) == "浙江圖書館古籍普查登記目錄"
    job = work(run)
    assert (job.state, run.records) == (JobState.DONE, 1)
    assert job.result is not None
    assert job.result["url"] == f"{reverse('volume', args=[run.volume_id])}?run=1"
    assert len(PdfReader(run.pdf_path).pages) == run.pages
    page = editor.get(job.result["url"]).content.decode()
    assert run.pdf_digest in page
    assert reverse("run-pdf", args=[run.volume_id, 1]) in page


def test_the_pages_come_as_a_file(editor: Client, approved: Book, zhejiang: Institution) -> None:
    found(editor, institutions=[zhejiang.pk])
    run = Run.objects.get()
    work(run)
    answer = editor.get(reverse("run-pdf", args=[run.volume_id, 1]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    report = editor.get(reverse("run-preflight", args=[run.volume_id, 1]))
    assert json.loads(b"".join(report.streaming_content))["records"] == 1  # type: ignore[attr-defined]


def test_a_second_run_has_the_next_number_and_the_first_stays(
    editor: Client, approved: Book, volume: Volume, zhejiang: Institution
) -> None:
    for number in (1, 2):
        editor.post(reverse("volume-run", args=[volume.pk]))
        work(Run.objects.get(number=number))
        make_book(zhejiang, "尚書二卷", 12 + number, edition="明刻本", volumes="1冊")
    first, second = Run.objects.order_by("number")
    assert (first.records, second.records) == (1, 2)
    assert first.pdf_path.exists()
    assert second.pdf_path.exists()
    page = editor.get(reverse("volume", args=[volume.pk])).content.decode()
    assert "印前检查（第 2 次）" in page
    assert "印前检查（第 1 次）" in editor.get(reverse("volume", args=[volume.pk]) + "?run=1").content.decode()


def test_a_volume_without_records_fails_with_a_reason_and_leaves_no_files(volume: Volume, people: People) -> None:
    run = StartRun(people["editor"], volume).execute()
    job = work(run)
    assert job.state == JobState.FAILED
    assert "没有可排的著录" in job.message
    assert not run.folder.exists()
    assert not run.is_set


def test_a_job_that_is_stopped_leaves_no_files(
    volume: Volume, people: People, approved: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from census.jobs import JobCancelled, JobContext

    def stop(self: JobContext) -> None:
        if self.job.done:
            raise JobCancelled

    monkeypatch.setattr(JobContext, "check_cancelled", stop)
    run = StartRun(people["editor"], volume).execute()
    assert work(run).state == JobState.CANCELLED
    assert not run.folder.exists()


def test_findings_lead_to_their_records(editor: Client, run: Run) -> None:
    page = editor.get(reverse("volume", args=[run.volume_id])).content.decode()
    assert reverse("record", args=["00000000-0000-7000-8000-000000000001"]) in page
    assert "版本照印“清??刻本”" in page
    assert "第 1 页" in page


@pytest.mark.parametrize("both", [True, False])
def test_region_or_institutions_not_both_not_neither(
    editor: Client, approved: Book, zhejiang: Institution, region: Region, both: bool
) -> None:
    chosen = {"region": region.pk, "institutions": [zhejiang.pk]} if both else {}
    answer = found(editor, **chosen)
    assert answer.status_code == 400
    assert "只选一种" in answer.content.decode() if both else "请选一个地区" in answer.content.decode()
    assert not Volume.objects.exists()


def test_a_region_may_be_set(editor: Client, approved: Book, region: Region) -> None:
    found(editor, region=region.pk, subject="浙江", proof="on")
    volume = Volume.objects.get()
    assert (volume.subject, volume.region, volume.proof) == ("浙江", region, True)


def test_institutions_without_records_are_not_offered(editor: Client, approved: Book, wenzhou: Institution) -> None:
    page = editor.get(reverse("volume-new")).content.decode()
    assert "浙江圖書館" in page
    assert wenzhou.name not in page


def test_a_local_administrator_is_offered_only_their_own(
    people: People, as_user: Login, approved: Book, wenzhou: Institution, region: Region
) -> None:
    make_book(wenzhou, "尚書二卷", 13)
    client = as_user(people["local_administrator"])
    page = client.get(reverse("volume-new")).content.decode()
    assert "浙江圖書館" in page
    assert wenzhou.name not in page
    assert f'value="{region.pk}"' not in page.split('name="institutions"')[0]
    assert found(client, institutions=[wenzhou.pk]).status_code == 400


def test_actions_refuse_what_pages_would_not_offer(
    people: People, zhejiang: Institution, wenzhou: Institution, region: Region, volume: Volume
) -> None:
    local = people["local_administrator"]
    for chosen in ({"institutions": [zhejiang, wenzhou]}, {"region": region}):
        with pytest.raises(NotAllowed):
            CreateVolume(local, profile="register", **chosen).execute()
    with pytest.raises(NotAllowed):
        StartRun(people["province_reviewer"], volume).execute()
    with pytest.raises(ActionRefused):
        CreateVolume(people["editor"], profile="register").execute()
    with pytest.raises(UnknownProfileError):
        CreateVolume(people["editor"], profile="nobody", institutions=[zhejiang]).execute()
    assert Volume.objects.count() == 1


def test_a_volume_of_several_holders_is_hidden_from_the_administrator_of_one(
    volume: Volume, people: People, as_user: Login, wenzhou: Institution
) -> None:
    client = as_user(people["local_administrator"])
    assert str(volume) in client.get(reverse("volume-list")).content.decode()
    volume.institutions.add(wenzhou)
    assert str(volume) not in client.get(reverse("volume-list")).content.decode()
    assert client.get(reverse("volume", args=[volume.pk])).status_code == 404


def test_an_empty_room_says_what_to_do(editor: Client) -> None:
    page = editor.get(reverse("volume-list")).content.decode()
    assert "还没有书目" in page
    assert reverse("volume-new") in page


def test_files_that_are_gone_are_not_found(editor: Client, run: Run) -> None:
    run.pdf_path.unlink()
    assert editor.get(reverse("run-pdf", args=[run.volume_id, 1])).status_code == 404


def test_lists_take_few_queries_however_many_volumes(
    editor: Client, run: Run, people: People, django_assert_max_num_queries: Any
) -> None:
    for number in range(2, 12):
        Run.objects.create(volume=run.volume, number=number)
        Volume.objects.create(subject=f"第{number}館", profile="register", created_by=people["editor"])
    with django_assert_max_num_queries(12):
        editor.get(reverse("volume-list"))
