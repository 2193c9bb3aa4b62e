"""An import beside other people's work: what they changed meanwhile, withdrew, waived or took back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from census.bulk import frugal
from census.checks.base import Level
from census.imports.errors import ImportRefused
from census.imports.importer import ImportOptions
from census.imports.run import CHUNK, run_import
from census.models import ImportBatch, ImportRow, Membership, Role, State
from guji.actions import BulkUndo, CreateBook, EditBook, WaiveFinding, WithdrawBook
from guji.data import BookData
from guji.imports.importer import BookImporter
from guji.models import Book
from guji.storage import merged, to_data
from tests.guji.imports.book_sheets import BOOKS, HEADER, changed, counts, take, text, xlsx

pytestmark = pytest.mark.usefixtures("holders")

GROUPS = [*HEADER, "钤印", "书口"]


def edit(book: Book, **changes: Any) -> None:
    EditBook(book, merged(to_data(book), **changes), None, trusted=True).execute()


def test_a_number_given_away_between_check_and_commit_stops_the_whole_file(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx")

    def meddle(stage: str, done: int, total: int) -> None:
        if stage == "judge":
            data = BookData(institution="1701", census_no=BOOKS[1][0], title="別書一卷", edition="清刻本")
            CreateBook(data, None, trusted=True).execute()

    with pytest.raises(ImportRefused) as caught:
        run_import(BookImporter(trusted=True), ImportOptions(path=path), meddle)
    assert caught.value.code == "changed-meanwhile"
    assert list(Book.objects.values_list("title", flat=True)) == ["別書一卷"]
    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()


def test_a_record_edited_between_check_and_commit_stops_the_whole_file(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    path = xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊"))
    book = Book.objects.get(shelf_mark="普3")

    def meddle(stage: str, done: int, total: int) -> None:
        if stage == "judge":
            edit(book, note="有人在改")

    with pytest.raises(ImportRefused) as caught:
        run_import(BookImporter(trusted=True), ImportOptions(path=path), meddle)
    assert caught.value.code == "changed-meanwhile"
    assert Book.objects.get(pk=book.pk).volumes == "24冊"


def test_an_undone_update_gives_the_earlier_content_back(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx"))
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊")))
    assert outcome.batch_id is not None
    report = BulkUndo(ImportBatch.objects.get(pk=outcome.batch_id), None, trusted=True).execute()
    assert (report.removed, report.reverted) == (0, 1)
    book = Book.objects.get(shelf_mark="普3")
    assert (book.volumes, book.version) == ("24冊", 3)


def test_a_withdrawn_record_keeps_its_number_for_itself(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", BOOKS[:1]))
    WithdrawBook(Book.objects.get(), None, reason="重复", trusted=True).execute()
    outcome = take(xlsx(tmp_path / "改.xlsx", changed(0, 6, "7冊", BOOKS[:1])))
    assert counts(outcome) == {"refuse": 1}
    assert Book.objects.get().state == State.WITHDRAWN


def test_a_withdrawn_record_without_number_does_not_catch_a_row(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", BOOKS[3:]))
    WithdrawBook(Book.objects.get(), None, reason="误录", trusted=True).execute()
    assert counts(take(xlsx(tmp_path / "又.xlsx", [*BOOKS[3:], BOOKS[2]]))) == {"create": 2}


def test_a_number_of_another_holders_record_is_refused_by_name(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", BOOKS[:1]))
    outcome = take(xlsx(tmp_path / "异.xlsx", changed(0, 1, "1705", BOOKS[:1])))
    assert outcome.checks["match_other_holder"] == 1
    assert outcome.checks["census_no_institution"] == 1
    assert not outcome.committed


def test_a_waived_error_does_not_keep_approved_data_out(tmp_path: Path) -> None:
    rows = changed(2, 7, "存五卷（三至四）")
    take(xlsx(tmp_path / "书.xlsx", rows))
    book = Book.objects.get(shelf_mark="普3")
    path = xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊", rows))
    assert counts(take(path, mode="approved"))["refuse"] == 1
    reviewer = get_user_model().objects.create_user("审")
    Membership.objects.create(user=reviewer, role=Role.PROVINCE_REVIEWER)
    WaiveFinding(book, reviewer, "extent_sum_mismatch", "extent", reason="原書如此").execute()
    outcome = take(path, mode="approved")
    assert counts(outcome) == {"same": 3, "update": 1}
    assert outcome.checks["extent_sum_mismatch"] == 1


def test_groups_changed_here_and_there_are_told_apart(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", [[*BOOKS[0], "甲印", "白口"]], GROUPS))
    book = Book.objects.get()
    edit(book, details={**to_data(book).details, "seals": [{"text": "乙印"}]})
    other = take(xlsx(tmp_path / "口.xlsx", [[*BOOKS[0], "甲印", "黑口"]], GROUPS))
    assert counts(other) == {"update": 1}
    now = to_data(Book.objects.whole().get())
    assert now.details["seals"] == [{"text": "乙印"}]
    assert now.details["layouts"] == [{"mouth": "黑口"}]
    assert counts(take(tmp_path / "口.xlsx")) == {"same": 1}
    assert to_data(Book.objects.whole().get()) == now
    both = take(xlsx(tmp_path / "印.xlsx", [[*BOOKS[0], "丙印", "黑口"]], GROUPS))
    assert [told.finding.field for told in both.first if told.finding.check == "match_conflict"] == ["details.seals"]
    assert counts(both) == {"refuse": 1}


def test_the_header_is_kept_with_the_batch(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", [["某館普查表"], HEADER, *BOOKS][1:], ["某館普查表"]))
    kept = ImportRow.objects.get(verdict="blank")
    assert (kept.number, kept.cells, kept.record_id) == (2, HEADER, None)


def test_a_heading_that_only_the_user_knew_is_read_again_too(tmp_path: Path) -> None:
    line = "國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　6冊　浙江圖書館"
    path = text(tmp_path / "款.csv", [[line]], ["整條"])
    assert counts(take(path, assign={"整條": "entry"})) == {"create": 1}
    edit(Book.objects.get(), volumes="7冊")
    assert counts(take(path, assign={"整條": "entry"})) == {"same": 1}
    assert Book.objects.get().volumes == "7冊"


def test_a_sheet_with_another_header_changes_only_what_it_says_anew(tmp_path: Path) -> None:
    take(xlsx(tmp_path / "书.xlsx", BOOKS[:1]))
    edit(Book.objects.get(), volumes="7冊")
    outcome = take(xlsx(tmp_path / "又.xlsx", [[*BOOKS[0], "甲印", "白口"]], GROUPS))
    assert counts(outcome) == {"update": 1}
    now = to_data(Book.objects.whole().get())
    assert now.volumes == "7冊"
    assert now.details == {"seals": [{"text": "甲印"}], "layouts": [{"mouth": "白口"}]}


def test_a_record_made_by_hand_takes_what_the_sheet_says(tmp_path: Path) -> None:
    data = BookData(
        institution="1705", shelf_mark="經4", title="周易本義十二卷", edition="清刻本", volumes="1冊", note="手錄"
    )
    CreateBook(data, None, trusted=True).execute()
    assert counts(take(xlsx(tmp_path / "书.xlsx", BOOKS[3:]))) == {"update": 1}
    book = Book.objects.get()
    assert (book.volumes, book.responsibility, book.note) == ("2冊", "（宋）朱熹撰", "手錄")


def test_a_number_given_since_stays_though_the_sheet_has_none(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "书.xlsx", BOOKS[3:])
    take(path)
    edit(Book.objects.get(), census_no="330000-1705-0000077")
    assert counts(take(path)) == {"same": 1}
    assert counts(take(xlsx(tmp_path / "改.xlsx", changed(0, 6, "3冊", BOOKS[3:])))) == {"update": 1}
    assert Book.objects.get().census_no == "330000-1705-0000077"


def test_the_same_shelf_mark_twice_is_asked_about_on_both_rows(tmp_path: Path) -> None:
    outcome = take(xlsx(tmp_path / "书.xlsx", changed(2, 2, "善1")))
    assert outcome.committed
    rows = [told.row for told in outcome.first if told.finding.check == "shelf_mark_duplicate"]
    assert rows == [2, 4]


def test_keys_that_repeat_across_chunks_are_seen(tmp_path: Path) -> None:
    rows = [
        ["", "1701", f"普{n}", "論語十卷", "（三國魏）何晏集解", "清刻本", "2冊", ""] for n in range(2 * CHUNK + 40)
    ]
    rows[5][0] = rows[2 * CHUNK + 9][0] = "330000-1701-0000005"
    outcome = take(text(tmp_path / "长.csv", rows), skip_bad=True)
    assert counts(outcome) == {"create": 2 * CHUNK + 38, "refuse": 2}
    assert [told.row for told in outcome.first if told.finding.check == "row_number_repeated"] == [7, 2 * CHUNK + 11]
    assert counts(take(text(tmp_path / "又.csv", rows), skip_bad=True)) == {"same": 2 * CHUNK + 38, "refuse": 2}


def test_one_fault_on_every_row_does_not_hide_the_others(tmp_path: Path) -> None:
    rows = [["", "1701", f"普{n}", f"論語{n}卷", "（三國魏）何晏集解", "清刻本", "", ""] for n in range(40)]
    rows[39][5] = ""
    outcome = take(text(tmp_path / "缺.csv", rows))
    shown = [told.finding.check for told in outcome.first]
    assert "edition_missing" in shown
    assert max(shown.count(check) for check in shown) <= 2
    assert outcome.levels[Level.ERROR] >= 41


@pytest.mark.django_db(transaction=True)
def test_a_long_import_keeps_the_database_out_of_memory_and_puts_its_settings_back() -> None:
    def settings() -> list[int]:
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cache_size", "busy_timeout")]

    if connection.vendor != "sqlite":
        pytest.skip("settings of SQLite")
    before = settings()
    with frugal(connection):
        assert settings()[0] == -8192
    assert settings() == before


LISTED = ["名录号", "单位代码", "著录"]
GUOYU = "國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　6冊"
SHIJI = "史記一百三十卷　（漢）司馬遷撰　明崇禎十四年（1641）毛氏汲古閣刻本　20冊"
CORRECTED = GUOYU.replace("嘉靖七年（1528）", "嘉靖八年（1529）")


class TestListedBooks:
    """A sheet of listed books without shelf marks, handed in again after an edition was corrected."""

    @pytest.fixture(autouse=True)
    def stored(self, holders: None, tmp_path: Path) -> None:
        self.folder = tmp_path
        assert self.taken(["03456", "1701", GUOYU], ["03457", "1701", SHIJI]) == {"create": 2}

    def taken(self, *rows: list[str]) -> Mapping[str, int]:
        return counts(take(xlsx(self.folder / f"{len(list(self.folder.iterdir()))}.xlsx", rows, LISTED)))

    def test_the_list_number_says_whose_edition_was_corrected(self) -> None:
        assert self.taken(["03456", "1701", CORRECTED], ["03457", "1701", SHIJI]) == {"update": 1, "same": 1}
        assert Book.objects.count() == 2
        assert Book.objects.get(title="國語二十一卷").edition == "明嘉靖八年（1529）金李澤遠堂刻本"

    def test_another_holders_copy_under_the_same_number_is_its_own(self) -> None:
        assert self.taken(["03456", "1705", CORRECTED]) == {"create": 1}

    def test_a_second_copy_under_the_same_number_takes_nothing_away(self) -> None:
        assert self.taken(["03456", "1701", CORRECTED], ["03456", "1701", GUOYU]) == {"create": 1, "same": 1}

    def test_a_number_mistyped_onto_another_book_is_not_believed(self) -> None:
        assert self.taken(["03457", "1701", CORRECTED]) == {"create": 1}

    def test_where_two_records_have_the_number_neither_is_guessed(self) -> None:
        assert self.taken(["03456", "1701", CORRECTED], ["03456", "1701", GUOYU]) == {"create": 1, "same": 1}
        assert self.taken(["03456", "1701", GUOYU.replace("嘉靖七年（1528）", "嘉靖九年（1530）")]) == {"create": 1}


BARE = ["", "1701", "", "國語二十一卷", "（三國吳）韋昭注", "明嘉靖刻本", "6冊", ""]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (changed(0, 5, "明嘉靖七年(1528)刻本", [BARE]), True),
        (changed(0, 6, "8冊", changed(0, 5, "清刻本", [BARE])), False),
        (changed(0, 2, "善9", changed(0, 5, "清刻本", [BARE])), False),
        ([BARE, *changed(0, 5, "清刻本", [BARE])], False),
    ],
    ids=["edition_alone", "another_copy", "with_a_shelf_mark", "the_record_has_its_own_row"],
)
def test_a_row_that_may_correct_a_record_is_taken_as_new_but_not_in_silence(
    row: list[list[Any]], said: bool, tmp_path: Path
) -> None:
    take(xlsx(tmp_path / "书.xlsx", [BARE]))
    outcome = take(xlsx(tmp_path / "改.xlsx", row))
    assert counts(outcome)["create"] == 1
    findings = ImportRow.objects.filter(batch_id=outcome.batch_id, verdict="create").get().findings
    assert ("match_near" in [one["check"] for one in findings]) is said
    assert Book.objects.count() == 2
