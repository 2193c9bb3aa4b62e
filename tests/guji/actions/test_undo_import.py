"""撤回導入 after other things have happened: later imports, edits, reviews, remarks, and those who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from authority.models import Institution
from census.errors import NotAllowed, WrongState
from census.models import BatchState, ImportBatch, OutboxEntry, Revision, State
from census.models.imports import ImportMode
from guji.actions import (
    AddComment,
    ApproveByInstitution,
    BulkCreateBooks,
    BulkUndo,
    BulkUpdate,
    BulkUpdateBooks,
    EditBook,
    OverrideStructure,
    SubmitBook,
    UndoReport,
    WaiveFinding,
    WithdrawBook,
    bulk_undo,
)
from guji.data import BookData
from guji.findings import standing_errors
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, book_data, changed

People = dict[str, User]
pytestmark = pytest.mark.usefixtures("libraries")


def new_batch(name: str) -> ImportBatch:
    return ImportBatch.objects.create(
        kind="book", file_name=name, sha256="0" * 64, mode=ImportMode.DRAFT, state=BatchState.COMMITTED
    )


def imported(count: int = 3, *, approved: bool = False, **changes: Any) -> ImportBatch:
    """Make records of a first import."""
    batch = new_batch("浙圖.xlsx")
    rows = [(changed(book_data(i), **changes), ()) for i in range(count)]
    BulkCreateBooks(None, batch=batch, approved=approved, trusted=True).execute(rows)
    return batch


def books_of(batch: ImportBatch) -> list[Book]:
    return list(Book.objects.whole().filter(batch=batch).order_by("pk"))


def updated(books: list[Book], *, approved: bool = False, **changes: Any) -> ImportBatch:
    """Change the records by a further import."""
    batch = new_batch("浙圖改.xlsx")
    writer = BulkUpdateBooks(None, batch=batch, approved=approved, trusted=True)
    rows = [BulkUpdate(book.pk, changed(content(book), **changes)) for book in books]
    with transaction.atomic():
        assert all(isinstance(version, int) for version in writer.write(rows))
    return batch


def undone(batch: ImportBatch, user: Any = None, **options: Any) -> UndoReport:
    return BulkUndo(batch, user, trusted=user is None, **options).execute()


def content(book: Book) -> BookData:
    return to_data(Book.objects.whole().get(pk=book.pk))


def test_a_later_import_of_the_same_rows_keeps_the_first_ones_records() -> None:
    first = imported()
    later = updated(books_of(first)[:2], note="二次導入")
    report = undone(first)
    assert (report.removed, report.reverted) == (1, 0)
    assert {touched.record_id for touched in report.touched} == set(
        Revision.objects.filter(group=later.pk).values_list("record_id", flat=True)
    )
    assert {touched.why for touched in report.touched} == {"此后又有改动"}
    assert [content(book).note for book in books_of(first)] == ["二次導入", "二次導入"]


def test_imports_taken_back_from_the_latest_to_the_first_leave_nothing() -> None:
    first = imported()
    second = updated(books_of(first), note="二次")
    third = updated(books_of(first)[:1], volumes="99冊", details=ZHOUYI.details)
    assert undone(third).reverted == 1
    assert undone(second).reverted == 3
    report = undone(first)
    assert (report.removed, report.touched) == (3, ())
    assert not Book.objects.exists()
    assert not Revision.objects.exists()


def test_a_change_below_one_that_was_taken_back_can_be_taken_back_too() -> None:
    first = imported(1)
    (book,) = books_of(first)
    before = content(book)
    second = updated([book], note="二次", details=ZHOUYI.details)
    third = updated([book], note="三次", volumes="9冊")
    undone(third)
    assert content(book).note == "二次"
    assert undone(second).reverted == 1
    assert content(book) == before
    assert [(r.number, r.action) for r in Revision.objects.filter(record_id=book.pk).order_by("number")] == [
        (1, "import"),
        (2, "import"),
        (3, "import"),
        (4, "undo_import"),
        (5, "undo_import"),
    ]


def test_a_change_below_one_that_stands_stays() -> None:
    first = imported(1)
    (book,) = books_of(first)
    second = updated([book], note="二次")
    updated([book], volumes="9冊")
    report = undone(second)
    assert (report.reverted, [touched.record_id for touched in report.touched]) == (0, [book.pk])
    assert (content(book).note, content(book).volumes) == ("二次", "9冊")


def test_edited_and_edited_back_is_touched_all_the_same(people: People) -> None:
    batch = imported(1)
    (book,) = books_of(batch)
    before = content(book)
    EditBook(book, changed(before, note="改"), people["cataloguer"]).execute()
    EditBook(book, before, people["cataloguer"]).execute()
    assert [touched.version for touched in undone(batch).touched] == [3]
    assert content(book) == before


def test_work_after_an_undone_import_counts(people: People) -> None:
    first = imported(1)
    (book,) = books_of(first)
    undone(updated([book], note="二次"))
    EditBook(book, changed(content(book), note="手改"), people["cataloguer"]).execute()
    report = undone(first)
    assert (report.removed, len(report.touched)) == (0, 1)
    assert content(book).note == "手改"


def _comment(book: Book, people: People) -> None:
    AddComment(book, people["institution_reviewer"], "請核卷數").execute()


def _submit(book: Book, people: People) -> None:
    SubmitBook(book, people["cataloguer"]).execute()


def _approve(book: Book, people: People) -> None:
    submitted = SubmitBook(book, people["cataloguer"]).execute()
    ApproveByInstitution(submitted, people["institution_reviewer"]).execute()


def _withdraw(book: Book, people: People) -> None:
    WithdrawBook(book, people["cataloguer"], reason="重複").execute()


def _override(book: Book, people: People) -> None:
    OverrideStructure(book, people["cataloguer"], "maker", "靜思堂", reason="簡稱").execute()


@pytest.mark.parametrize(
    ("meanwhile", "why", "state"),
    [
        (_comment, "已有审校意见、豁免、书影或别处引用", State.DRAFT),
        (_override, "此后又有改动", State.DRAFT),
        (_submit, "此后已送审、审定、出版或撤销", State.SUBMITTED),
        (_approve, "此后已送审、审定、出版或撤销", State.INSTITUTION_APPROVED),
        (_withdraw, "此后已送审、审定、出版或撤销", State.WITHDRAWN),
    ],
)
def test_what_happened_meanwhile_is_said_and_kept(
    people: People, meanwhile: Callable[[Book, People], None], why: str, state: str
) -> None:
    batch = imported(2)
    kept, other = books_of(batch)
    meanwhile(kept, people)
    report = undone(batch)
    assert report.removed == 1
    assert [(t.record_id, t.title, t.state, t.why) for t in report.touched] == [(kept.pk, kept.title, state, why)]
    assert Book.objects.get().state == state
    assert not Book.objects.filter(pk=other.pk).exists()


def test_a_record_with_a_waiver_stays_with_its_waiver(people: People) -> None:
    batch = imported(1, extent="存二十五卷（一至二十五）")
    (book,) = books_of(batch)
    error = standing_errors(content(book), book.pk)[0]
    WaiveFinding(book, people["institution_reviewer"], error.check, error.field, reason="原書如此").execute()
    assert len(undone(batch).touched) == 1
    assert Book.objects.count() == 1


def test_a_remark_on_a_changed_record_does_not_keep_the_change(people: People) -> None:
    first = imported(1)
    (book,) = books_of(first)
    second = updated([book], note="二次")
    _comment(book, people)
    assert undone(second).reverted == 1
    assert content(book).note == ""


def test_a_number_that_an_update_brought_stays_with_its_record() -> None:
    first = imported(1)
    (book,) = books_of(first)
    second = updated([book], note="二次", census_no="330000-1701-0000042")
    undone(second)
    book.refresh_from_db()
    assert (book.census_no, book.note) == ("330000-1701-0000042", "")


def test_what_was_taken_back_cannot_be_taken_back_again() -> None:
    first = imported(1)
    second = updated(books_of(first), note="二次")
    undone(second)
    with pytest.raises(WrongState, match="已经撤回"):
        undone(second)
    assert Revision.objects.count() == 3


def test_more_changes_than_are_held_at_once_are_each_reversed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_undo, "CHUNK", 2)
    first = imported(5)
    before = [content(book) for book in books_of(first)]
    second = updated(books_of(first), note="二次")
    told: list[tuple[str, int, int]] = []
    report = BulkUndo(second, None, trusted=True).execute(lambda *step: told.append(step))
    assert report.reverted == 5
    assert [content(book) for book in books_of(first)] == before
    assert [step for step in told if step[0] == "revert"] == [("revert", 2, 5), ("revert", 4, 5), ("revert", 5, 5)]
    assert told[-1][1] == told[-1][2]
    assert set(Book.objects.values_list("version", flat=True)) == {3}


def test_failing_half_way_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = imported(3, details=ZHOUYI.details)
    before = (list(Book.objects.order_by("pk").values()), OutboxEntry.objects.count(), Revision.objects.count())

    def break_down(stage: str, done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        BulkUndo(batch, None, trusted=True).execute(break_down)
    after = (list(Book.objects.order_by("pk").values()), OutboxEntry.objects.count(), Revision.objects.count())
    assert after == before
    assert all(book.seals.count() == 2 for book in books_of(batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.COMMITTED
    assert undone(batch).removed == 3


def test_the_work_of_removing_does_not_grow_with_the_records(django_assert_max_num_queries: Any) -> None:
    few, many = imported(2), imported(120, institution="1713")
    with django_assert_max_num_queries(60):
        undone(few)
    with django_assert_max_num_queries(60):
        assert undone(many).removed == 120


class TestWhoMay:
    """Taking back needs the right to undo in every holder concerned, and for changes the right to make them."""

    @pytest.mark.parametrize("who", ["reader", "editor", "cataloguer_elsewhere", "institution_reviewer_elsewhere"])
    def test_nobody_else_takes_back_a_batch_that_only_changed_records(self, people: People, who: str) -> None:
        batch = updated(books_of(imported(2)), note="二次")
        with pytest.raises(NotAllowed):
            undone(batch, people[who])
        assert set(Book.objects.values_list("note", flat=True)) == {"二次"}
        batch.refresh_from_db()
        assert batch.state == BatchState.COMMITTED

    @pytest.mark.parametrize("who", ["cataloguer", "institution_reviewer", "province_reviewer", "root"])
    def test_drafts_go_back_by_whoever_may_edit_them(self, people: People, who: str) -> None:
        batch = updated(books_of(imported(2)), note="二次")
        assert undone(batch, people[who]).reverted == 2
        revision = Revision.objects.filter(action="undo_import").first()
        assert revision is not None
        assert (revision.actor, revision.group) == (people[who], batch.pk)

    @pytest.mark.parametrize("who", ["cataloguer", "institution_reviewer"])
    def test_a_correction_of_approved_data_goes_back_by_the_province_only(self, people: People, who: str) -> None:
        batch = updated(books_of(imported(1, approved=True)), approved=True, volumes="99冊")
        with pytest.raises(NotAllowed, match="无权撤回"):
            undone(batch, people[who])
        assert undone(batch, people["province_reviewer"]).reverted == 1

    def test_a_batch_over_two_holders_needs_both(self, people: People) -> None:
        batch = imported(2)
        Book.objects.filter(pk=books_of(batch)[1].pk).update(institution=Institution.objects.get(code="1713"))
        with pytest.raises(NotAllowed):
            undone(batch, people["cataloguer"])
        assert undone(batch, people["administrator"]).removed == 2

    def test_nobody_marks_a_batch_as_undone_by_having_nothing_to_undo(self, people: People) -> None:
        batch = imported(1)
        _submit(books_of(batch)[0], people)
        with pytest.raises(NotAllowed):
            undone(batch, people["reader"])
        batch.refresh_from_db()
        assert batch.state == BatchState.COMMITTED
