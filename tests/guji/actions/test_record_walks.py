"""Whatever people do with a record, in whatever order: what must hold holds after every step, refused or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.diff import replay, unwind
from census.errors import ActionRefused
from census.models import Comment, Erratum, OutboxEntry, Revision, State, Waiver
from guji.actions import (
    ApproveByInstitution,
    ApproveByProvince,
    CorrectPublished,
    CreateBook,
    EditBook,
    PublishBook,
    RestoreBook,
    ReturnBook,
    SubmitBook,
    WaiveFinding,
    WithdrawBook,
)
from guji.actions.base import LOCKED_FIELDS
from guji.findings import findings_of, standing_errors
from guji.models import Book
from guji.storage import snapshot, to_data
from tests.guji.actions.action_samples import ZHOUYI, changed

People = dict[str, User]
Step = Callable[[Book, User], Any]

WRONG = "存二十五卷"


def edit(**fields: str) -> Step:
    return lambda book, user: EditBook(book, changed(to_data(book), **fields), user)


#: What anybody may try, and on what.
STEPS: dict[str, Step] = {
    "submit": SubmitBook,
    "approve": ApproveByInstitution,
    "number": ApproveByProvince,
    "publish": PublishBook,
    "return": lambda book, user: ReturnBook(book, user, reason="請核", comments=[("edition", "牌記？")]),
    "withdraw": lambda book, user: WithdrawBook(book, user, reason="重複"),
    "restore": lambda book, user: RestoreBook(book, user, reason="實為兩部"),
    "spoil": edit(extent=WRONG),
    "mend": edit(extent=""),
    "note": edit(note="鈐印模糊"),
    "waive": lambda book, user: WaiveFinding(book, user, "extent_count_beyond_total", "extent", reason="原書如此"),
    "correct": lambda book, user: CorrectPublished(book, changed(to_data(book), volumes="5冊"), user, reason="漏數"),
    "move": edit(institution="1713"),
    "renumber": edit(census_no="330000-1701-0000099"),
}
WHO = (
    "cataloguer",
    "second_cataloguer",
    "institution_reviewer",
    "province_reviewer",
    "editor",
    "administrator",
    "reader",
)
WALKS = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(WHO)), max_size=10)
#: The straight way, so that walks begin at every stage.
STRAIGHT = (
    ("submit", "cataloguer"),
    ("approve", "institution_reviewer"),
    ("number", "province_reviewer"),
    ("publish", "editor"),
)


class Walk:
    """One record and what was seen of it so far."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.book = CreateBook(ZHOUYI, people["cataloguer"]).execute()
        self.number: str | None = None

    def step(self, verb: str, who: str) -> None:
        """Try it; whatever comes of it, everything must hold."""
        before = self.stored()
        try:
            STEPS[verb](self.book, self.people[who]).execute()
        except ActionRefused:
            assert self.stored().version == before.version
        self.book = self.stored()
        self.history_holds()
        self.number_holds()
        self.state_holds(before)

    def stored(self) -> Book:
        book: Book = Book.objects.whole().get(pk=self.book.pk)
        return book

    def history_holds(self) -> None:
        revisions = list(Revision.objects.filter(record_id=self.book.pk).order_by("number"))
        assert [revision.number for revision in revisions] == list(range(1, self.book.version + 1))
        assert OutboxEntry.objects.filter(record_id=self.book.pk).count() == self.book.version
        stated = [{k: v for k, v in revision.diff.items() if not k.startswith("waiver.")} for revision in revisions]
        present = snapshot(to_data(self.book), self.book.state)
        assert replay(stated) == present
        assert unwind(present, reversed(stated)) == {}

    def number_holds(self) -> None:
        assert self.number in (None, self.book.census_no), "a number once given stays"
        self.number = self.book.census_no
        if self.book.state in (State.PROVINCE_APPROVED, State.PUBLISHED):
            assert self.book.census_no

    def state_holds(self, before: Book) -> None:
        book = self.book
        assert (book.state == State.WITHDRAWN) == bool(book.withdrawn_from)
        if book.state == State.INSTITUTION_APPROVED:
            assert book.institution_approved_by_id != book.submitted_by_id
        if book.state == State.PROVINCE_APPROVED and before.state == State.INSTITUTION_APPROVED:
            assert standing_errors(to_data(book), book.pk) == []
            assert book.province_approved_by_id != book.submitted_by_id
        if before.state == book.state == State.PUBLISHED and book.version > before.version:
            assert Revision.objects.get(record_id=book.pk, number=book.version).action in ("correct", "waive")
        locked = before.state == book.state == State.PROVINCE_APPROVED
        if locked and any(getattr(to_data(before), name) != getattr(to_data(book), name) for name in LOCKED_FIELDS):
            assert Revision.objects.get(record_id=book.pk, number=book.version).action == "correct"


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(STRAIGHT)), WALKS)
def test_everything_holds_on_any_way(people: People, begun: int, steps: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        walk = Walk(people)
        for verb, who in (*STRAIGHT[:begun], *steps):
            walk.step(verb, who)
        transaction.set_rollback(True)


def test_the_straight_way_arrives(people: People) -> None:
    walk = Walk(people)
    for verb, who in STRAIGHT:
        walk.step(verb, who)
    assert walk.book.state == State.PUBLISHED
    walk.step("correct", "editor")
    assert Erratum.objects.filter(record_id=walk.book.pk).values_list("field", "old", "new").get() == (
        "volumes",
        "4冊",
        "5冊",
    )


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ("submit return submit approve return mend submit approve number", State.PROVINCE_APPROVED),
        ("spoil submit", State.DRAFT),
        ("spoil waive submit approve number publish", State.PUBLISHED),
        ("submit spoil approve", State.SUBMITTED),
        ("submit approve withdraw restore number", State.PROVINCE_APPROVED),
        ("withdraw submit note restore submit", State.SUBMITTED),
    ],
)
def test_roundabout_ways(people: People, way: str, state: State) -> None:
    doers = {
        "submit": "cataloguer",
        "approve": "institution_reviewer",
        "publish": "editor",
        "waive": "province_reviewer",
    }
    walk = Walk(people)
    for verb in way.split():
        usual = "cataloguer" if walk.book.state == State.DRAFT else "province_reviewer"
        walk.step(verb, doers.get(verb, usual))
    assert walk.book.state == state


