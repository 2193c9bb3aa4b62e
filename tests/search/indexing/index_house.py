"""One of several processes on one database and one index; begun by the tests, prints JSON.

``DIE_AT`` (``module:name:before|after:times``) lets it be killed there, as by ``kill -9``; ``BLOCK`` makes rebuilds go
in small steps, so that others come between.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import execute_from_command_line
from django.db import transaction

from authority.models import Institution
from census.models import Job, OutboxEntry, OutboxOperation
from census.searching import digest_of, search_kinds
from guji.actions import CreateBook, EditBook, WithdrawBook
from guji.models import Book
from guji.storage import to_data
from search.engine.choice import chosen_store
from search.engine.protocol import IndexUnusable
from search.facade import EVERYTHING, search
from search.indexing import rebuild
from search.indexing.drain import why_unusable
from search.indexing.folder import Folder
from search.models import RebuildJournal, SetAside
from tests.guji.actions.action_samples import book_data, changed


def manage(*args: str) -> None:
    """Run a management command."""
    execute_from_command_line(["manage.py", *args])


def prepare(count: str) -> None:
    """Make a library and some records."""
    Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")
    for number in range(int(count)):
        CreateBook(book_data(number), None, trusted=True).execute()


def save(title: str) -> None:
    """Save one record, and tell its key and the moment at which it was saved."""
    book = CreateBook(book_data(0, title=title), None, trusted=True).execute()
    print(json.dumps({"key": str(book.pk), "saved": time.time()}))


def save_each(folder: str, *titles: str) -> None:
    """Save one record after another, each when the one before was found; tell when each was saved."""
    moments = []
    for title in titles:
        CreateBook(book_data(0, title=title), None, trusted=True).execute()
        moments.append(time.time())
        while not (Path(folder) / title).exists():
            time.sleep(0.01)
    print(json.dumps(moments))


def find_each(folder: str, *titles: str) -> None:
    """Search for one title after another, as a page would, until it is found; tell when each was."""
    moments = []
    search(EVERYTHING, "周易")
    print("ready", flush=True)
    for title in titles:
        while True:
            results = search(EVERYTHING, title)
            if results.total and not results.notice:
                break
            time.sleep(0.02)
        moments.append(time.time())
        assert [hit.record.title for hit in results.hits] == [title]
        (Path(folder) / title).touch()
    print(json.dumps(moments))


def work(until: str, seed: str) -> None:
    """Change records in every way there is, until a file appears; tell how many changes were acknowledged."""
    chance, done = random.Random(int(seed)), 0
    while not Path(until).exists():
        _change(chance, done)
        done += 1
        time.sleep(0.005)
    print(json.dumps({"changes": done}))


def _change(chance: random.Random, number: int) -> None:
    act = chance.choice(("create", "edit", "edit", "edit", "withdraw", "remove", "together"))
    books = list(Book.objects.exclude(state="withdrawn").order_by("pk").values_list("pk", flat=True))
    if act == "create" or len(books) < 5:
        CreateBook(book_data(number), None, trusted=True).execute()
        return
    book = Book.objects.whole().get(pk=chance.choice(books))
    if act == "edit":
        _edit(book, number)
    elif act == "withdraw":
        WithdrawBook(book, None, reason="重複", trusted=True).execute()
    elif act == "remove":
        with transaction.atomic():
            OutboxEntry.objects.create(kind="book", record_id=book.pk, operation=OutboxOperation.DELETE)
            _remove(book)
    else:
        with transaction.atomic():
            for key in chance.sample(books, 3):
                _edit(Book.objects.whole().get(pk=key), number)


def _edit(book: Book, number: int) -> None:
    EditBook(book, changed(to_data(book), note=f"第{number}次"), None, trusted=True).execute()


def _remove(book: Book) -> None:
    for relation in Book._meta.related_objects:
        relation.related_model._default_manager.filter(**{relation.field.name: book.pk}).delete()
    Book.objects.filter(pk=book.pk).delete()


def show() -> None:
    """Tell how index and database stand to each other."""
    store = chosen_store()
    try:
        indexed = {(kind, key): digest for kind, key, digest in store.all_keys()}
    except (IndexUnusable, OSError):
        indexed = {}
    documents = [document for kind in search_kinds().values() for document in kind.stream()]
    told = {(document.kind, document.record_id): digest_of(document) for document in documents}
    print(
        json.dumps(
            {
                "same": indexed == told,
                "records": len(told),
                "indexed": len(indexed),
                "waiting": OutboxEntry.objects.count(),
                "journal": RebuildJournal.objects.count(),
                "aside": SetAside.objects.count(),
                "why": why_unusable(store, Folder())[1],
                "jobs": list(Job.objects.order_by("created_at").values_list("state", flat=True)),
            }
        )
    )


def die_at(spec: str) -> None:
    """Be killed before or after the n-th call of something."""
    module, name, when, times = spec.split(":")
    owner: Any = import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    original, left = getattr(owner, last), [int(times)]

    def deadly(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] <= 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, last, deadly)


def main(act: str, *args: str) -> None:
    """Do one act, and perhaps die of it."""
    if spec := os.environ.get("DIE_AT"):
        die_at(spec)
    if block := os.environ.get("BLOCK"):
        rebuild.BLOCK = int(block)
    acts: tuple[Callable[..., None], ...] = (manage, prepare, save, work, save_each, find_each, show)
    {one.__name__: one for one in acts}[act](*args)
