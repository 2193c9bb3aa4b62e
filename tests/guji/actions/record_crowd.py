"""One of several processes that work on the records of one database; begun by test_records_in_a_crowd."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from authority.models import Institution
from census.errors import ConflictError
from census.models import ImportBatch, OutboxEntry, Revision, State
from guji.actions import ApproveByProvince, BulkCreateBooks, CreateBook, EditBook
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import book_data, changed


def prepare(count: str) -> None:
    """Make a library, and records that wait for their numbers."""
    Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")
    for number in range(int(count)):
        CreateBook(book_data(number), None, trusted=True).execute()
    Book.objects.update(state=State.INSTITUTION_APPROVED)


def approve(threads: str) -> None:
    """Give numbers from several threads, each with a connection of its own."""
    keys = list(Book.objects.values_list("pk", flat=True))
    start = threading.Barrier(int(threads))
    failures: list[str] = []

    def work(share: list[object]) -> None:
        start.wait()
        try:
            for key in share:
                ApproveByProvince(Book.objects.get(pk=key), None, trusted=True).execute()
        except Exception as error:
            failures.append(repr(error))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(keys[i :: int(threads)],)) for i in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps({"failures": failures, "numbers": sorted(Book.objects.values_list("census_no", flat=True))}))


def edit(name: str, times: str) -> None:
    """Add to one record's note again and again, reading it anew after each conflict."""
    key = Book.objects.values_list("pk", flat=True).order_by("pk")[0]
    conflicts = 0
    for number in range(int(times)):
        while True:
            book = Book.objects.whole().get(pk=key)
            data = to_data(book)
            try:
                wanted = changed(data, note=f"{data.note}{name}{number}；")
                EditBook(book, wanted, None, version=book.version, trusted=True).execute()
                break
            except ConflictError:
                conflicts += 1
    print(json.dumps({"conflicts": conflicts}))


def bulk(marker: str) -> None:
    """Import without end, telling after some chunks that the transaction is under way."""
    batch = ImportBatch.objects.create(kind="book", file_name="x", sha256="0" * 64)

    def tell(done: int) -> None:
        if done >= 600:
            Path(marker).touch()
            time.sleep(0.01)

    rows = ((book_data(number), ()) for number in range(10_000_000))
    BulkCreateBooks(None, batch=batch, trusted=True).execute(rows, chunk=200, progress=tell)


def show() -> None:
    """Tell what is there."""
    book = Book.objects.order_by("pk").first()
    print(
        json.dumps(
            {
                "books": Book.objects.count(),
                "imported": Book.objects.filter(batch__isnull=False).count(),
                "revisions": Revision.objects.count(),
                "outbox": OutboxEntry.objects.count(),
                "note": book.note if book else "",
                "version": book.version if book else 0,
            },
            ensure_ascii=False,
        )
    )


def main(act: str, *args: str) -> None:
    """Do one act."""
    acts: tuple[Callable[..., None], ...] = (prepare, approve, edit, bulk, show)
    {one.__name__: one for one in acts}[act](*args)
