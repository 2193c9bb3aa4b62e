"""The sample enters a house once, and never over what somebody did."""

import pytest

from census.models import ImportBatch, OutboxEntry, Revision, State
from guji.models import Book
from guji.sample import sample_books
from guji.sample.loading import load_sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authority_tables")]


def test_every_record_enters_as_passed_by_the_province_with_history_and_outbox() -> None:
    expected = sum(1 for _ in sample_books())
    loaded = load_sample()
    assert (loaded.created, loaded.kept) == (expected, 0)
    assert Book.objects.filter(state=State.PROVINCE_APPROVED).count() == expected
    assert Revision.objects.count() == expected
    assert OutboxEntry.objects.values("record_id").distinct().count() == expected


def test_the_second_time_changes_nothing_that_was_changed_since() -> None:
    load_sample()
    book = Book.objects.order_by("census_no").first()
    assert book is not None
    Book.objects.filter(pk=book.pk).update(note="館員已核對", version=2)
    loaded = load_sample()
    assert loaded.created == 0
    book.refresh_from_db()
    assert (book.note, book.version) == ("館員已核對", 2)
    assert ImportBatch.objects.count() == 1


def test_what_is_missing_is_entered_beside_what_is_there() -> None:
    load_sample()
    book = Book.objects.order_by("census_no").first()
    assert book is not None
    number = book.census_no
    book.delete()
    loaded = load_sample()
    assert loaded.created == 1
    assert Book.objects.filter(census_no=number).count() == 1
