"""What every change of a record goes through, tried on the smallest change there is: a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError
from django.utils import timezone, translation

from authority.models import Institution
from census.actions import RecordAction, checked_reason, record_creation, write_outbox
from census.diff import replay
from census.errors import ActionRefused, ConflictError, InvalidData, NotAllowed, WrongState
from census.models import Membership, OutboxEntry, Revision, Role, State
from guji.models import Book

pytestmark = pytest.mark.django_db


class SetNote(RecordAction[Book]):
    """Write a note on a draft."""

    name = "set_note"
    rule = "edit"
    from_states = (State.DRAFT, State.SUBMITTED)

    def __init__(self, book: Book, user: Any, note: str = "有抄配", **options: Any) -> None:
        super().__init__(book, user, **options)
        self.note = note

    def fetch(self) -> Book:
        book: Book = Book.objects.select_for_update().get(pk=self.given.pk)
        return book

    def snapshot(self, record: Book) -> Mapping[str, Any]:
        return {"title": record.title, "note": record.note, "state": record.state}

    def change(self, record: Book) -> None:
        record.note = self.note


class SetNoteWithReason(SetNote):
    needs_reason = True


class LookedAt(SetNote):
    """An act that leaves its trace though nothing differs."""

    def change(self, record: Book) -> None:
        """Change nothing."""

    def always_recorded(self) -> bool:
        self.diff = {"looked_at": [None, "是"]}
        return True


class Breaks(SetNote):
    """Fails after everything was written."""

    def after(self, record: Book) -> None:
        raise ActionRefused("到此為止")


@pytest.fixture
def cataloguer(user: User, library: Institution) -> User:
    Membership.objects.create(user=user, institution=library, role=Role.CATALOGUER)
    return user


@pytest.fixture
def draft(library: Institution) -> Book:
    now = timezone.now()
    book: Book = Book.objects.create(institution=library, title="周易九卷", created_at=now, updated_at=now)
    record_creation(book, {"title": "周易九卷", "state": "draft"}, actor=None, action="create")
    OutboxEntry.objects.all().delete()
    return book


def traces(book: Book) -> tuple[int, int, int]:
    """Return the record's version, and how many revisions and outbox rows there are."""
    book.refresh_from_db()
    return book.version, Revision.objects.filter(record_id=book.pk).count(), OutboxEntry.objects.count()


def test_a_change_leaves_record_revision_and_outbox_row(draft: Book, cataloguer: User) -> None:
    group = uuid4()
    changed = SetNote(draft, cataloguer, reason=" 核對原書 ", group=group).execute()
    assert (changed.note, changed.version, changed.updated_by) == ("有抄配", 2, cataloguer)
    assert traces(draft) == (2, 2, 1)
    revision = Revision.objects.get(record_id=draft.pk, number=2)
    assert (revision.action, revision.diff) == ("set_note", {"note": [None, "有抄配"]})
    assert (revision.actor, revision.reason, revision.group, revision.at) == (
        cataloguer,
        "核對原書",
        group,
        changed.updated_at,
    )
    assert OutboxEntry.objects.get().record_id == draft.pk


def test_the_given_record_itself_is_not_touched(draft: Book, cataloguer: User) -> None:
    """A page that is shown again after a refusal must not show what was not stored."""
    SetNote(draft, cataloguer).execute()
    assert (draft.note, draft.version) == ("", 1)


def test_replayed_history_gives_what_is_stored(draft: Book, cataloguer: User) -> None:
    for note in ("甲", "乙", "", "丙"):
        SetNote(draft, cataloguer, note).execute()
    diffs = Revision.objects.filter(record_id=draft.pk).order_by("number").values_list("diff", flat=True)
    assert replay(diffs) == {"title": "周易九卷", "note": "丙", "state": "draft"}
    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_nothing_changed_nothing_written(draft: Book, cataloguer: User) -> None:
    stamp = draft.updated_at
    SetNote(draft, cataloguer, "").execute()
    assert traces(draft) == (1, 1, 0)
    assert draft.updated_at == stamp


def test_an_act_may_be_recorded_though_nothing_differs(draft: Book, cataloguer: User) -> None:
    LookedAt(draft, cataloguer).execute()
    assert traces(draft) == (2, 2, 1)
    assert Revision.objects.get(number=2).diff == {"looked_at": [None, "是"]}


def test_what_fails_at_the_end_leaves_nothing(draft: Book, cataloguer: User) -> None:
    with pytest.raises(ActionRefused, match="到此為止"):
        Breaks(draft, cataloguer).execute()
    assert traces(draft) == (1, 1, 0)
    assert draft.note == ""


def test_another_version_is_a_conflict_that_shows_what_is_stored(draft: Book, cataloguer: User) -> None:
    SetNote(draft, cataloguer, "先存的", version=1).execute()
    with pytest.raises(ConflictError) as refused:
        SetNote(draft, cataloguer, "後存的", version=1).execute()
    assert (refused.value.expected, refused.value.found) == (1, 2)
    assert refused.value.theirs["note"] == "先存的"
    assert "您看到的是第 1 版，现在是第 2 版" in refused.value.message
    assert traces(draft) == (2, 2, 1)


