"""Many records at once: the same rules and the same rows as one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.forms.models import model_to_dict

from authority.models import Institution
from census.checks.base import Finding, Level
from census.errors import ActionRefused, ConflictError, FindingsStand, InvalidData, LockedFields, NotAllowed, WrongState
from census.models import BatchState, ImportBatch, OutboxEntry, Revision, State
from guji.actions import (
    AddComment,
    ApproveByProvince,
    BulkCreateBooks,
    BulkUndo,
    BulkUpdate,
    BulkUpdateBooks,
    CreateBook,
    EditBook,
    OverrideStructure,
    PublishBook,
)
from guji.data import BookData
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, book_data, changed

People = dict[str, User]
ERROR = Finding("title_missing", Level.ERROR, "title", "缺题名")
WARNING = Finding("note_long", Level.WARNING, "note", "附注过长")


@pytest.fixture
def batch(db: Any) -> ImportBatch:
    return ImportBatch.objects.create(kind="book", file_name="浙圖.xlsx", sha256="0" * 64)


def committed(batch: ImportBatch) -> ImportBatch:
    batch.state = BatchState.COMMITTED
    batch.save()
    return batch


def imported(batch: ImportBatch, count: int = 3, **options: Any) -> list[Book]:
    BulkCreateBooks(None, batch=batch, trusted=True, **options).execute((book_data(i), ()) for i in range(count))
    committed(batch)
    return list(Book.objects.filter(batch=batch).order_by("pk"))


def whole(book: Book) -> BookData:
    return to_data(Book.objects.whole().get(pk=book.pk))


def columns(book: Book) -> dict[str, Any]:
    managed = {"id", "batch_id", "created_at", "updated_at", "census_no"}
    book = Book.objects.get(pk=book.pk)
    return {f.attname: getattr(book, f.attname) for f in Book._meta.concrete_fields if f.attname not in managed}


def rows(manager: Any) -> list[dict[str, Any]]:
    return [model_to_dict(row, exclude=["id", "book", "parent"]) for row in manager.all()]


def test_many_at_once_are_stored_as_one_by_one(people: People, batch: ImportBatch) -> None:
    works = [{"title": "易傳十卷", "children": [{"title": "繫辭二卷", "responsibility": "（宋）程頤撰"}]}]
    data = changed(ZHOUYI, is_series=True, details={**ZHOUYI.details, "sub_works": works})
    single = CreateBook(data, people["cataloguer"]).execute()
    BulkCreateBooks(people["cataloguer"], batch=batch).execute([(data, ())])
    bulk = Book.objects.get(batch=batch)
    assert columns(single) == columns(bulk)
    assert whole(single) == whole(bulk)
    for name in ("title_units", "agents", "seals", "layouts", "sub_works"):
        assert rows(getattr(single, name)) == rows(getattr(bulk, name)), name
    first, second = (Revision.objects.get(record_id=book.pk) for book in (single, bulk))
    assert first.diff == second.diff
    assert (second.action, second.group, second.actor) == ("import", batch.pk, people["cataloguer"])
    assert OutboxEntry.objects.filter(record_id=bulk.pk).count() == 1


def test_approved_rows_get_the_numbers_that_no_other_row_brings(people: People, batch: ImportBatch) -> None:
    brought = [changed(book_data(i), census_no=f"330000-1701-000000{i}") for i in (2, 3)]
    data = [book_data(10), *brought, book_data(11), changed(book_data(12), institution="1713")]
    writer = BulkCreateBooks(people["province_reviewer"], batch=batch, approved=True)
    with transaction.atomic():
        writer.reserve(row.census_no for row in data if row.census_no)
        writer.write([(row, [WARNING]) for row in data])
    numbers = dict(Book.objects.values_list("shelf_mark", "census_no"))
    assert numbers == {
        "普2": "330000-1701-0000002",
        "普3": "330000-1701-0000003",
        "普10": "330000-1701-0000004",
        "普11": "330000-1701-0000005",
        "普12": "330000-1713-0000001",
    }
    assert set(Book.objects.values_list("state", "province_approved_by__username")) == {
        (State.PROVINCE_APPROVED, "province_reviewer")
    }


def test_each_refusal_stands_in_its_place_and_the_others_are_written(people: People, batch: ImportBatch) -> None:
    number = "330000-1701-0000007"
    offered = [
        (book_data(0), ()),
        (changed(book_data(1), institution="9999"), ()),
        (changed(book_data(2), census_no=number), ()),
        (changed(book_data(3), census_no=number), ()),
        (changed(book_data(4), census_no="七號"), ()),
        (changed(book_data(5), details={"bindings": [{"ce": "四"}]}), ()),
        (book_data(6), [ERROR]),
    ]
    with transaction.atomic():
        outcomes = BulkCreateBooks(None, batch=batch, approved=True, trusted=True).write(offered)
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [UUID, InvalidData, UUID, InvalidData, InvalidData, InvalidData, FindingsStand]
    assert Book.objects.count() == 2
    with transaction.atomic():
        (again,) = BulkCreateBooks(None, batch=batch, trusted=True).write([offered[2]])
    assert isinstance(again, InvalidData)
    assert number in again.message


def test_execute_undoes_all_at_the_first_refusal(people: People, batch: ImportBatch) -> None:
    offered = [(book_data(i), [ERROR] if i == 5 else []) for i in range(6)]
    with pytest.raises(FindingsStand):
        BulkCreateBooks(None, batch=batch, approved=True, trusted=True).execute(offered, chunk=2)
    assert not Book.objects.exists()
    assert not Revision.objects.exists()
    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "approved"),
    [("reader", False), ("cataloguer_elsewhere", False), ("editor", False), ("cataloguer", True)],
)
def test_policy_holds_for_many_as_for_one(people: People, batch: ImportBatch, who: str, approved: bool) -> None:
    with transaction.atomic():
        (outcome,) = BulkCreateBooks(people[who], batch=batch, approved=approved).write([(book_data(0), ())])
    assert isinstance(outcome, NotAllowed)
    assert not Book.objects.exists()


def test_queries_do_not_grow_with_the_rows(
    batch: ImportBatch, people: People, django_assert_max_num_queries: Any
) -> None:
    writer = BulkCreateBooks(people["cataloguer"], batch=batch)
    with transaction.atomic(), django_assert_max_num_queries(12):
        writer.write([(changed(book_data(i), details=ZHOUYI.details), ()) for i in range(200)])


def update(book: Book, **changes: Any) -> BulkUpdate:
    return BulkUpdate(book.pk, changed(whole(book), **changes), version=book.version)


def test_changed_rows_become_revisions_and_the_same_rows_nothing(people: People, batch: ImportBatch) -> None:
    first, second, third = imported(batch)
    OutboxEntry.objects.all().delete()
    again = ImportBatch.objects.create(kind="book", file_name="浙圖二.xlsx", sha256="1" * 64)
    with transaction.atomic():
        outcomes = BulkUpdateBooks(people["cataloguer"], batch=again).write(
            [update(first, note="補"), update(second), update(third, details={"seals": [{"text": "印"}]})]
        )
    assert outcomes == [2, None, 2]
    assert Revision.objects.get(record_id=first.pk, number=2).diff == {"note": [None, "補"]}
    assert whole(third).details == {"seals": [{"text": "印"}]}
    assert set(OutboxEntry.objects.values_list("record_id", flat=True)) == {first.pk, third.pk}
    edited = EditBook(second, changed(whole(second), note="補"), people["cataloguer"]).execute()
    assert edited.version == 2


def test_refusals_of_changes_stand_in_their_places(people: People, batch: ImportBatch, published: Book) -> None:
    one, two, three = imported(batch, approved=True)
    EditBook(one, changed(whole(one), note="先改"), people["province_reviewer"]).execute()
    gone = BulkUpdate(batch.pk, book_data(9))
    with transaction.atomic():
        outcomes = BulkUpdateBooks(people["province_reviewer"], batch=batch).write(
            [
                update(one, note="後改"),
                update(two, title="別集十卷"),
                update(published, note="改"),
                update(three, institution="1713"),
                gone,
            ]
        )
    assert [type(outcome) for outcome in outcomes] == [
        ConflictError,
        LockedFields,
        WrongState,
        LockedFields,
        WrongState,
    ]


def test_data_that_the_province_passed_corrects_locked_items(people: People, batch: ImportBatch) -> None:
    book, other, _ = imported(batch, approved=True)
    writer = BulkUpdateBooks(people["province_reviewer"], batch=batch, approved=True)
    wrong = BulkUpdate(other.pk, changed(whole(other), title=""), [ERROR])
    with transaction.atomic():
        outcomes = writer.write([update(book, volumes="12冊"), wrong])
    assert outcomes[0] == 2
    assert isinstance(outcomes[1], FindingsStand)
    assert Revision.objects.get(record_id=book.pk, number=2).action == "correct"
    book.refresh_from_db()
    assert book.volumes_count == 12


def test_overrides_survive_an_import(people: People, batch: ImportBatch) -> None:
    book, *_ = imported(batch)
    book = OverrideStructure(book, people["cataloguer"], "maker", "靜思堂", reason="簡稱").execute()
    with transaction.atomic():
        BulkUpdateBooks(people["cataloguer"], batch=batch).write([update(book, note="補")])
    book.refresh_from_db()
    assert (book.maker, book.note) == ("靜思堂", "補")


def test_an_untouched_import_goes_without_a_trace_but_its_batch(people: People, batch: ImportBatch) -> None:
    other = CreateBook(ZHOUYI, people["cataloguer"]).execute()
    works = [{"title": "經部", "children": [{"title": "易傳十卷"}]}]
    data = [changed(book_data(i), details={**ZHOUYI.details, "sub_works": works}) for i in range(4)]
    BulkCreateBooks(None, batch=batch, trusted=True).execute((row, ()) for row in data)
    keys = set(Book.objects.filter(batch=batch).values_list("pk", flat=True))
    report = BulkUndo(committed(batch), people["cataloguer"]).execute()
    assert (report.removed, report.reverted, report.touched) == (4, 0, ())
    assert list(Book.objects.all()) == [other]
    for relation in Book._meta.related_objects:
        if relation.related_model._meta.app_label == "guji":
            assert not relation.related_model._default_manager.exclude(book=other).exists(), relation.name
    assert set(Revision.objects.values_list("record_id", flat=True)) == {other.pk}
    assert set(OutboxEntry.objects.filter(operation="delete").values_list("record_id", flat=True)) == keys
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (BatchState.UNDONE, people["cataloguer"])
    with pytest.raises(WrongState, match="已经撤回"):
        BulkUndo(batch, people["cataloguer"]).execute()


def test_numbers_of_a_batch_that_went_are_not_given_again(people: People, batch: ImportBatch) -> None:
    imported(batch, 3, approved=True)
    assert BulkUndo(batch, people["province_reviewer"]).execute().removed == 3
    record = CreateBook(ZHOUYI, people["cataloguer"]).execute()
    Book.objects.update(state=State.INSTITUTION_APPROVED)
    assert ApproveByProvince(record, people["province_reviewer"]).execute().census_no == "330000-1701-0000004"


def test_what_was_touched_since_stays_and_is_listed(people: People, batch: ImportBatch) -> None:
    edited, remarked, left = imported(batch)
    EditBook(edited, changed(whole(edited), note="已核"), people["cataloguer"]).execute()
    AddComment(remarked, people["institution_reviewer"], "請核版本").execute()
    report = BulkUndo(batch, None, trusted=True).execute()
    assert report.removed == 1
    assert {(touched.record_id, touched.version) for touched in report.touched} == {(edited.pk, 2), (remarked.pk, 1)}
    assert not Book.objects.filter(pk=left.pk).exists()
    assert whole(edited).note == "已核"


def test_what_an_import_changed_gets_its_earlier_content_back(people: People, batch: ImportBatch) -> None:
    first, second, third = imported(batch)
    before = [whole(book) for book in (first, second, third)]
    again = ImportBatch.objects.create(kind="book", file_name="二.xlsx", sha256="1" * 64)
    with transaction.atomic():
        BulkUpdateBooks(None, batch=again, trusted=True).write(
            [update(first, note="新", details=ZHOUYI.details), update(second, title="新題一卷")]
        )
    second.refresh_from_db()
    EditBook(second, changed(whole(second), note="再改"), people["cataloguer"]).execute()
    report = BulkUndo(committed(again), None, reason="誤導入", trusted=True).execute()
    assert (report.removed, report.reverted) == (0, 1)
    assert [touched.record_id for touched in report.touched] == [second.pk]
    assert whole(first) == before[0]
    assert whole(second).title == "新題一卷"
    last = Revision.objects.filter(record_id=first.pk).latest("number")
    assert (last.action, last.number, last.reason) == ("undo_import", 3, "誤導入")
    assert whole(third) == before[2]


def test_only_who_may_undoes_and_nothing_published_goes(people: People, batch: ImportBatch) -> None:
    book, *_ = imported(batch, approved=True)
    for who in ("reader", "cataloguer", "institution_reviewer", "editor"):
        with pytest.raises(NotAllowed):
            BulkUndo(batch, people[who]).execute()
    PublishBook(book, people["editor"]).execute()
    report = BulkUndo(batch, people["administrator"]).execute()
    assert [touched.state for touched in report.touched] == [State.PUBLISHED]
    assert list(Book.objects.all()) == [book]


def test_a_batch_that_was_only_tried_cannot_be_undone(batch: ImportBatch, libraries: dict[str, Institution]) -> None:
    with pytest.raises(ActionRefused, match="没有入库"):
        BulkUndo(batch, None, trusted=True).execute()
