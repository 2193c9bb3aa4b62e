"""The listed records as a sheet from the page: the filter's, the reader's own, at once or as a job."""

from __future__ import annotations

import csv
import io
import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.jobs import run
from census.models import ImportBatch, Job, JobState
from guji import jobs
from guji.listing import MOST_CHARACTERS, RecordFilter
from tests.guji.views.test_record_pages import drafts, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def rows(answer: Any) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_what_is_listed_is_what_is_sent(
    editor: Client, zhejiang: Institution, wenzhou: Institution, django_assert_max_num_queries: Any
) -> None:
    numbered(zhejiang, 3)
    numbered(wenzhou, 2)
    with django_assert_max_num_queries(40):
        answer = editor.get(reverse("record-export", args=["csv"]), {"institution": "1704"})
        found = rows(answer)
    assert "attachment" in answer["Content-Disposition"]
    assert found[0][0] == "古籍普查登记编号"
    assert [row[0] for row in found[1:]] == ["330000-1704-0000001", "330000-1704-0000002"]


def test_the_page_links_to_the_export_of_its_filter(editor: Client, zhejiang: Institution) -> None:
    numbered(zhejiang, 1)
    html = editor.get(reverse("record-list"), {"q": "書", "institution": "1701"}).content.decode()
    assert f'href="{reverse("record-export", args=["xlsx"])}?q=%E6%9B%B8&amp;institution=1701"' in html
    assert (
        reverse("record-export", args=["csv"]) not in editor.get(reverse("record-list"), {"q": "無"}).content.decode()
    )


def test_a_cataloguer_exports_no_drafts_of_others(
    cataloguer: Client, zhejiang: Institution, wenzhou: Institution
) -> None:
    drafts(zhejiang, 1)
    drafts(wenzhou, 4)
    numbered(wenzhou, 1)
    found = rows(cataloguer.get(reverse("record-export", args=["csv"])))
    assert len(found) == 1 + 2
    assert [row[0] for row in found[1:]] == ["330000-1704-0000001", ""]


def test_another_form_is_no_address(editor: Client) -> None:
    assert editor.get(reverse("record-export", args=["pdf"])).status_code == 404


def test_many_records_become_a_job_with_its_file(
    cataloguer: Client, editor: Client, zhejiang: Institution, wenzhou: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guji.views.export.AT_ONCE", 2)
    numbered(zhejiang, 4)
    drafts(wenzhou, 3)
    answer = cataloguer.get(reverse("record-export", args=["csv"]), {"q": "書"})
    made = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[made.pk])
    assert cataloguer.get(reverse("record-export-file", args=[made.pk])).status_code == 404
    run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.percent) == (JobState.DONE, 100)
    assert made.result is not None
    assert made.result["records"] == 4
    assert len(rows(cataloguer.get(made.result["url"]))) == 5
    cataloguer.get(reverse("record-export", args=["csv"]), {"state": "province_approved"})
    assert cataloguer.get(reverse("record-export-file", args=[Job.objects.latest("created_at").pk])).status_code == 404
    assert editor.get(made.result["url"]).status_code == 404


def test_a_job_sees_what_its_reader_sees(
    cataloguer: Client, zhejiang: Institution, wenzhou: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guji.views.export.AT_ONCE", 0)
    drafts(wenzhou, 3)
    drafts(zhejiang, 1)
    cataloguer.get(reverse("record-export", args=["xlsx"]))
    made = Job.objects.get()
    run(made.pk)
    made.refresh_from_db()
    assert made.result is not None
    assert made.result["records"] == 1


def test_old_files_are_cleared_and_new_ones_kept() -> None:
    folder = jobs.export_folder()
    folder.mkdir(parents=True)
    old, new = jobs.export_path(uuid4(), "csv"), jobs.export_path(uuid4(), "csv")
    for path in (old, new):
        path.write_text("x")
    os.utime(old, (time.time() - jobs.KEPT - 60,) * 2)
    jobs.clear_old_files()
    assert not old.exists()
    assert new.exists()


def test_a_filter_says_itself_in_words(zhejiang: Institution) -> None:
    batch = ImportBatch.objects.create(kind="book", file_name="普查.xlsx")
    chosen = RecordFilter.of({"q": " 刻本 嘉靖", "institution": "1701", "state": "draft", "batch": str(batch.pk)})
    assert chosen.in_words() == "浙江圖書館、草稿、导入“普查.xlsx”所增、含“刻本”、含“嘉靖”"
    assert RecordFilter().in_words() == ""


@pytest.mark.parametrize("given", [{"batch": "x"}, {"state": "x"}, {"q": "\0"}, {"institution": ""}, {}])
def test_values_that_mean_nothing_are_passed_over(given: dict[str, str]) -> None:
    assert RecordFilter.of(given).query == {}


def test_a_filter_survives_its_address() -> None:
    chosen = RecordFilter.of({"q": "刻" * 300, "institution": "17010000", "batch": str(uuid4()).upper()})
    assert len(chosen.text) == MOST_CHARACTERS
    assert RecordFilter.of(chosen.query) == chosen


def test_records_of_an_unknown_holder_are_none(editor: Client, zhejiang: Institution) -> None:
    numbered(zhejiang, 1)
    html = editor.get(reverse("record-list"), {"institution": "9999"}).content.decode()
    assert ">0 部" in html
    assert RecordFilter.of({"institution": "9999"}).in_words() == "9999"
