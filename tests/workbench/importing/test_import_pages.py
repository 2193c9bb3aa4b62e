"""An import on the page: tried, read, taken in, taken back; refused where it must be, and never done twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from census.models import BatchState, ImportBatch, Job, JobState, Membership, State, Verdict
from guji.actions import EditBook
from guji.models import Book
from guji.storage import to_data
from tests.guji.imports.book_sheets import changed
from tests.workbench.importing.conftest import OWN, send, take_in, worked
from workbench.importing.starting import COMMIT, UNDO, files_of

pytestmark = pytest.mark.django_db
Sheet = Callable[..., SimpleUploadedFile]
#: A row that cannot be taken: there is no such institution.
BAD = changed(0, 1, "9999", OWN)


def text(client: Client, name: str, job: Job, query: str = "") -> str:
    return client.get(reverse(name, args=[job.pk]) + query).content.decode()


def test_a_trial_says_everything_and_changes_nothing(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet(changed(1, 5, "明嘉靖七年(1628)刻本", OWN)))
    assert trial.state == JobState.DONE, trial.message
    assert not Book.objects.exists()
    assert not ImportBatch.objects.exists()
    html = text(cataloguer, "import", trial)
    assert f"<b>{len(OWN)}</b>新增" in html
    assert "“明嘉靖七年(1628)刻本”" in html
    assert "嘉靖七年是公元1528年，原写作1628年" in html
    assert 'level-error">错误' in html


def test_the_report_is_the_sent_sheet_with_its_faults_marked(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet(BAD))
    answer = cataloguer.get(reverse("import-report", args=[trial.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.worksheets[0]["D2"].value == OWN[0][3]
    assert "没有这个单位" in str(book.worksheets[0].cell(2, len(OWN[0]) + 1).value)


def test_one_button_takes_it_in(cataloguer: Client, sheet: Sheet) -> None:
    done = take_in(cataloguer, send(cataloguer, sheet()))
    assert done.state == JobState.DONE, done.message
    batch = ImportBatch.objects.get()
    assert (batch.created_count, batch.file_name, batch.created_by) == (len(OWN), "普查.xlsx", done.created_by)
    assert {book.state for book in Book.objects.all()} == {State.DRAFT}
    html = cataloguer.get(reverse("import-batch", args=[batch.pk])).content.decode()
    assert f"<b>{len(OWN)}</b>新增" in html
    listed = cataloguer.get(reverse("record-list"), {"batch": str(batch.pk)}).content.decode()
    assert f">{len(OWN)} 部" in listed
    assert "导入“普查.xlsx”所增" in listed


def test_bad_rows_stop_the_file_unless_the_rest_is_asked_for(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet(BAD))
    refused = cataloguer.post(reverse("import-commit", args=[trial.pk]), follow=True)
    assert "有不收的行" in refused.content.decode()
    assert not Job.objects.filter(kind=COMMIT).exists()
    take_in(cataloguer, trial, skip_bad="1")
    batch = ImportBatch.objects.get()
    assert (batch.created_count, batch.refused_count) == (len(OWN) - 1, 1)


def test_pressing_twice_takes_it_in_once(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet())
    first = take_in(cataloguer, trial)
    again = cataloguer.post(reverse("import-commit", args=[trial.pk]))
    assert str(first.pk) in again["Location"]
    assert Job.objects.filter(kind=COMMIT).count() == ImportBatch.objects.count() == 1
    assert "看入库" in text(cataloguer, "import", trial)


def test_a_stopped_commit_may_be_begun_again(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet())
    cataloguer.post(reverse("import-commit", args=[trial.pk]))
    Job.objects.filter(kind=COMMIT).update(state=JobState.CANCELLED)
    take_in(cataloguer, trial)
    assert Job.objects.filter(kind=COMMIT).count() == 2
    assert ImportBatch.objects.count() == 1


def test_a_sheet_that_changes_nothing_offers_nothing(cataloguer: Client, sheet: Sheet) -> None:
    take_in(cataloguer, send(cataloguer, sheet()))
    again = send(cataloguer, sheet())
    html = text(cataloguer, "import", again)
    assert "各行都与库中相同" in html
    assert reverse("import-commit", args=[again.pk]) not in html
    answer = cataloguer.post(reverse("import-commit", args=[again.pk]), follow=True)
    assert "没有可以入库的行" in answer.content.decode()


def test_a_sheet_of_which_no_row_can_be_taken_says_so(cataloguer: Client, sheet: Sheet) -> None:
    html = text(cataloguer, "import", send(cataloguer, sheet([[*BAD[0]]])))
    assert "没有一行可以收" in html
    assert "改好再传" in html


def test_what_changed_meanwhile_is_judged_anew(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet())
    other = send(cataloguer, sheet(OWN[:1]))
    take_in(cataloguer, other)
    done = take_in(cataloguer, trial)
    assert done.result is not None
    assert done.result["verdicts"][str(Verdict.SAME)] == 1
    assert "判断与试导入时不同" in done.log


def test_if_meanwhile_all_was_stored_the_job_says_so(cataloguer: Client, sheet: Sheet) -> None:
    first, second = send(cataloguer, sheet()), send(cataloguer, sheet())
    take_in(cataloguer, first)
    done = take_in(cataloguer, second)
    assert done.state == JobState.FAILED
    assert "没有入库" in done.message


def test_a_job_whose_worker_died_after_storing_finds_its_batch(cataloguer: Client, sheet: Sheet) -> None:
    done = take_in(cataloguer, send(cataloguer, sheet()))
    Job.objects.filter(pk=done.pk).update(state=JobState.QUEUED, result=None, finished_at=None)
    again = worked(f"/{done.pk}/")
    assert again.state == JobState.DONE, again.message
    assert again.result is not None
    assert again.result["batch"] == str(ImportBatch.objects.get().pk)
    assert Book.objects.count() == len(OWN)


def test_a_trial_whose_worker_died_is_simply_done_again(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet(BAD))
    before = files_of(trial).verdicts.read_text(encoding="utf-8")
    Job.objects.filter(pk=trial.pk).update(state=JobState.QUEUED, result=None)
    assert worked(f"/{trial.pk}/").state == JobState.DONE
    assert files_of(trial).verdicts.read_text(encoding="utf-8") == before
    assert [path.name for path in files_of(trial).folder.glob("verdicts*")] == ["verdicts.jsonl"]


def test_taking_back_removes_what_nobody_touched_and_lists_the_rest(
    cataloguer: Client, sheet: Sheet, people: dict[str, User]
) -> None:
    take_in(cataloguer, send(cataloguer, sheet()))
    batch = ImportBatch.objects.get()
    touched = Book.objects.order_by("pk")[0]
    EditBook(touched, replace(to_data(touched), note="封面題簽"), people["administrator"]).execute()
    answer = cataloguer.post(reverse("import-undo", args=[batch.pk]), {"reason": "錯了"})
    done = worked(str(answer["Location"]))
    assert done.state == JobState.DONE, done.message
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert list(Book.objects.all()) == [touched]
    html = cataloguer.get(reverse("import-batch", args=[batch.pk])).content.decode()
    assert f"移除 {len(OWN) - 1} 条" in html
    assert touched.title in html
    assert "撤回这次导入" not in html


def test_taking_back_twice_is_one_job(cataloguer: Client, sheet: Sheet) -> None:
    take_in(cataloguer, send(cataloguer, sheet()))
    batch = ImportBatch.objects.get()
    sent = {"reason": "錯\0了"}
    addresses = {cataloguer.post(reverse("import-undo", args=[batch.pk]), sent)["Location"] for _ in range(2)}
    assert len(addresses) == 1
    assert Job.objects.get(kind=UNDO).params["reason"] == "錯\ufffd了", "PostgreSQL would not hold what was sent"


def test_an_undo_whose_worker_died_at_the_end_is_done(cataloguer: Client, sheet: Sheet) -> None:
    take_in(cataloguer, send(cataloguer, sheet()))
    answer = cataloguer.post(reverse("import-undo", args=[ImportBatch.objects.get().pk]))
    done = worked(str(answer["Location"]))
    Job.objects.filter(pk=done.pk).update(state=JobState.QUEUED, result=None)
    assert worked(f"/{done.pk}/").state == JobState.DONE


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("普查.xls", b"\xd0\xcf\x11\xe0", "旧式 .xls 请另存为 .xlsx"),
        ("照片.png", b"\x89PNG", "不是 .xlsx 或 CSV"),
        ("空.csv", b"", "空"),
    ],
)
def test_what_is_no_sheet_is_refused_at_the_form(cataloguer: Client, name: str, content: bytes, said: str) -> None:
    answer = cataloguer.post(
        reverse("import-new"), {"institution": "1701", "mode": "draft", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(cataloguer: Client, sheet: Sheet, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1024
    answer = cataloguer.post(reverse("import-new"), {"institution": "1701", "mode": "draft", "file": sheet()})
    assert answer.status_code == 400
    assert "请分成几份" in answer.content.decode()


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a workbook", b"\x00\x01\x02" * 50])
def test_a_sheet_in_name_only_ends_the_trial_with_the_reason(cataloguer: Client, content: bytes) -> None:
    trial = send(cataloguer, SimpleUploadedFile("壞.xlsx", content))
    assert trial.state == JobState.FAILED
    assert trial.message
    answer = cataloguer.get(reverse("import", args=[trial.pk]))
    assert answer["Location"] == reverse("job", args=[trial.pk])


def test_a_whole_entry_in_one_column_of_another_name(cataloguer: Client, sheet: Sheet) -> None:
    rows = [["善9", "國語二十一卷　（三國吳）韋昭注　明嘉靖七年(1528)金李澤遠堂刻本　6冊"]]
    trial = send(cataloguer, sheet(rows, header=["索书号", "目錄原文"]), column="目錄原文")
    assert trial.state == JobState.DONE, trial.message
    take_in(cataloguer, trial)
    assert Book.objects.get().edition == "明嘉靖七年(1528)金李澤遠堂刻本"


def test_only_the_levels_asked_for_are_listed(cataloguer: Client, sheet: Sheet) -> None:
    rows = [*BAD[:1], *changed(1, 3, "史记一百三十卷", OWN)[1:]]
    trial = send(cataloguer, sheet(rows))
    errors = text(cataloguer, "import", trial, "?level=error")
    assert "没有这个单位" in errors
    assert "是简化字" not in errors
    assert "是简化字" in text(cataloguer, "import", trial, "?level=warning")
    assert "没有这个单位" in text(cataloguer, "import", trial, "?level=nonsense&after=x")


def test_many_findings_are_paged(cataloguer: Client, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.views.imports.PAGE_SIZE", 2)
    rows = [[*BAD[0][:2], f"善{n}", *BAD[0][3:]] for n in range(5)]
    trial = send(cataloguer, sheet(rows))
    first = text(cataloguer, "import", trial)
    assert 'class="figure">2</td>' in first
    assert 'class="figure">4</td>' not in first
    second = text(cataloguer, "import", trial, "?after=3")
    assert 'class="figure">4</td>' in second
    assert "回到开头" in second
    assert 'rel="next"' not in text(cataloguer, "import", trial, "?after=5")


def test_the_empty_sheet_can_be_fetched_filled_and_sent(cataloguer: Client) -> None:
    answer = cataloguer.get(reverse("import-template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for heading, value in (("索书号", "善7"), ("题名卷数", "國語二十一卷"), ("版本", "明刻本"), ("册数", "6冊")):
        sheet.cell(2, headings.index(heading) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    trial = send(cataloguer, SimpleUploadedFile("填好.xlsx", stream.getvalue()))
    assert trial.result is not None
    assert trial.result["changes"] == 1


def test_the_list_counts_filters_and_has_an_empty_state(cataloguer: Client, sheet: Sheet) -> None:
    page = reverse("import-list")
    assert "还没有导入过" in cataloguer.get(page).content.decode()
    take_in(cataloguer, send(cataloguer, sheet()))
    html = cataloguer.get(page).content.decode()
    assert ">1 批" in html
    assert "普查.xlsx" in html
    assert "最近的试导入" in html
    assert "没有这样的批次" in cataloguer.get(page, {"state": "undone"}).content.decode()
    assert ">1 批" in cataloguer.get(page, {"state": "nothing", "page": "999"}).content.decode()


def test_long_lists_of_batches_are_paged(
    administrator: Client, zhejiang: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("workbench.views.batches.PAGE_SIZE", 3)
    for number in range(7):
        ImportBatch.objects.create(kind="book", file_name=f"第{number}份.csv", state=BatchState.COMMITTED)
    with django_assert_max_num_queries(10):
        html = administrator.get(reverse("import-list"), {"page": "2"}).content.decode()
    assert ">7 批" in html
    assert html.count("份.csv</a>") == 3
    assert 'href="?page=1"' in html
    assert 'href="?page=3"' in html


def test_a_trial_is_its_senders_own(
    cataloguer: Client, sheet: Sheet, people: dict[str, User], as_user: Any, administrator: Client
) -> None:
    trial = send(cataloguer, sheet())
    for person in ("reader", "editor", "institution_reviewer", "other_administrator"):
        client = as_user(people[person])
        assert client.get(reverse("import", args=[trial.pk])).status_code == 404
        assert client.get(reverse("import-report", args=[trial.pk])).status_code == 404
        assert client.post(reverse("import-commit", args=[trial.pk])).status_code in (403, 404)
    assert administrator.get(reverse("import", args=[trial.pk])).status_code == 200
    assert not Job.objects.filter(kind=COMMIT).exists()


def test_rows_of_another_library_are_not_taken(cataloguer: Client, sheet: Sheet, wenzhou: Any) -> None:
    """The form offers only the cataloguer's own library, and the import itself refuses the rows of others."""
    html = cataloguer.get(reverse("import-new")).content.decode()
    assert "浙江圖書館" in html
    assert "溫州市圖書館" not in html
    answer = cataloguer.post(reverse("import-new"), {"institution": "1713", "mode": "draft", "file": sheet()})
    assert answer.status_code == 400
    trial = send(cataloguer, sheet(changed(0, 1, "1713", OWN)))
    assert trial.result is not None
    assert trial.result["refused"] == 1