def test_a_remark_stays_with_the_version_it_was_made_on(people: People) -> None:
    walk = Walk(people)
    for verb, who in (("submit", "cataloguer"), ("return", "institution_reviewer"), ("note", "cataloguer")):
        walk.step(verb, who)
    remark = Comment.objects.get(record_id=walk.book.pk)
    assert (remark.version, walk.book.version) == (3, 4)


def test_waiving_silences_one_finding_and_no_other(people: People) -> None:
    spoilt = changed(ZHOUYI, extent=WRONG, note="鈐印〓藏書", edition="明萬曆十二年（1585）吳郡刻本")
    book = CreateBook(spoilt, people["cataloguer"]).execute()
    before = {(f.check, f.field) for f in standing_errors(to_data(book), book.pk)}
    assert len(before) >= 3
    for check, field in sorted(before):
        WaiveFinding(book, people["institution_reviewer"], check, field, reason="原書如此").execute()
        after = {(f.check, f.field) for f in standing_errors(to_data(book), book.pk)}
        assert before - after == {(check, field)}
        Waiver.objects.all().delete()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.sampled_from("一二三至、（）存缺卷首"), max_size=6))
def test_a_waiver_holds_for_its_own_words_alone(people: People, more: str) -> None:
    with transaction.atomic():
        book = CreateBook(changed(ZHOUYI, extent=WRONG), people["cataloguer"]).execute()
        book = STEPS["waive"](book, people["institution_reviewer"]).execute()
        waived = "extent_count_beyond_total"
        assert waived not in {f.check for f in standing_errors(to_data(book), book.pk)}
        other = changed(to_data(book), extent=WRONG + more)
        speaks = waived in {finding.check for finding in standing_errors(other, book.pk)}
        found = waived in {finding.check for finding in findings_of(other, book.pk)}
        assert speaks == (found and bool(more))
        transaction.set_rollback(True)
