"""Who may do what: every role × every action × every state, on one screen; and who sees what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from authority.models import Institution
from census.errors import NotAllowed
from census.models import Membership, Role, State
from census.policies import RULES, Access
from guji.actions import AddComment, CreateBook, ResolveComment, SubmitBook
from guji.models import Book
from tests.guji.actions.action_samples import ZHOUYI

People = dict[str, User]

#: The states in the order d s i p P w: draft, submitted, institution, province, published, withdrawn.
LETTERS = {
    "d": State.DRAFT,
    "s": State.SUBMITTED,
    "i": State.INSTITUTION_APPROVED,
    "p": State.PROVINCE_APPROVED,
    "P": State.PUBLISHED,
    "w": State.WITHDRAWN,
}
TABLE = """
action               cataloguer institution_reviewer province_reviewer editor administrator
create               d          d                    -                 -      d
import_approved      -          -                    p                 -      p
edit                 d          dsp                  dsip              -      dsip
override             d          dsp                  dsip              -      dsip
submit               d          d                    -                 -      d
return               -          s                    si                -      -
approve_institution  -          s                    -                 -      -
approve_province     -          -                    i                 -      -
publish              -          -                    -                 p      p
correct              -          -                    pP                pP     pP
withdraw             d          ds                   dsipP             -      dsipP
restore              -          w                    w                 -      w
waive                -          dsi                  dsipP             -      dsipP
comment              dsipP      dsipP                dsipP             dsipP  dsipP
undo_import          d          d                    dp                -      dp
"""


def rows() -> list[tuple[str, str, str]]:
    header, *lines = (line.split() for line in TABLE.strip().splitlines())
    return [(line[0], role, letters) for line in lines for role, letters in zip(header[1:], line[1:], strict=True)]


def in_state(book: Book, state: State) -> Book:
    number = "330000-1701-0000001" if state in (State.PROVINCE_APPROVED, State.PUBLISHED) else None
    withdrawn_from = State.DRAFT if state == State.WITHDRAWN else ""
    Book.objects.filter(pk=book.pk).update(state=state, census_no=number, withdrawn_from=withdrawn_from)
    book.refresh_from_db()
    return book


def test_the_table_names_every_action_and_role() -> None:
    assert {action for action, _, _ in rows()} == RULES.keys()
    assert {role for _, role, _ in rows()} == set(Role)


def test_the_table_is_the_policy(draft: Book, people: People) -> None:
    access = {role: Access.of(people[role]) for role in Role}
    for state in State:
        book = in_state(draft, state)
        for action, role, letters in rows():
            allowed = state in [LETTERS[letter] for letter in letters if letter != "-"]
            assert access[Role(role)].may(action, book) is allowed, (action, role, state)
            found = Book.objects.open_to(access[Role(role)], action).exists()
            assert found is allowed, ("which", action, role, state)


@pytest.mark.parametrize("who", ["reader", "cataloguer_elsewhere", "institution_reviewer_elsewhere"])
def test_others_may_do_nothing_whatever_the_state(draft: Book, people: People, who: str) -> None:
    access = Access.of(people[who])
    for state in State:
        book = in_state(draft, state)
        assert not any(access.may(action, book) for action in RULES)
        assert not any(Book.objects.open_to(access, action).exists() for action in RULES)


def test_nobody_may_do_anything(draft: Book) -> None:
    assert not any(Access.of(AnonymousUser()).may(action) for action in RULES)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, "pP"),
        ("reader", "pP"),
        ("cataloguer_elsewhere", "pP"),
        ("institution_reviewer_elsewhere", "pP"),
        ("cataloguer", "dsipPw"),
        ("institution_reviewer", "dsipPw"),
        ("province_reviewer", "dsipPw"),
        ("editor", "dsipPw"),
        ("administrator", "dsipPw"),
        ("root", "dsipPw"),
    ],
)
def test_who_sees_which_states(draft: Book, people: People, who: str | None, seen: str) -> None:
    user = people[who] if who else AnonymousUser()
    for letter, state in LETTERS.items():
        book = in_state(draft, state)
        assert (book in Book.objects.visible_to(user)) is (letter in seen), (who, state)


def test_a_local_administrator_reaches_one_library(
    draft: Book, people: People, libraries: dict[str, Institution]
) -> None:
    local = User.objects.create_user("local")
    Membership.objects.create(user=local, role=Role.ADMINISTRATOR, institution=libraries["1713"])
    assert draft not in Book.objects.visible_to(local)
    assert not Access.of(local).may("edit", draft)
    assert Access.of(local).may("create", institution_id=libraries["1713"].pk)


def test_refusals_say_what_is_not_allowed(draft: Book, people: People) -> None:
    with pytest.raises(NotAllowed, match="送审"):
        SubmitBook(draft, people["cataloguer_elsewhere"]).execute()
    with pytest.raises(NotAllowed, match="新建"):
        CreateBook(ZHOUYI, people["editor"]).execute()


def test_visibility_costs_one_query_for_roles_and_one_for_records(
    draft: Book, people: People, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert list(Book.objects.visible_to(people["cataloguer"])) == [draft]


def test_remarks_are_made_and_settled_by_members(draft: Book, people: People) -> None:
    remark = AddComment(draft, people["province_reviewer"], " 行款請核 ", field="details.layouts").execute()
    assert (remark.text, remark.field, remark.version) == ("行款請核", "details.layouts", 1)
    settled = ResolveComment(remark, draft, people["cataloguer"]).execute()
    assert settled.resolved_by == people["cataloguer"]
    with pytest.raises(Exception, match="已经解决"):
        ResolveComment(remark, draft, people["cataloguer"]).execute()
    with pytest.raises(NotAllowed):
        AddComment(draft, people["reader"], "好書").execute()
    with pytest.raises(Exception, match="理由"):
        AddComment(draft, people["cataloguer"], "  ").execute()
