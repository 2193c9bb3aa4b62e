"""Imports that are killed, that meet one another, or that meet somebody at work on the same records."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from census.errors import WrongState
from census.imports.errors import ImportRefused
from census.imports.importer import ImportOptions, Outcome
from census.imports.run import run_import
from census.jobs.worker_id import own_id
from census.models import BatchState, ImportBatch, ImportRow
from guji.actions import BulkUndo, CreateBook, EditBook, WithdrawBook
from guji.data import BookData
from guji.imports.importer import BookImporter
from guji.models import Book
from guji.storage import merged, to_data
from tests.guji.imports.book_sheets import BOOKS, changed, counts, take, text, xlsx
from tests.guji.imports.import_processes import STORED, House, wait_for
from tests.nursery import Nursery

NUMBERLESS = [["", *row[1:]] for row in BOOKS]


@pytest.fixture(scope="module")
def house(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A database with the holders of a made-up province, and its sheet of 1,000 rows as ``s.csv``."""
    folder = tmp_path_factory.mktemp("house")
    house = House(nursery, folder)
    house.run("make_synthetic", 1000, "--institutions", 5, "--out", folder / "s.csv", "--prepare")
    return house


@pytest.mark.parametrize("moment", ["检查 250/", "入库 250/", "入库 750/"])
def test_an_import_killed_at_any_moment_leaves_nothing_but_its_trace(house: House, moment: str) -> None:
    process = house.start("import_books", house.base.parent / "s.csv", "--progress", "all")
    wait_for(process, moment)
    process.kill()
    assert process.returncode == -signal.SIGKILL
    assert house.stored() == dict.fromkeys(STORED, 0)
    assert house.ask("SELECT state FROM census_importbatch WHERE state != 'broken'") == [("staged",)]
    told = house.run("import_books", house.base.parent / "s.csv", "--dry-run", "--progress", "none")
    assert "s.csv）中途断了，一行也没有入库" in told
    assert house.ask("SELECT DISTINCT state FROM census_importbatch") == [("broken",)]


def taken_back(house: House) -> None:
    """Take back the import that stands, so that the next test finds the house empty."""
    ((batch,),) = house.ask("SELECT id FROM census_importbatch WHERE state = 'committed'")
    assert "移除 1000 条" in house.run("undo_import", batch)
    assert house.stored()["guji_book"] == 0


def test_an_import_gives_the_log_of_its_writing_back(house: House) -> None:
    assert "新增 1000" in house.run("import_books", house.base.parent / "s.csv", "--progress", "none")
    log = house.base.with_name("k.sqlite3-wal")
    assert not log.exists() or not log.stat().st_size
    taken_back(house)


def test_two_processes_with_one_file_bring_it_in_once(house: House) -> None:
    sheet = house.base.parent / "s.csv"
    both = [house.start("import_books", sheet, "--progress", "none") for _ in range(2)]
    codes = [process.wait() for process in both]
    ends = [((process.out, process.error), code) for process, code in zip(both, codes, strict=True)]
    assert house.stored()["guji_book"] == 1000
    assert [told for (told, _), code in ends if code == 0]
    assert all("没有导入，库中未作任何改动" in errors for (_, errors), code in ends if code != 0)
    taken_back(house)


def interrupted(path: Path, at: str, meddle: Callable[[], object], **options: Any) -> Outcome:
    """Import, doing something else at the first word of a stage."""
    done: list[str] = []

    def tell(stage: str, _done: int, _total: int) -> None:
        if stage == at and not done:
            done.append(stage)
            meddle()

    return run_import(BookImporter(trusted=True), ImportOptions(path=path, **options), tell)


