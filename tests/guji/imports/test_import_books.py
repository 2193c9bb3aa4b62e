"""A census sheet from file to records and back: what is stored, what is refused, what stays as it was."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from census.errors import ActionRefused, NotAllowed
from census.imports.errors import ImportRefused
from census.imports.importer import ImportOptions, Outcome
from census.imports.run import run_import
from census.models import ImportBatch, ImportRow, Membership, OutboxEntry, Revision, Role, State
from guji.actions import BulkUndo, EditBook
from guji.imports.importer import BookImporter
from guji.imports.present import PresentBooks
from guji.models import Book
from guji.storage import merged, to_data
from tests.guji.imports.book_sheets import BOOKS, HEADER, changed, counts, take, text, xlsx

pytestmark = pytest.mark.usefixtures("holders")


def batch_of(outcome: Outcome) -> ImportBatch:
    assert outcome.batch_id is not None
    return ImportBatch.objects.get(pk=outcome.batch_id)


def test_rows_become_drafts_with_revision_outbox_and_trace(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx"))
    assert outcome.committed
    assert counts(outcome) == {"create": 4}
    book = Book.objects.get(shelf_mark="普3")
    assert (book.institution.code, book.state, book.version) == ("1701", State.DRAFT, 1)
    assert (book.title, book.title_main, book.juan_total) == ("白氏文集七十一卷", "白氏文集", 71)
    assert Revision.objects.filter(group=outcome.batch_id).count() == 4
    assert OutboxEntry.objects.count() == 4
    row = ImportRow.objects.get(batch=outcome.batch_id, number=4)
    assert (row.record_id, row.version_after, row.cells[3]) == (book.pk, 1, "白氏文集七十一卷")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding_gives_the_same_verdicts(tmp_path: Path, encoding: str) -> None:
    outcome = take(text(tmp_path / "书.csv", encoding=encoding))
    assert counts(outcome) == {"create": 4}
    assert Book.objects.filter(institution__code="1701").count() == 3


def test_approved_rows_get_their_numbers(tmp_path: Path) -> None:
    assert take(xlsx(tmp_path / "书.xlsx"), mode="approved").committed
    assert set(Book.objects.values_list("state", flat=True)) == {State.PROVINCE_APPROVED}
    assert Book.objects.get(shelf_mark="普3").census_no == "330000-1701-0000003"
    assert Book.objects.get(shelf_mark="經4").census_no == "330000-1705-0000001"


BAD = {
    "date": changed(1, 2, datetime.date(2024, 3, 4)),
    "number repeated": changed(1, 0, BOOKS[0][0]),
    "number of no form": changed(1, 0, "330000-1701-12"),
    "number of another holder": changed(1, 0, "330000-1705-0000009"),
    "unknown institution": changed(2, 1, "某某書院"),
    "formula": changed(1, 6, "=1+1"),
    "error value": changed(1, 5, "#REF!"),
    "no institution": changed(3, 1, ""),
}


@pytest.mark.parametrize("rows", BAD.values(), ids=BAD.keys())
def test_a_bad_row_keeps_the_whole_file_out(tmp_path: Path, rows: list[list[Any]]) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx", rows))
    assert outcome.refused
    assert not outcome.committed
    assert not outcome.succeeded
    assert not Book.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not OutboxEntry.objects.exists()


def test_the_good_rows_are_taken_if_asked_for_and_it_is_no_success(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院")), skip_bad=True)
    assert counts(outcome) == {"create": 3, "refuse": 1}
    assert outcome.committed
    assert not outcome.succeeded
    assert ImportRow.objects.get(verdict="refuse").findings[0]["check"] == "institution_unknown"


def test_two_rows_with_one_number_name_each_other(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx", changed(1, 0, BOOKS[0][0])))
    messages = [told.finding.message for told in outcome.first if told.finding.check == "row_number_repeated"]
    assert messages == [f"普查编号 {BOOKS[0][0]} 还用在第 3 行", f"普查编号 {BOOKS[0][0]} 还用在第 2 行"]
    assert counts(outcome)["refuse"] == 2


def test_errors_of_content_stay_with_a_draft_and_keep_approved_data_out(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx", changed(2, 7, "存五卷（三至四）"))
    assert not take(path, mode="approved").committed
    outcome = take(path)
    assert outcome.committed
    assert outcome.checks["extent_sum_mismatch"] == 1


def test_an_approved_import_refuses_what_the_trial_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx", changed(2, 5, ""))
    trial = take(path, mode="approved", dry_run=True)
    real = take(path, mode="approved", skip_bad=True)
    assert trial.fingerprint == real.fingerprint
    assert trial.verdicts == real.verdicts


@pytest.mark.parametrize("rows", [BOOKS, *BAD.values()], ids=["sound", *BAD.keys()])
@pytest.mark.parametrize("mode", ["draft", "approved"])
def test_a_trial_says_of_every_row_what_the_import_says_and_changes_nothing(
    tmp_path: Path, rows: list[list[Any]], mode: str
) -> None:
    path = xlsx(tmp_path / "书.xlsx", rows)
    trial = take(path, dry_run=True, skip_bad=True, mode=mode)
    assert not trial.committed
    assert not Book.objects.exists()
    assert not ImportBatch.objects.exists()
    real = take(path, skip_bad=True, mode=mode)
    assert (trial.fingerprint, trial.verdicts, trial.checks) == (real.fingerprint, real.verdicts, real.checks)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    take(path)
    before = list(Book.objects.order_by("pk").values())
    again = take(path)
    assert counts(again) == {"same": 4}
    assert list(Book.objects.order_by("pk").values()) == before
    assert Revision.objects.count() == 4
    assert ImportBatch.objects.count() == 1
    assert again.succeeded
    assert not again.committed


@pytest.mark.parametrize("mode", ["draft", "approved"])
def test_the_same_file_again_after_approval_changes_nothing(tmp_path: Path, mode: str) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    take(path, mode="approved")
    assert counts(take(path, mode=mode)) == {"same": 4}


def test_twins_without_any_number_stay_two_records(tmp_path: Path) -> None:
    twin = ["", "1701", "", "論語十卷", "（三國魏）何晏集解", "清刻本", "2冊", ""]
    path = xlsx(tmp_path / "双.xlsx", [twin, twin])
    outcome = take(path)
    assert counts(outcome) == {"create": 2}
    assert [told.row for told in outcome.first if told.finding.check == "statement_duplicate"] == [2, 3]
    assert counts(take(path)) == {"same": 2}
    assert Book.objects.count() == 2


def test_a_twin_in_the_house_is_asked_about_as_one_in_the_file(tmp_path: Path) -> None:
    twin = ["", "1701", "", "論語十卷", "（三國魏）何晏集解", "清刻本", "2冊", ""]
    take(xlsx(tmp_path / "一.xlsx", [twin, twin]))
    outcome = take(xlsx(tmp_path / "三.xlsx", [twin, twin, twin, ["", "1705", *twin[2:]]]))
    assert counts(outcome) == {"same": 2, "create": 2}
    told = [told.finding.params for told in outcome.first if told.finding.check == "statement_duplicate"]
    assert told == [{"others": 2}] * 2
    assert outcome.checks["statement_duplicate"] == 3


def test_a_changed_row_becomes_a_revision(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊")))
    assert counts(outcome) == {"same": 3, "update": 1}
    book = Book.objects.get(shelf_mark="普3")
    assert (book.volumes, book.volumes_count, book.version) == ("23冊", 23, 2)
    revision = Revision.objects.get(record_id=book.pk, number=2)
    assert revision.diff == {"volumes": ["24冊", "23冊"]}
    assert revision.group == outcome.batch_id


def test_a_changed_title_is_still_the_same_record_by_its_shelf_mark(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(3, 3, "周易本義四卷")))
    assert counts(outcome) == {"same": 3, "update": 1}


def test_another_title_and_edition_under_the_same_shelf_mark_is_another_record(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    row = ["", "1705", "經4", "詩集傳八卷", "（宋）朱熹撰", "明刻本", "4冊", ""]
    outcome = take(xlsx(tmp_path / "又.xlsx", [row]))
    assert counts(outcome) == {"create": 1}
    assert outcome.checks["shelf_mark_duplicate"] == 1


def test_stored_records_are_read_many_at_a_time_as_they_are_one_by_one(tmp_path: Path) -> None:
    header = [*HEADER, "行款", "钤印", "丛书子目", "是否丛书", "破损类型"]
    more = ["九行十八字", "甲印｜乙；丙印", "子一卷；>孫一卷", "是", "蟲蛀、污漬"]
    take(xlsx(tmp_path / "书.xlsx", [[*BOOKS[0], *more], [*BOOKS[1], "", "丁印", "", "", ""]], header))
    books = {book.pk: book for book in Book.objects.whole()}
    loaded = PresentBooks().load([*books, uuid4()])
    assert {key: data for key, (_, data) in loaded.items()} == {key: to_data(book) for key, book in books.items()}
    assert PresentBooks().load([]) == {}


def test_columns_that_the_sheet_has_not_are_left_as_they_are(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", [[*BOOKS[0], "九行十八字"]], [*HEADER, "行款"]))
    assert counts(take(xlsx(tmp_path / "少.xlsx", BOOKS[:1]))) == {"same": 1}
    assert Book.objects.get().layouts.get().lines == "九"


def test_a_column_beside_a_statement_that_the_sheet_has_not_does_not_empty_it(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", BOOKS[:1]))
    header = ["古籍普查登记编号", "索书号", "卷数", "版本补配", "著者朝代", "附注"]
    outcome = take(xlsx(tmp_path / "补.xlsx", [[BOOKS[0][0], "善1", "12", "卷三抄配", "明", "已核"]], header))
    assert counts(outcome) == {"update": 1}
    assert [notice.message for notice in outcome.notices] == [
        "“卷数”一列没有读入：表里没有“题名卷数”一列可以接上。",
        "“著者朝代”一列没有读入：表里没有“著者”一列可以接上。",
        "“版本补配”一列没有读入：表里没有“版本”一列可以接上。",
    ]
    book = Book.objects.get()
    assert [book.title, book.responsibility, book.edition, book.note] == [*BOOKS[0][3:6], "已核"]


def test_somebodys_later_work_is_not_overwritten_by_the_old_sheet(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    take(path)
    book = Book.objects.get(shelf_mark="普3")
    EditBook(book, merged(to_data(book), volumes="22冊"), None, trusted=True).execute()
    outcome = take(path)
    assert counts(outcome) == {"same": 4}
    assert outcome.checks["row_unchanged"] == 1
    assert Book.objects.get(pk=book.pk).volumes == "22冊"


def test_a_row_and_a_person_changing_different_fields_both_stand(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    book = Book.objects.get(shelf_mark="普3")
    EditBook(book, merged(to_data(book), volumes="22冊"), None, trusted=True).execute()
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(2, 7, "存三卷（三至五）")))
    assert counts(outcome) == {"same": 3, "update": 1}
    now = Book.objects.get(pk=book.pk)
    assert (now.volumes, now.extent, now.version) == ("22冊", "存三卷（三至五）", 3)


def test_a_row_and_a_person_changing_one_field_differently_is_an_error(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    book = Book.objects.get(shelf_mark="普3")
    EditBook(book, merged(to_data(book), volumes="22冊"), None, trusted=True).execute()
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(2, 6, "21冊")))
    assert outcome.checks["match_conflict"] == 1
    assert not outcome.committed
    assert Book.objects.get(pk=book.pk).volumes == "22冊"


def test_records_alike_that_differ_from_the_row_are_ambiguous(tmp_path: Path) -> None:
    row = ["", "1701", "普9", "論語十卷", "（三國魏）何晏集解", "清刻本", "2冊", ""]
    take(xlsx(tmp_path / "双.xlsx", [row, changed(0, 6, "3冊", [row])[0]]))
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(0, 6, "4冊", [row])))
    assert outcome.checks["match_ambiguous"] == 1
    assert counts(outcome) == {"refuse": 1}


def test_locked_items_are_refused_to_a_draft_import_and_said_beforehand(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"), mode="approved")
    path = xlsx(tmp_path / "改.xlsx", changed(1, 5, "清刻本"))
    trial, real = take(path, dry_run=True), take(path)
    assert trial.checks["stored_refused"] == 1
    assert (trial.fingerprint, real.committed) == (real.fingerprint, False)
    assert counts(take(path, mode="approved")) == {"same": 3, "update": 1}


def test_an_undone_import_leaves_what_was_touched_since(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx"))
    book = Book.objects.get(shelf_mark="普3")
    EditBook(book, merged(to_data(book), volumes="22冊"), None, trusted=True).execute()
    report = BulkUndo(batch_of(outcome), None, trusted=True).execute()
    assert report.removed == 3
    assert [touched.record_id for touched in report.touched] == [book.pk]
    assert Book.objects.count() == 1


def test_an_undone_import_can_be_imported_again(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    first = take(path)
    BulkUndo(batch_of(first), None, trusted=True).execute()
    assert counts(take(path)) == {"create": 4}


def test_the_institution_given_for_the_file_holds_for_rows_without_and_against_others(tmp_path: Path) -> None:
    rows = changed(2, 1, "", changed(0, 1, "", BOOKS[:3]))
    assert counts(take(xlsx(tmp_path / "书.xlsx", rows), institution="1701")) == {"create": 3}
    outcome = take(xlsx(tmp_path / "异.xlsx", BOOKS[3:]), institution="1701")
    assert outcome.checks["institution_other"] == 1
    with pytest.raises(ImportRefused) as caught:
        take(xlsx(tmp_path / "无.xlsx"), institution="9999")
    assert caught.value.code == "no-institution"


def test_a_sheet_without_rows_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        take(xlsx(tmp_path / "空.xlsx", []))
    assert caught.value.code == "no-rows"


def test_one_column_of_entries(tmp_path: Path) -> None:
    lines = [
        ["1", "國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　清惠棟校並跋　浙江圖書館"],
        ["2", "白氏文集七十一卷　（唐）白居易撰　宋刻本　浙江圖書館　存二卷（三至四）"],
    ]
    outcome = take(text(tmp_path / "款.csv", lines, ["序", "著录"]))
    assert counts(outcome) == {"create": 2}
    assert outcome.unknown == ["A: 序"]
    book = Book.objects.get(title="國語二十一卷")
    assert (book.responsibility, book.annotation, book.institution.code) == ("（三國吳）韋昭注", "清惠棟校並跋", "1701")
    assert Book.objects.get(title="白氏文集七十一卷").extent == "存二卷（三至四）"


def test_a_user_imports_only_where_they_may(tmp_path: Path) -> None:
    user = get_user_model().objects.create_user("kls")
    path = xlsx(tmp_path / "书.xlsx")
    with pytest.raises(NotAllowed):
        run_import(BookImporter(), ImportOptions(path=path, user=user))
    from authority.models import Institution

    Membership.objects.create(user=user, institution=Institution.objects.get(code="1701"), role=Role.CATALOGUER)
    outcome = run_import(BookImporter(), ImportOptions(path=path, user=user))
    assert counts(outcome) == {"create": 3, "refuse": 1}
    assert outcome.checks["stored_not_allowed"] == 1
    with pytest.raises(ActionRefused):
        run_import(BookImporter(), ImportOptions(path=path, user=user, mode="approved"))


def test_progress_is_told_in_three_stages(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    options = ImportOptions(path=xlsx(tmp_path / "书.xlsx"))
    run_import(BookImporter(trusted=True), options, lambda stage, done, total: told.append((stage, done)))
    assert told == [("survey", 4), ("judge", 4), ("commit", 4)]


@pytest.mark.usefixtures("authority_tables")
@pytest.mark.parametrize("written", ["10202", "經部·易類·傳説之屬", "经部/易类/传说之属", "易類傳説之屬"])
def test_classes_are_taken_by_code_and_by_name(tmp_path: Path, written: str) -> None:
    outcome = take(xlsx(tmp_path / "类.xlsx", [[*BOOKS[3], written]], [*HEADER, "分类"]))
    assert outcome.committed
    book = Book.objects.get()
    assert (book.class_code, book.class_node is not None) == ("10202", True)


@pytest.mark.usefixtures("authority_tables")
def test_a_name_of_several_classes_is_not_guessed(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "类.xlsx", [[*BOOKS[3], "傳説之屬"]], [*HEADER, "分类"]))
    assert outcome.checks["class_unknown"] == 1
    assert Book.objects.get().class_code == "傳説之屬"


def test_a_class_longer_than_the_column_is_refused(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "类.xlsx", [[*BOOKS[3], "易" * 50]], [*HEADER, "分类"]))
    assert outcome.checks["stored_unfit"] == 1
    assert not outcome.committed


def test_a_file_imported_before_is_recognised(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    assert "imported-before" not in {notice.code for notice in take(path).notices}
    assert "imported-before" in {notice.code for notice in take(path).notices}


def test_the_same_row_is_found_again_though_a_person_renamed_all_that_tells_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")
    take(path)
    book = Book.objects.get(shelf_mark="普3")
    changes = {"shelf_mark": "普33", "title": "白氏長慶集七十一卷", "edition": "清康熙四十二年(1703)汪立名刻本"}
    EditBook(book, merged(to_data(book), **changes), None, trusted=True).execute()
    assert counts(take(path)) == {"same": 4}
    assert Book.objects.count() == 4
