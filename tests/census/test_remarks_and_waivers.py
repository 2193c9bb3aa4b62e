"""Remarks and waivers through a record's life: who may, what stays as history, what the database holds.

What waiving does to submission is held by tests/guji/actions/test_waivers.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from authority.models import Institution
from census.actions import AddComment, ResolveComment
from census.errors import InvalidData, NotAllowed, WrongState
from census.identifiers import new_key
from census.models import Comment, Membership, OutboxEntry, Revision, Role, State, Waiver
from guji.models import Book

pytestmark = pytest.mark.django_db


def person(name: str, role: Role | None, library: Institution | None) -> User:
    user = User.objects.create_user(name)
    if role:
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        Membership.objects.create(user=user, role=role, institution=library if local else None)
    return user


@pytest.fixture
def book(library: Institution) -> Book:
    now = timezone.now()
    made: Book = Book.objects.create(institution=library, title="周易九卷", version=4, created_at=now, updated_at=now)
    return made


@pytest.fixture
def reviewer(library: Institution) -> User:
    return person("reviewer", Role.INSTITUTION_REVIEWER, library)


@pytest.mark.parametrize("role", Role)
def test_members_of_every_role_may_remark(book: Book, library: Institution, role: Role) -> None:
    user = person("one", role, library)
    remark = AddComment(book, user, " 行款請核 ", field="details.layouts").execute()
    assert (remark.text, remark.field, remark.by, remark.version) == ("行款請核", "details.layouts", user, 4)
    assert (remark.kind, remark.record_id, remark.resolved_at) == ("book", book.pk, None)
    assert str(remark) == "行款請核"


@pytest.mark.parametrize("role", [None, Role.CATALOGUER, Role.INSTITUTION_REVIEWER])
def test_nobody_from_elsewhere_may(book: Book, other_library: Institution, role: Role | None) -> None:
    stranger = person("stranger", role, other_library)
    with pytest.raises(NotAllowed, match="写意见"):
        AddComment(book, stranger, "好書").execute()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", State)
def test_a_tombstone_takes_no_more_remarks(book: Book, reviewer: User, state: State) -> None:
    book.state = state
    if state == State.WITHDRAWN:
        with pytest.raises(NotAllowed, match="已撤销的记录不能再写意见"):
            AddComment(book, reviewer, "請核").execute()
    else:
        assert AddComment(book, reviewer, "請核").execute().pk


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_a_remark_says_something(book: Book, reviewer: User, text: str) -> None:
    with pytest.raises(InvalidData):
        AddComment(book, reviewer, text).execute()


def test_a_remark_changes_neither_record_nor_history(book: Book, reviewer: User) -> None:
    AddComment(book, reviewer, "請核").execute()
    before = book.updated_at
    book.refresh_from_db()
    assert (book.version, book.updated_at) == (4, before)
    assert not Revision.objects.exists()
    assert not OutboxEntry.objects.exists()


def test_remarks_come_in_the_order_in_which_they_were_made(book: Book, reviewer: User) -> None:
    for text in ("甲", "乙", "丙"):
        AddComment(book, reviewer, text).execute()
    assert [remark.text for remark in Comment.objects.filter(record_id=book.pk)] == ["甲", "乙", "丙"]


def test_settled_once_by_whom_and_when_is_kept(book: Book, reviewer: User, library: Institution) -> None:
    remark = AddComment(book, reviewer, "請核").execute()
    cataloguer = person("cataloguer", Role.CATALOGUER, library)
    settled = ResolveComment(remark, book, cataloguer).execute()
    assert (settled.resolved_by, settled.by) == (cataloguer, reviewer)
    with pytest.raises(WrongState, match="已经解决"):
        ResolveComment(remark, book, reviewer).execute()
    settled.refresh_from_db()
    assert settled.resolved_by == cataloguer


def test_a_stranger_settles_nothing(book: Book, reviewer: User, other_library: Institution) -> None:
    remark = AddComment(book, reviewer, "請核").execute()
    stranger = person("stranger", Role.INSTITUTION_REVIEWER, other_library)
    with pytest.raises(NotAllowed):
        ResolveComment(remark, book, stranger).execute()
    remark.refresh_from_db()
    assert remark.resolved_at is None


def test_a_remark_is_not_settled_by_way_of_another_record(
    book: Book, reviewer: User, other_library: Institution
) -> None:
    """Who may remark on one record could else reach the remarks of another house."""
    now = timezone.now()
    foreign = Book.objects.create(institution=other_library, title="毛詩", created_at=now, updated_at=now)
    remark = AddComment(foreign, person("other", Role.CATALOGUER, other_library), "請核").execute()
    with pytest.raises(WrongState, match="没有这条意见"):
        ResolveComment(remark, book, reviewer).execute()
    remark.refresh_from_db()
    assert remark.resolved_at is None


def test_persons_whose_words_stand_are_not_deleted(book: Book, reviewer: User) -> None:
    AddComment(book, reviewer, "請核").execute()
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        reviewer.delete()


def waiver(user: User, **changes: Any) -> Waiver:
    stated: dict[str, Any] = {"kind": "book", "record_id": new_key(), "check_id": "extent_over", "field": "extent"}
    return Waiver(**{**stated, "reason": "原書如此", "by": user, "at": timezone.now(), **changes})


def test_a_revoked_waiver_makes_room_for_another_and_stays(user: User) -> None:
    key, now = new_key(), timezone.now()
    first = waiver(user, record_id=key)
    first.save()
    first.revoked_at, first.revoked_by = now, user
    first.save()
    waiver(user, record_id=key).save()
    assert Waiver.objects.filter(record_id=key).count() == 2
    assert Waiver.objects.filter(record_id=key, revoked_at__isnull=True).count() == 1


def test_waivers_of_other_fields_checks_and_records_stand_side_by_side(user: User) -> None:
    key = new_key()
    with transaction.atomic():
        waiver(user, record_id=key).save()
        waiver(user, record_id=key, field="title").save()
        waiver(user, record_id=key, check_id="title_missing").save()
        waiver(user).save()
    assert Waiver.objects.count() == 4
    assert str(Waiver.objects.first()) == "extent_over extent: 原書如此"