@pytest.mark.usefixtures("holders")
class TestAtOnce:
    """Two imports, or an import and a person, between judging and commit."""

    def test_the_same_books_brought_by_another_file_meanwhile_are_not_brought_twice(self, tmp_path: Path) -> None:
        one, other = xlsx(tmp_path / "甲.xlsx", NUMBERLESS), text(tmp_path / "乙.csv", NUMBERLESS)
        with pytest.raises(ImportRefused, match="第 2 行的书刚由别人录入或导入") as caught:
            interrupted(one, "judge", lambda: take(other))
        assert caught.value.code == "changed-meanwhile"
        assert Book.objects.count() == 4
        assert ImportBatch.objects.get().file_name == "乙.csv"
        assert counts(take(one)) == {"same": 4}

    def test_a_trial_meets_the_same_refusal(self, tmp_path: Path) -> None:
        one, other = xlsx(tmp_path / "甲.xlsx", NUMBERLESS), text(tmp_path / "乙.csv", NUMBERLESS)
        with pytest.raises(ImportRefused):
            interrupted(one, "judge", lambda: take(other), dry_run=True)

    def test_other_books_brought_meanwhile_disturb_nobody(self, tmp_path: Path) -> None:
        one, other = xlsx(tmp_path / "甲.xlsx", NUMBERLESS[:2]), text(tmp_path / "乙.csv", NUMBERLESS[2:])
        assert interrupted(one, "judge", lambda: take(other)).committed
        assert Book.objects.count() == 4

    @pytest.mark.parametrize(
        "clerk",
        [
            {"shelf_mark": "普3", "title": "白氏文集七十一卷", "edition": "清刻本"},
            {"shelf_mark": "普3", "title": "白氏長慶集七十一卷", "edition": "清康熙刻本"},
            {"shelf_mark": "普3", "title": "白氏文集七十一卷", "edition": "清康熙刻本"},
        ],
    )
    def test_a_book_entered_by_hand_meanwhile_is_not_brought_twice(self, tmp_path: Path, clerk: dict[str, str]) -> None:
        made = merged(BookData(institution="1701"), **clerk)
        path = xlsx(tmp_path / "书.xlsx", NUMBERLESS)
        with pytest.raises(ImportRefused, match="第 4 行"):
            interrupted(path, "judge", CreateBook(made, None, trusted=True).execute)
        assert [book.title for book in Book.objects.all()] == [clerk["title"]]

    def test_another_book_on_the_same_shelf_is_another_book(self, tmp_path: Path) -> None:
        made = BookData(institution="1701", shelf_mark="普3", title="詩集傳八卷", edition="明刻本")
        path = xlsx(tmp_path / "书.xlsx", NUMBERLESS)
        assert interrupted(path, "judge", CreateBook(made, None, trusted=True).execute).committed
        assert Book.objects.count() == 5

    def test_twins_within_one_file_are_not_taken_for_each_other(self, tmp_path: Path) -> None:
        twin = ["", "1701", "", "論語十卷", "（三國魏）何晏集解", "清刻本", "2冊", ""]
        other = BookData(institution="1701", title="孟子七卷", edition="清刻本")
        path = xlsx(tmp_path / "双.xlsx", [twin] * 3)
        outcome = interrupted(path, "judge", CreateBook(other, None, trusted=True).execute)
        assert counts(outcome) == {"create": 3}

    def test_a_record_that_somebody_edits_in_the_middle_is_not_overwritten(self, tmp_path: Path) -> None:
        take(xlsx(tmp_path / "书.xlsx"))
        book = Book.objects.get(shelf_mark="普3")
        path = xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊"))
        edit = EditBook(book, merged(to_data(book), extent="存三卷（三至五）"), None, trusted=True)
        with pytest.raises(ImportRefused, match="请重新导入"):
            interrupted(path, "judge", edit.execute)
        assert counts(take(path)) == {"same": 3, "update": 1}
        book.refresh_from_db()
        assert (book.volumes, book.extent) == ("23冊", "存三卷（三至五）")

    def test_a_record_withdrawn_in_the_middle_is_not_changed(self, tmp_path: Path) -> None:
        take(xlsx(tmp_path / "书.xlsx"))
        book = Book.objects.get(shelf_mark="普3")
        path = xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊"))
        with pytest.raises(ImportRefused):
            interrupted(path, "judge", WithdrawBook(book, None, reason="误录", trusted=True).execute)
        book.refresh_from_db()
        assert book.volumes == "24冊"

    def test_the_first_import_taken_back_while_the_second_is_judged(self, tmp_path: Path) -> None:
        first = take(xlsx(tmp_path / "书.xlsx"))
        path = xlsx(tmp_path / "改.xlsx", changed(2, 6, "23冊"))
        assert first.batch_id is not None
        undo = BulkUndo(ImportBatch.objects.get(pk=first.batch_id), None, trusted=True)
        with pytest.raises(ImportRefused, match="已经不在库中"):
            interrupted(path, "judge", undo.execute)
        assert not Book.objects.exists()

    def test_a_file_that_is_being_imported_is_not_begun_again(self, tmp_path: Path) -> None:
        path = xlsx(tmp_path / "书.xlsx")
        refusals: list[ImportRefused] = []

        def again() -> None:
            with pytest.raises(ImportRefused) as caught:
                take(path)
            refusals.append(caught.value)
            assert take(path, dry_run=True).changes == 4

        assert interrupted(path, "survey", again).committed
        assert [refusal.code for refusal in refusals] == ["in-progress"]
        assert "正在导入" in refusals[0].message
        assert Book.objects.count() == 4


