"""Whatever is done to records, one by one or many at once: what the index would show otherwise stands in the outbox.

The outbox is all that the index learns from: a way of changing records that forgot it would leave them stale for ever.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.errors import ActionRefused
from census.models import BatchState, ImportBatch, OutboxEntry, State
from census.policies import Access
from guji.actions import (
    ApproveByInstitution,
    ApproveByProvince,
    BulkCreateBooks,
    BulkUndo,
    BulkUpdate,
    BulkUpdateBooks,
    CorrectPublished,
    CreateBook,
    EditBook,
    OverrideStructure,
    PublishBook,
    RederiveBooks,
    RemoveOverride,
    RestoreBook,
    ReturnBook,
    SubmitBook,
    WithdrawBook,
)
from guji.models import Book
from guji.storage import to_data
from search.indexing.drain import Drainer
from search.withheld import withheld
from tests.guji.actions.action_samples import book_data, changed
from tests.search.indexing.index_samples import indexed, stated
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
Chance = random.Random


def one(chance: Chance) -> Book:
    """Return one of the books, whole."""
    found: Book = Book.objects.whole().get(
        pk=chance.choice(list(Book.objects.order_by("pk").values_list("pk", flat=True)))
    )
    return found


def somebody() -> User:
    """Return a person, for acts that keep who did them even where the house may do them."""
    return User.objects.get_or_create(username="editor")[0]


def new_batch(**values: Any) -> ImportBatch:
    return ImportBatch.objects.create(kind="book", file_name="浙圖.xlsx", sha256="0" * 64, **values)


def create_many(chance: Chance) -> None:
    batch = new_batch()
    rows = ((book_data(chance.randrange(90)), ()) for _ in range(4))
    BulkCreateBooks(None, batch=batch, trusted=True, approved=chance.random() < 0.5).execute(rows, chunk=3)
    batch.state = BatchState.COMMITTED
    batch.save()


def update_many(chance: Chance) -> None:
    books = {one(chance) for _ in range(3)}
    rows = [BulkUpdate(b.pk, changed(to_data(b), note=f"補{chance.random()}"), version=b.version) for b in books]
    with transaction.atomic():
        BulkUpdateBooks(None, batch=new_batch(state=BatchState.COMMITTED), approved=True, trusted=True).write(rows)


def undo(chance: Chance) -> None:
    if batch := ImportBatch.objects.filter(state=BatchState.COMMITTED).order_by("?").first():
        BulkUndo(batch, None, reason="誤導入", trusted=True).execute()


def rederive(chance: Chance) -> None:
    Book.objects.filter(pk=one(chance).pk).update(derivation=0)
    RederiveBooks().execute()


def act(make: Callable[..., Any], **options: Any) -> Callable[[Chance], None]:
    return lambda chance: make(one(chance), None, trusted=True, **options).execute()


def edit(chance: Chance) -> None:
    book, other = one(chance), book_data(chance.randrange(90))
    EditBook(book, changed(to_data(book), title=other.title, edition=other.edition), None, trusted=True).execute()


def correct(chance: Chance) -> None:
    book = one(chance)
    CorrectPublished(book, changed(to_data(book), volumes="99冊"), None, trusted=True, reason="漏數").execute()


def override(chance: Chance) -> None:
    OverrideStructure(one(chance), somebody(), "maker", "毛氏", reason="讀錯", trusted=True).execute()


def trust_again(chance: Chance) -> None:
    RemoveOverride(one(chance), somebody(), "maker", trusted=True).execute()


ACTS: dict[str, Callable[[Chance], Any]] = {
    "create": lambda chance: CreateBook(book_data(chance.randrange(90)), None, trusted=True).execute(),
    "edit": edit,
    "submit": act(SubmitBook),
    "return": act(ReturnBook, reason="請核"),
    "approve": act(ApproveByInstitution),
    "number": act(ApproveByProvince),
    "publish": act(PublishBook),
    "correct": correct,
    "withdraw": act(WithdrawBook, reason="重複"),
    "restore": act(RestoreBook, reason="實為兩部"),
    "override": override,
    "trust again": trust_again,
    "create many": create_many,
    "update many": update_many,
    "undo": undo,
    "rederive": rederive,
}


def seen_by_readers() -> set[UUID]:
    return set(Book.objects.all().public().values_list("pk", flat=True))


def differing(before: dict[UUID, str], after: dict[UUID, str]) -> set[UUID]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def tried(verb: str, chance: Chance) -> None:
    """Do an act; that it is refused is no matter here."""
    with suppress(ActionRefused), transaction.atomic():
        ACTS[verb](chance)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(verbs=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8), seed=st.integers(0, 10_000))
def test_each_change_is_told_and_the_index_follows(
    built: PaperStore, drainer: Drainer, verbs: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    for state in (State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED):
        book = CreateBook(book_data(chance.randrange(90)), None, trusted=True).execute()
        Book.objects.filter(pk=book.pk).update(state=state)
    drain_all(drainer)
    for verb in verbs:
        before, seen = stated(), seen_by_readers()
        tried(verb, chance)
        told = set(OutboxEntry.objects.values_list("record_id", flat=True))
        assert differing(before, stated()) <= told, verb
        lost = seen - seen_by_readers()
        assert lost == {key for _kind, key in withheld(Access())}, f"{verb}: what readers lose is told as such"
        drain_all(drainer)
        assert indexed(built) == stated(), verb


def drain_all(drainer: Drainer) -> None:
    while drainer.run():
        pass


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_no_act_is_always_refused(library: Any, verb: str) -> None:
    """An act that could never be done here would prove nothing above."""
    chance = random.Random(1)
    _stages(chance)
    before = OutboxEntry.objects.count()
    for _ in range(200):
        tried(verb, chance)
        if OutboxEntry.objects.count() > before:
            return
    pytest.fail(f"{verb} was refused every time")


def _stages(chance: Chance) -> None:
    """Make a book at every stage of its life, one corrected, and a batch."""
    makes: tuple[tuple[type[Any], ...], ...] = (
        (),
        (SubmitBook,),
        (SubmitBook, ApproveByInstitution),
        (SubmitBook, ApproveByInstitution, ApproveByProvince),
        (SubmitBook, ApproveByInstitution, ApproveByProvince, PublishBook),
    )
    for number, steps in enumerate(makes):
        book = CreateBook(book_data(number), None, trusted=True).execute()
        for step in steps:
            book = step(book, None, trusted=True).execute()
    gone = CreateBook(book_data(50), None, trusted=True).execute()
    WithdrawBook(gone, None, reason="重複", trusted=True).execute()
    odd = CreateBook(book_data(51), None, trusted=True).execute()
    OverrideStructure(odd, somebody(), "maker", "毛氏", reason="讀錯", trusted=True).execute()
    create_many(chance)
