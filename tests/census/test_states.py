"""The life of a record as one table: from which state each act leads where, and what it leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from authority.models import Institution
from census.diff import replay
from census.errors import ActionRefused, NotAllowed, WrongState
from census.models import (
    LOCKED_STATES,
    PUBLIC_STATES,
    WAITING_STATES,
    Membership,
    OutboxEntry,
    Revision,
    Role,
    State,
)
from census.models.membership import OF_AN_INSTITUTION, OF_THE_PROVINCE
from guji.actions import (
    ApproveByInstitution,
    ApproveByProvince,
    CreateBook,
    PublishBook,
    RestoreBook,
    ReturnBook,
    SubmitBook,
    WithdrawBook,
)
from guji.models import Book
from tests.guji.actions.action_samples import book_data

pytestmark = pytest.mark.django_db
ACTS: dict[str, Any] = {
    "submit": SubmitBook,
    "return": ReturnBook,
    "approve_institution": ApproveByInstitution,
    "approve_province": ApproveByProvince,
    "publish": PublishBook,
    "withdraw": WithdrawBook,
    "restore": RestoreBook,
}
D, S, I, P, O, W = State  # noqa: E741  the states in the order of a record's life
#: act → from → to; what is not here cannot be.
WAYS: dict[str, dict[State, State]] = {
    "submit": {D: S},
    "return": {S: D, I: D},
    "approve_institution": {S: I},
    "approve_province": {I: P},
    "publish": {P: O},
    "withdraw": {D: W, S: W, I: W, P: W, O: W},
    "restore": {W: D},
}
NUMBER = "330000-1701-0000001"


@pytest.fixture
def book(library: Institution) -> Book:
    return CreateBook(book_data(0), None, trusted=True).execute()


def in_state(book: Book, state: State) -> Book:
    number = NUMBER if state in PUBLIC_STATES else None
    Book.objects.filter(pk=book.pk).update(
        state=state, census_no=number, withdrawn_from=State.DRAFT if state == State.WITHDRAWN else ""
    )
    book.refresh_from_db()
    return book


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_leads_where_the_table_says_or_nowhere(book: Book, act: str, state: State) -> None:
    before = in_state(book, state)
    action = ACTS[act](before, None, reason="據原書", trusted=True)
    if state not in WAYS[act]:
        with pytest.raises(WrongState, match=str(state.label)):
            action.execute()
        before.refresh_from_db()
        assert (before.state, before.version) == (state, 1)
        assert Revision.objects.count() == 1
        return
    after = action.execute()
    after.refresh_from_db()
    assert (after.state, after.version) == (WAYS[act][state], 2)
    revision = Revision.objects.get(record_id=book.pk, number=2)
    assert revision.action == act
    assert revision.diff["state"] == [str(state), str(WAYS[act][state])]
    assert OutboxEntry.objects.filter(record_id=book.pk).count() == 2
    assert (after.withdrawn_from == "") is (after.state != State.WITHDRAWN)
    assert (after.census_no is not None) >= (after.state in PUBLIC_STATES)


@pytest.mark.parametrize("state", [state for state in State if state != State.WITHDRAWN])
def test_a_tombstone_comes_back_to_where_it_stood_with_its_number(book: Book, state: State) -> None:
    alive = in_state(book, state)
    number = alive.census_no
    tombstone = WithdrawBook(alive, None, reason="重出", trusted=True).execute()
    assert tombstone.census_no == number
    restored = RestoreBook(tombstone, None, reason="並非重出", trusted=True).execute()
    assert (restored.state, restored.census_no, restored.withdrawn_from) == (state, number, "")


def test_the_sets_of_states_agree_with_each_other() -> None:
    assert set(LOCKED_STATES) == set(PUBLIC_STATES)
    assert set(WAITING_STATES).isdisjoint(PUBLIC_STATES)
    assert set(State) == {*PUBLIC_STATES, *WAITING_STATES, State.DRAFT, State.WITHDRAWN}
    for state in State:
        record = Book(state=state)
        assert record.is_public is (state in PUBLIC_STATES)
        assert record.is_locked is (state in LOCKED_STATES)


def test_every_role_is_of_an_institution_of_the_province_or_of_either() -> None:
    assert set(OF_AN_INSTITUTION).isdisjoint(OF_THE_PROVINCE)
    assert set(Role) == {*OF_AN_INSTITUTION, *OF_THE_PROVINCE, Role.ADMINISTRATOR}


# --- four eyes ---


@pytest.fixture
def both(library: Institution) -> User:
    """A person who is everything in this library and in the province."""
    user = User.objects.create_user("both")
    for role in Role:
        local = role in OF_AN_INSTITUTION
        Membership.objects.create(user=user, role=role, institution=library if local else None)
    return user


@pytest.fixture
def colleague(library: Institution) -> User:
    user = User.objects.create_user("colleague")
    for role in OF_AN_INSTITUTION:
        Membership.objects.create(user=user, role=role, institution=library)
    return user


def test_nobody_passes_what_he_handed_in_himself_at_either_level(book: Book, both: User, colleague: User) -> None:
    handed_in = SubmitBook(book, both).execute()
    with pytest.raises(NotAllowed, match="须由另一位审校者审定"):
        ApproveByInstitution(handed_in, both).execute()
    passed = ApproveByInstitution(handed_in, colleague).execute()
    with pytest.raises(NotAllowed, match="须由另一位审校者审定"):
        ApproveByProvince(passed, both).execute()
    passed.refresh_from_db()
    assert (passed.state, passed.census_no) == (State.INSTITUTION_APPROVED, None)


def test_who_hands_it_in_again_counts(book: Book, both: User, colleague: User) -> None:
    """After a return another hands it in: now the first may pass it, the second not."""
    handed_in = SubmitBook(book, both).execute()
    returned = ReturnBook(handed_in, colleague, reason="請核版本").execute()
    again = SubmitBook(returned, colleague).execute()
    with pytest.raises(NotAllowed):
        ApproveByInstitution(again, colleague).execute()
    assert ApproveByInstitution(again, both).execute().institution_approved_by == both


def test_his_own_record_may_be_handed_in_and_passed_by_another(book: Book, both: User, colleague: User) -> None:
    SubmitBook(book, colleague).execute()
    passed = ApproveByInstitution(book, both).execute()
    numbered = ApproveByProvince(passed, both).execute()
    assert (numbered.state, numbered.census_no) == (State.PROVINCE_APPROVED, NUMBER)


def test_who_did_each_step_and_when_is_kept(book: Book, both: User, colleague: User) -> None:
    begun = timezone.now()
    SubmitBook(book, colleague).execute()
    ApproveByInstitution(book, both).execute()
    ApproveByProvince(book, both).execute()
    done = PublishBook(book, both).execute()
    steps = ("submitted", "institution_approved", "province_approved", "published")
    moments = [getattr(done, f"{step}_at") for step in steps]
    assert moments == sorted(moments)
    assert moments[0] >= begun
    assert [getattr(done, f"{step}_by") for step in steps] == [colleague, both, both, both]


def test_the_history_of_a_whole_life_gives_what_is_stored(book: Book, both: User, colleague: User) -> None:
    SubmitBook(book, colleague).execute()
    ReturnBook(book, both, reason="請核").execute()
    SubmitBook(book, colleague).execute()
    ApproveByInstitution(book, both).execute()
    ApproveByProvince(book, both).execute()
    WithdrawBook(book, both, reason="重出").execute()
    RestoreBook(book, both, reason="並非重出").execute()
    book.refresh_from_db()
    revisions = Revision.objects.filter(record_id=book.pk).order_by("number")
    told = replay(revisions.values_list("diff", flat=True))
    assert (told["state"], told["census_no"], told["title"]) == (book.state, book.census_no, book.title)
    assert list(revisions.values_list("number", flat=True)) == list(range(1, book.version + 1))
    assert [revision.reason for revision in revisions if revision.reason] == ["請核", "重出", "並非重出"]


def test_acts_that_need_a_reason_are_refused_without(book: Book, both: User, colleague: User) -> None:
    SubmitBook(book, colleague).execute()
    for act in (ReturnBook, WithdrawBook):
        with pytest.raises(ActionRefused, match="请写明理由"):
            act(book, both, reason=" ").execute()
