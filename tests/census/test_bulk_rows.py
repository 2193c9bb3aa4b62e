"""Rows written by statement are the rows a model would have written."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from census.bulk import RowUpdater, RowWriter, uninterrupted
from census.identifiers import new_key
from census.models import OutboxEntry, Revision

COLUMNS = ("kind", "record_id", "number", "action", "diff", "actor_id", "at", "reason", "group")
NOW = datetime(2026, 11, 23, 8, 30, 5, 123456, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
JSON_VALUES = st.dictionaries(st.text("題名卷數", min_size=1), st.lists(st.one_of(st.none(), TEXT, st.integers(-9, 9))))


@pytest.mark.django_db
def test_every_kind_of_value_comes_back_as_stored() -> None:
    user = User.objects.create_user("zhang")
    key, group = new_key(), new_key()
    diff = {"title": [None, "𡿨書□卷"], "details.layouts": [[], [{"frame_height": "18.50"}]]}
    row = ("book", key, 1, "import", diff, user.pk, NOW, "", group)
    assert RowWriter(Revision, COLUMNS).write([row, ("book", new_key(), 1, "import", {}, None, NOW, "補", None)]) == 2
    stored = Revision.objects.get(record_id=key)
    assert tuple(getattr(stored, name) for name in COLUMNS) == row
    assert Revision.objects.get(reason="補").group is None


class SameAsTheModel(TestCase):
    """Against the model itself."""

    @settings(max_examples=30)
    @given(JSON_VALUES, TEXT)
    def test_json_and_text_equal_what_the_model_writes(self, diff: dict[str, list[object]], reason: str) -> None:
        key = new_key()
        RowWriter(Revision, COLUMNS).write([("book", key, 1, "a", diff, None, NOW, reason, None)])
        Revision.objects.create(kind="book", record_id=key, number=2, action="a", diff=diff, at=NOW, reason=reason)
        by_statement, by_model = Revision.objects.filter(record_id=key).order_by("number")
        assert (by_statement.diff, by_statement.reason) == (by_model.diff, by_model.reason) == (diff, reason)


@pytest.mark.django_db
def test_sequence_numbers_of_the_outbox_are_given_by_the_database_and_never_again() -> None:
    writer = RowWriter(OutboxEntry, ("kind", "record_id", "operation"))
    writer.write(("book", new_key(), "index") for _ in range(3))
    last = OutboxEntry.objects.latest("sequence").sequence
    OutboxEntry.objects.all().delete()
    writer.write([("book", new_key(), "index")])
    assert OutboxEntry.objects.get().sequence > last


@pytest.mark.django_db
def test_rows_are_changed_by_key() -> None:
    keys = [new_key(), new_key()]
    RowWriter(Revision, COLUMNS).write([("book", key, 1, "a", {}, None, NOW, "", None) for key in keys])
    first = Revision.objects.get(record_id=keys[0])
    assert RowUpdater(Revision, ("reason", "diff", "id")).write([("改", {"x": [1, 2]}, first.pk)]) == 1
    first.refresh_from_db()
    assert (first.reason, first.diff) == ("改", {"x": [1, 2]})
    assert Revision.objects.get(record_id=keys[1]).reason == ""


@pytest.mark.django_db
def test_no_rows_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert RowWriter(Revision, COLUMNS).write([]) == 0


def test_the_collector_is_left_as_it_was_whatever_happens() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uninterrupted():
        _ = 1 / int(gc.isenabled())
    assert gc.isenabled()