def test_a_role_of_the_province_may_send_several_libraries_at_once(
    administrator: Client, sheet: Sheet, wenzhou: Any
) -> None:
    trial = send(administrator, sheet(changed(0, 1, "1713", [["", *OWN[0][1:]], *OWN[1:]])), institution="")
    assert trial.result is not None, trial.message
    assert trial.result["refused"] == 0
    take_in(administrator, trial)
    assert set(Book.objects.values_list("institution__code", flat=True)) == {"1701", "1713"}


def test_only_the_province_imports_what_is_approved(
    cataloguer: Client, people: dict[str, User], as_user: Any, sheet: Sheet
) -> None:
    assert "作为省审已通过" not in cataloguer.get(reverse("import-new")).content.decode()
    refused = cataloguer.post(reverse("import-new"), {"institution": "1701", "mode": "approved", "file": sheet()})
    assert refused.status_code == 400
    province = as_user(people["province_reviewer"])
    trial = send(province, sheet(OWN[:2]), mode="approved", institution="")
    take_in(province, trial)
    assert set(Book.objects.values_list("state", flat=True)) == {State.PROVINCE_APPROVED}


def test_whose_right_is_gone_meanwhile_imports_nothing(
    cataloguer: Client, sheet: Sheet, people: dict[str, User]
) -> None:
    trial = send(cataloguer, sheet())
    cataloguer.post(reverse("import-commit", args=[trial.pk]))
    Membership.objects.filter(user=people["cataloguer"]).delete()
    done = worked(f"/{Job.objects.get(kind=COMMIT).pk}/")
    assert done.state == JobState.FAILED
    assert not Book.objects.exists()