@pytest.mark.usefixtures("holders")
class TestStaging:
    """The row that an import keeps while it works."""

    def staged(self, worker: str, hours: int = 0) -> ImportBatch:
        known = {"this process": own_id(), "another process of this machine": own_id().rpartition(":")[0] + ":1"}
        fields = {"file_name": "旧.xlsx", "sha256": "0" * 64, "worker": known.get(worker, worker)}
        batch = ImportBatch.objects.create(kind="book", **fields)
        ImportBatch.objects.filter(pk=batch.pk).update(created_at=timezone.now() - timedelta(hours=hours))
        return batch

    @pytest.mark.parametrize(
        ("worker", "hours", "state"),
        [
            ("this process", 100, BatchState.STAGED),
            ("another process of this machine", 0, BatchState.BROKEN),
            ("another-machine:12:1", 1, BatchState.STAGED),
            ("another-machine:12:1", 25, BatchState.BROKEN),
            ("", 25, BatchState.BROKEN),
        ],
    )
    def test_what_is_alive_stays_and_what_is_dead_is_said_to_be(
        self, tmp_path: Path, worker: str, hours: int, state: BatchState
    ) -> None:
        batch = self.staged(worker, hours)
        outcome = take(xlsx(tmp_path / "书.xlsx"))
        batch.refresh_from_db()
        assert batch.state == state
        said = [notice.message for notice in outcome.notices if notice.code == "broken-before"]
        assert ["旧.xlsx）中途断了，一行也没有入库" in message for message in said] == [True] * (state == "broken")
        assert outcome.committed

    def test_a_broken_batch_cannot_be_taken_back(self) -> None:
        batch = self.staged("", 0)
        with pytest.raises(WrongState, match="没有入库"):
            BulkUndo(batch, None, trusted=True).execute()

    @pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
    @pytest.mark.parametrize("stage", ["survey", "judge", "commit"])
    def test_a_fault_or_a_stop_at_any_stage_leaves_no_row(
        self, tmp_path: Path, stage: str, error: type[BaseException]
    ) -> None:
        def stop() -> None:
            raise error

        with pytest.raises(error):
            interrupted(xlsx(tmp_path / "书.xlsx"), stage, stop)
        assert not ImportBatch.objects.exists()
        assert not ImportRow.objects.exists()
        assert not Book.objects.exists()

    def test_nothing_taken_in_leaves_no_row(self, tmp_path: Path) -> None:
        assert not take(xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院"))).committed
        with pytest.raises(ImportRefused):
            take(xlsx(tmp_path / "空.xlsx", []))
        assert not ImportBatch.objects.exists()

    def test_a_database_held_by_another_writer_is_said_so(self, tmp_path: Path) -> None:
        def held() -> None:
            raise OperationalError("database is locked")

        with pytest.raises(ImportRefused, match="请稍后重新导入") as caught:
            interrupted(xlsx(tmp_path / "书.xlsx"), "commit", held)
        assert caught.value.code == "busy"

    def test_any_other_trouble_of_the_database_is_not_hidden(self, tmp_path: Path) -> None:
        def full() -> None:
            raise OperationalError("database or disk is full")

        with pytest.raises(OperationalError, match="disk is full"):
            interrupted(xlsx(tmp_path / "书.xlsx"), "commit", full)
