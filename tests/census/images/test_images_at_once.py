"""Two people at the same moment: nothing is kept twice, no place is given twice, no file is left without its job."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.utils import timezone

from authority.models import Institution
from census.images import places
from census.images.actions import BeginUpload, FinishUpload
from census.images.answers import ImageRefused
from census.models import Image, ImageStatus, Job, Membership, Role, State
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import do_jobs

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite one transaction writes at a time"),
]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each with its own connection; return what each gave, or its refusal's code."""
    gate = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def do(number: int) -> None:
        gate.wait(30)
        try:
            found[number] = acts[number]()
        except ImageRefused as refusal:
            found[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.fixture
def book() -> Book:
    now = timezone.now()
    library = Institution.objects.create(code="1701", name="浙江圖書館")
    made: Book = Book.objects.create(
        institution=library, title="越縵堂日記不分卷", state=State.DRAFT, created_at=now, updated_at=now
    )
    return made


@pytest.fixture
def users(book: Book) -> list[User]:
    found = [User.objects.create_user(name) for name in ("zhang", "li")]
    for user in found:
        Membership.objects.create(user=user, role=Role.CATALOGUER, institution=book.institution)
    return found


def arrived(book: Book, user: User, content: bytes) -> Image:
    image = BeginUpload(book, user, f"{user.username}.jpg", len(content)).execute()
    places.arriving(image.pk).write_bytes(content)
    return image


def test_of_two_who_bring_the_same_picture_one_is_told_it_is_there(book: Book, users: list[User]) -> None:
    images = [arrived(book, user, samples.jpeg()) for user in users]
    found = at_once(*(FinishUpload(image, book, user).execute for image, user in zip(images, users, strict=True)))
    assert sum(one == "duplicate" for one in found) == 1
    (kept,) = Image.objects.all()
    assert kept.status == ImageStatus.CHECKING


def test_two_who_announce_files_get_places_of_their_own(book: Book, users: list[User]) -> None:
    at_once(*(BeginUpload(book, user, "a.jpg", 10).execute for user in users))
    assert sorted(Image.objects.values_list("position", flat=True)) == [0, 1]


def test_a_file_that_comes_while_a_job_begins_is_looked_at_all_the_same(book: Book, users: list[User]) -> None:
    """Trap: the job that waited may have begun before it could see the file."""
    first, second = (arrived(book, user, samples.jpeg(100 + n)) for n, user in enumerate(users))
    FinishUpload(first, book, users[0]).execute()
    at_once(do_jobs, FinishUpload(second, book, users[1]).execute)
    do_jobs()
    assert set(Image.objects.values_list("status", flat=True)) == {ImageStatus.READY}
    assert not Job.objects.exclude(state="done").exists()