def test_a_batch_is_seen_by_its_library_and_the_province(
    cataloguer: Client, sheet: Sheet, people: dict[str, User], as_user: Any
) -> None:
    take_in(cataloguer, send(cataloguer, sheet()))
    address = reverse("import-batch", args=[ImportBatch.objects.get().pk])
    seen = {person: as_user(user).get(address).status_code for person, user in people.items()}
    blind = {"reader", "other_administrator"}
    assert {person for person, status in seen.items() if status == 404} == blind
    assert set(seen.values()) == {200, 404}
    undo = reverse("import-undo", args=[ImportBatch.objects.get().pk])
    assert as_user(people["editor"]).post(undo).status_code == 403
    assert as_user(people["reader"]).post(undo).status_code == 404
    assert not Job.objects.filter(kind=UNDO).exists()


def test_a_file_cleared_away_can_no_longer_be_taken_in(cataloguer: Client, sheet: Sheet) -> None:
    trial = send(cataloguer, sheet())
    files_of(trial).source.unlink()
    files_of(trial).report.unlink()
    html = text(cataloguer, "import", trial)
    assert reverse("import-commit", args=[trial.pk]) not in html
    assert cataloguer.get(reverse("import-report", args=[trial.pk])).status_code == 404
    answer = cataloguer.post(reverse("import-commit", args=[trial.pk]), follow=True)
    assert "已经清除，请重新上传" in answer.content.decode()
