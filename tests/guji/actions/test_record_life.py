"""A record's life from draft to tombstone: states, four eyes, numbers, history, outbox."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from authority.models import Institution
from census.errors import ActionRefused, FindingsStand, InvalidData, NotAllowed, WrongState
from census.models import Comment, Membership, NumberCounter, OutboxEntry, Revision, Role, State
from guji.actions import (
    ApproveByInstitution,
    ApproveByProvince,
    CreateBook,
    EditBook,
    PublishBook,
    RestoreBook,
    ReturnBook,
    SubmitBook,
    WithdrawBook,
)
from guji.actions.base import StateAction
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, book_data, changed

People = dict[str, User]


def actions_of(book: Book) -> list[str]:
    return list(Revision.objects.filter(record_id=book.pk).order_by("number").values_list("action", flat=True))


def test_a_new_record_is_a_draft_with_all_that_was_stated(draft: Book, people: People) -> None:
    assert (draft.state, draft.version, draft.census_no) == (State.DRAFT, 1, None)
    assert draft.created_by == people["cataloguer"]
    data = to_data(Book.objects.whole().get())
    assert (data.title, data.edition, data.annotation) == (ZHOUYI.title, ZHOUYI.edition, ZHOUYI.annotation)
    assert [seal["text"] for seal in data.details["seals"]] == ["錢唐丁氏藏書", "八千卷樓"]
    assert OutboxEntry.objects.get().record_id == draft.pk


def test_what_the_statements_mean_is_derived(draft: Book) -> None:
    assert (draft.title_main, draft.juan_total) == ("周易", 10)
    assert (draft.dynasty, draft.era, draft.era_year) == ("明", "萬曆", 12)
    assert (draft.year_from, draft.year_to, draft.edition_type) == (1584, 1584, "刻本")
    assert (draft.volumes_count, draft.volumes_unit, draft.is_complete) == (4, "冊", True)
    assert [(agent.dynasty, agent.name) for agent in draft.agents.all()][:3] == [
        ("魏", "王弼"),
        ("晉", "韓康伯"),
        ("唐", "陸德明"),
    ]


def test_the_whole_way(published: Book) -> None:
    assert published.state == State.PUBLISHED
    assert published.census_no == "330000-1701-0000001"
    assert actions_of(published) == ["create", "submit", "approve_institution", "approve_province", "publish"]
    assert published.version == 5
    revision = Revision.objects.get(record_id=published.pk, number=4)
    assert revision.diff == {
        "census_no": [None, "330000-1701-0000001"],
        "state": ["institution_approved", "province_approved"],
    }
    assert OutboxEntry.objects.filter(record_id=published.pk).count() == 5


def test_who_submitted_cannot_approve(draft: Book, people: People, libraries: dict[str, Institution]) -> None:
    reviewer = people["institution_reviewer"]
    record = SubmitBook(draft, reviewer).execute()
    with pytest.raises(NotAllowed, match="另一位审校者"):
        ApproveByInstitution(record, reviewer).execute()
    colleague = User.objects.create_user("colleague")
    Membership.objects.create(user=colleague, role=Role.INSTITUTION_REVIEWER, institution=libraries["1701"])
    record = ApproveByInstitution(record, colleague).execute()
    Membership.objects.create(user=reviewer, role=Role.PROVINCE_REVIEWER)
    with pytest.raises(NotAllowed, match="另一位审校者"):
        ApproveByProvince(record, reviewer).execute()
    record.refresh_from_db()
    assert (record.state, record.census_no) == (State.INSTITUTION_APPROVED, None)


def test_errors_keep_a_record_back(people: People) -> None:
    spoilt = changed(ZHOUYI, title="杜工部集二十卷", extent="存二十五卷（一至二十五）")
    record = CreateBook(spoilt, people["cataloguer"]).execute()
    with pytest.raises(FindingsStand) as refusal:
        SubmitBook(record, people["cataloguer"]).execute()
    assert refusal.value.findings
    assert "处错误" in refusal.value.message
    record.refresh_from_db()
    assert (record.state, actions_of(record)) == (State.DRAFT, ["create"])


@pytest.mark.parametrize(
    ("action", "person", "state"),
    [
        (ApproveByInstitution, "institution_reviewer", State.SUBMITTED),
        (ApproveByProvince, "province_reviewer", State.INSTITUTION_APPROVED),
    ],
)
def test_nobody_passes_a_record_with_an_error_until_it_is_mended(
    people: People, action: type[StateAction], person: str, state: State
) -> None:
    """A reviewer may have changed it since it was handed in, or a check may have been added."""
    spoilt = changed(ZHOUYI, title="杜工部集二十卷", extent="存二十五卷（一至二十五）")
    record = CreateBook(spoilt, people["cataloguer"]).execute()
    Book.objects.update(state=state)
    with pytest.raises(FindingsStand, match="处错误"):
        action(record, people[person]).execute()
    record.refresh_from_db()
    assert (record.state, record.census_no, actions_of(record)) == (state, None, ["create"])
    assert not NumberCounter.objects.filter(last__gt=0).exists()
    EditBook(record, changed(spoilt, extent=""), None, trusted=True).execute()
    assert action(record, people[person]).execute().state != state


def test_a_record_comes_back_with_remarks_on_its_fields(submitted: Book, people: People) -> None:
    reviewer = people["institution_reviewer"]
    record = ReturnBook(submitted, reviewer, reason="請核版本", comments=[("edition", "牌記在卷末，請補")]).execute()
    assert record.state == State.DRAFT
    remark = Comment.objects.get(record_id=record.pk)
    assert (remark.field, remark.text, remark.version, remark.by) == ("edition", "牌記在卷末，請補", 3, reviewer)
    assert SubmitBook(record, people["cataloguer"]).execute().state == State.SUBMITTED


def test_a_return_says_why(submitted: Book, people: People) -> None:
    with pytest.raises(InvalidData, match="理由"):
        ReturnBook(submitted, people["institution_reviewer"], reason=" ").execute()
    with pytest.raises(InvalidData, match="意见"):
        ReturnBook(submitted, people["institution_reviewer"], reason="改", comments=[("edition", " ")]).execute()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("action", "person", "word"),
    [
        (ApproveByInstitution, "institution_reviewer", "馆审通过"),
        (ApproveByProvince, "province_reviewer", "省审通过"),
        (PublishBook, "editor", "出版"),
        (RestoreBook, "province_reviewer", "恢复"),
    ],
)
def test_no_step_is_skipped(draft: Book, people: People, action: type, person: str, word: str) -> None:
    with pytest.raises(WrongState) as refusal:
        action(draft, people[person], reason="試").execute()
    assert "草稿" in refusal.value.message
    assert word in refusal.value.message


def test_numbers_follow_each_other_in_each_library(people: People) -> None:
    numbers = []
    for index, code in enumerate(("1701", "1701", "1713", "1701")):
        record = CreateBook(book_data(index, institution=code), people["administrator"]).execute()
        Book.objects.filter(pk=record.pk).update(state=State.INSTITUTION_APPROVED)
        numbers.append(ApproveByProvince(record, people["province_reviewer"]).execute().census_no)
    assert numbers == [
        "330000-1701-0000001",
        "330000-1701-0000002",
        "330000-1713-0000001",
        "330000-1701-0000003",
    ]


def test_a_number_that_a_record_brought_is_kept_and_never_given_again(people: People) -> None:
    brought = CreateBook(changed(ZHOUYI, census_no="330000-1701-0000041"), people["cataloguer"]).execute()
    other = CreateBook(book_data(1), people["cataloguer"]).execute()
    Book.objects.all().update(state=State.INSTITUTION_APPROVED)
    assert ApproveByProvince(other, people["province_reviewer"]).execute().census_no == "330000-1701-0000042"
    assert ApproveByProvince(brought, people["province_reviewer"]).execute().census_no == "330000-1701-0000041"


def test_a_number_is_used_up_even_when_nothing_carries_it_any_more(approved: Book, people: People) -> None:
    Revision.objects.all().delete()
    approved.title_units.all().delete()
    Book.objects.filter(pk=approved.pk).delete()
    other = CreateBook(book_data(1), people["cataloguer"]).execute()
    Book.objects.all().update(state=State.INSTITUTION_APPROVED)
    assert ApproveByProvince(other, people["province_reviewer"]).execute().census_no == "330000-1701-0000002"
    assert NumberCounter.objects.get().last == 2


def test_the_last_number_of_seven_digits(institution_approved: Book, people: People) -> None:
    NumberCounter.objects.create(kind="book", institution=institution_approved.institution, last=9_999_999)
    with pytest.raises(InvalidData, match="用尽"):
        ApproveByProvince(institution_approved, people["province_reviewer"]).execute()


def test_a_library_without_region_gets_no_numbers(institution_approved: Book, people: People) -> None:
    Institution.objects.filter(code="1701").update(region=None, census_prefix="")
    with pytest.raises(InvalidData, match="不能给号"):
        ApproveByProvince(institution_approved, people["province_reviewer"]).execute()
    institution_approved.refresh_from_db()
    assert institution_approved.state == State.INSTITUTION_APPROVED


def test_a_number_from_outside_is_noted_also_where_none_could_be_given(people: People) -> None:
    Institution.objects.filter(code="1701").update(region=None, census_prefix="")
    CreateBook(changed(ZHOUYI, census_no="330000-1701-0000041"), people["cataloguer"]).execute()
    assert NumberCounter.objects.get().last == 41


def test_a_withdrawn_record_is_a_tombstone_that_keeps_its_number(published: Book, people: People) -> None:
    gone = WithdrawBook(published, people["province_reviewer"], reason="與另一條重複").execute()
    assert (gone.state, gone.withdrawn_from) == (State.WITHDRAWN, State.PUBLISHED)
    assert gone.census_no == "330000-1701-0000001"
    assert gone not in Book.objects.public()
    back = RestoreBook(gone, people["province_reviewer"], reason="實為兩部").execute()
    assert (back.state, back.withdrawn_from) == (State.PUBLISHED, "")


def test_a_malformed_or_taken_number_is_refused_in_words(approved: Book, people: People) -> None:
    with pytest.raises(InvalidData, match="形式"):
        CreateBook(changed(ZHOUYI, census_no="330000-1701-12"), people["cataloguer"]).execute()
    with pytest.raises(InvalidData, match="另一条记录"):
        CreateBook(changed(ZHOUYI, census_no=approved.census_no), people["cataloguer"]).execute()
    assert Book.objects.count() == 1


def test_an_unknown_library_is_refused(people: People) -> None:
    with pytest.raises(InvalidData, match="9999"):
        CreateBook(changed(ZHOUYI, institution="9999"), people["administrator"]).execute()


@pytest.mark.parametrize(
    "values",
    [
        {"census_no": "330000-1701-12"},
        {"state": "lost"},
        {"state": State.PUBLISHED},
        {"state": State.WITHDRAWN},
        {"version": 0},
        {"year_from": 1700, "year_to": 1600},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(draft: Book, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Book.objects.filter(pk=draft.pk).update(**values)


def test_a_refused_action_leaves_no_trace(draft: Book, people: People) -> None:
    before = (Revision.objects.count(), OutboxEntry.objects.count())
    for attempt in (
        PublishBook(draft, people["editor"]),
        SubmitBook(draft, people["reader"]),
        EditBook(draft, changed(ZHOUYI, note="改"), people["cataloguer"], version=7),
    ):
        with pytest.raises(ActionRefused):
            attempt.execute()
    assert (Revision.objects.count(), OutboxEntry.objects.count()) == before