def test_without_a_version_the_present_one_counts(draft: Book, cataloguer: User) -> None:
    SetNote(draft, cataloguer, "先").execute()
    assert SetNote(draft, cataloguer, "後").execute().version == 3


@pytest.mark.parametrize("reason", ["", "  ", "\n\u3000"])
def test_a_reason_is_more_than_blanks(draft: Book, cataloguer: User, reason: str) -> None:
    with pytest.raises(InvalidData, match="请写明理由") as refused:
        SetNoteWithReason(draft, cataloguer, reason=reason).execute()
    assert refused.value.field == "reason"
    with pytest.raises(InvalidData):
        checked_reason("set_note", reason)


def test_who_has_no_role_there_is_refused_before_anything_is_told(
    draft: Book, user: User, other_library: Institution
) -> None:
    Membership.objects.create(user=user, institution=other_library, role=Role.INSTITUTION_REVIEWER)
    for person in (user, AnonymousUser(), None, User.objects.create_user("reader")):
        with pytest.raises(NotAllowed, match="您没有在这个单位“修改”的权限"):
            SetNote(draft, person, version=99).execute()
    assert traces(draft) == (1, 1, 0)


def test_a_role_that_does_not_reach_this_state_is_told_the_state(draft: Book, cataloguer: User) -> None:
    Book.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    with pytest.raises(NotAllowed, match="记录现在是“已送审”，以您的角色不能“修改”"):
        SetNote(draft, cataloguer).execute()


def test_a_state_from_which_nobody_can_is_told_with_those_from_which_one_can(draft: Book, cataloguer: User) -> None:
    Book.objects.filter(pk=draft.pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    with pytest.raises(WrongState, match="“已撤销”，不能“修改”；只有“草稿、已送审”的记录可以"):
        SetNote(draft, cataloguer).execute()


def test_the_house_itself_acts_without_a_name(draft: Book) -> None:
    changed = SetNote(draft, None, trusted=True).execute()
    assert changed.updated_by is None
    assert Revision.objects.get(number=2).actor is None


def test_trust_does_not_open_a_closed_state(draft: Book) -> None:
    Book.objects.filter(pk=draft.pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    with pytest.raises(WrongState):
        SetNote(draft, None, trusted=True).execute()


class SetColumn(SetNote):
    """Write a column as it comes, past all care."""

    def __init__(self, book: Book, user: Any, column: str, value: Any) -> None:
        super().__init__(book, user, trusted=True)
        self.column, self.value = column, value

    def snapshot(self, record: Book) -> Mapping[str, Any]:
        return {self.column: getattr(record, self.column)}

    def change(self, record: Book) -> None:
        setattr(record, self.column, self.value)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("state", State.PUBLISHED, "省审通过的记录必须有普查编号"),
        ("withdrawn_from", State.DRAFT, "撤销的记录须记下撤销前的状态"),
        ("census_no", "330000-1701-x", "普查编号的形式应为"),
        ("census_no", "330000-1701-0000001", "已经用于另一条记录"),
    ],
)
def test_what_the_database_refuses_comes_in_words(
    draft: Book, library: Institution, column: str, value: Any, told: str
) -> None:
    now = timezone.now()
    Book.objects.create(
        institution=library, title="毛詩", census_no="330000-1701-0000001", created_at=now, updated_at=now
    )
    with pytest.raises(ActionRefused, match=told):
        SetColumn(draft, None, column, value).execute()
    assert traces(draft)[0] == 1


def test_what_the_database_refuses_for_another_cause_is_not_hushed_up(draft: Book) -> None:
    Revision.objects.create(kind="book", record_id=draft.pk, number=2, action="forged", at=timezone.now())
    with pytest.raises(IntegrityError):
        SetNote(draft, None, trusted=True).execute()
    assert traces(draft)[0] == 1


def test_refusals_are_told_in_the_readers_language() -> None:
    refusal = InvalidData("reason", "请写明理由")
    with translation.override("en"):
        english = refusal.message
    assert refusal.message == str(refusal) == "请写明理由"
    assert english != "请写明理由"
    assert english.isascii()


def test_outbox_rows_come_in_the_order_of_the_changes(draft: Book, library: Institution) -> None:
    now = timezone.now()
    other = Book.objects.create(institution=library, title="毛詩", created_at=now, updated_at=now)
    for book in (other, draft, other):
        write_outbox(book)
    rows = list(OutboxEntry.objects.values_list("sequence", "record_id", "operation"))
    assert [key for _, key, _ in rows] == [other.pk, draft.pk, other.pk]
    assert [sequence for sequence, _, _ in rows] == sorted(sequence for sequence, _, _ in rows)
    assert {operation for _, _, operation in rows} == {"index"}
