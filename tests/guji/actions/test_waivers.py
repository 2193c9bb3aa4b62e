"""Waivers: an error let stand with a reason, for one text only."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from census.errors import FindingsStand, InvalidData, NotAllowed, WrongState
from census.models import Revision, State, Waiver
from guji.actions import CreateBook, EditBook, RevokeWaiver, SubmitBook, WaiveFinding
from guji.findings import findings_of, standing_errors
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, changed

People = dict[str, User]
SPOILT = changed(ZHOUYI, title="杜工部集二十卷", extent="存二十五卷（一至二十五）")


@pytest.fixture
def spoilt(people: People) -> Book:
    return CreateBook(SPOILT, people["cataloguer"]).execute()


def waive_all(book: Book, user: User) -> Book:
    for check, field in {(error.check, error.field) for error in standing_errors(to_data(book), book.pk)}:
        book = WaiveFinding(book, user, check, field, reason="原書如此").execute()
    return book


def test_a_waived_error_lets_the_record_pass(spoilt: Book, people: People) -> None:
    with pytest.raises(FindingsStand):
        SubmitBook(spoilt, people["cataloguer"]).execute()
    waived = waive_all(spoilt, people["institution_reviewer"])
    assert SubmitBook(waived, people["cataloguer"]).execute().state == State.SUBMITTED
    waiver = Waiver.objects.first()
    assert waiver is not None
    assert (waiver.by, waiver.reason, waiver.kind) == (people["institution_reviewer"], "原書如此", "book")


def test_a_waiver_is_in_the_history(spoilt: Book, people: People) -> None:
    waived = waive_all(spoilt, people["institution_reviewer"])
    revision = Revision.objects.get(record_id=spoilt.pk, number=waived.version)
    assert revision.action == "waive"
    assert [key.split(".")[0] for key in revision.diff] == ["waiver"]
    assert list(revision.diff.values()) == [[None, "原書如此"]]


def test_a_waiver_lapses_when_the_text_changes_and_holds_again_when_it_returns(spoilt: Book, people: People) -> None:
    book = waive_all(spoilt, people["institution_reviewer"])
    worse = changed(SPOILT, extent="存二十六卷（一至二十六）")
    book = EditBook(book, worse, people["cataloguer"]).execute()
    with pytest.raises(FindingsStand):
        SubmitBook(book, people["cataloguer"]).execute()
    book = EditBook(book, SPOILT, people["cataloguer"]).execute()
    assert SubmitBook(book, people["cataloguer"]).execute().state == State.SUBMITTED


def test_a_new_text_is_waived_in_the_place_of_the_old(spoilt: Book, people: People) -> None:
    book = waive_all(spoilt, people["institution_reviewer"])
    book = EditBook(book, changed(SPOILT, extent="存二十六卷（一至二十六）"), people["cataloguer"]).execute()
    before = Waiver.objects.count()
    waive_all(book, people["institution_reviewer"])
    assert Waiver.objects.count() > before
    standing = Waiver.objects.filter(revoked_at__isnull=True).values_list("check_id", "field")
    assert len(standing) == len(set(standing))


def test_a_waiver_taken_back_lets_the_check_speak_again(spoilt: Book, people: People) -> None:
    book = waive_all(spoilt, people["institution_reviewer"])
    waiver = Waiver.objects.first()
    assert waiver is not None
    book = RevokeWaiver(book, people["institution_reviewer"], waiver).execute()
    with pytest.raises(FindingsStand):
        SubmitBook(book, people["cataloguer"]).execute()
    with pytest.raises(WrongState, match="已经撤回"):
        RevokeWaiver(book, people["institution_reviewer"], waiver).execute()


def test_only_reviewers_waive_only_what_is_found_once_and_with_a_reason(spoilt: Book, people: People) -> None:
    error = standing_errors(to_data(spoilt), spoilt.pk)[0]
    reviewer = people["institution_reviewer"]
    with pytest.raises(NotAllowed):
        WaiveFinding(spoilt, people["cataloguer"], error.check, error.field, reason="試").execute()
    with pytest.raises(InvalidData, match="理由"):
        WaiveFinding(spoilt, reviewer, error.check, error.field).execute()
    with pytest.raises(InvalidData, match="无须豁免"):
        WaiveFinding(spoilt, reviewer, error.check, "note", reason="試").execute()
    book = WaiveFinding(spoilt, reviewer, error.check, error.field, reason="原書如此").execute()
    with pytest.raises(WrongState, match="已经豁免"):
        WaiveFinding(book, reviewer, error.check, error.field, reason="再豁免").execute()


def test_another_record_with_the_shelf_mark_is_noticed_but_not_a_tombstone(people: People) -> None:
    first = CreateBook(ZHOUYI, people["cataloguer"]).execute()
    second = CreateBook(ZHOUYI, people["cataloguer"]).execute()

    def speaks() -> bool:
        return any(f.check == "shelf_mark_duplicate" for f in findings_of(to_data(second), second.pk))

    assert speaks()
    Book.objects.filter(pk=first.pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    assert not speaks()
