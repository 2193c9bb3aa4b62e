"""Rights of a person with several memberships: the table's three questions agree, and no right leaks to another house.

The table itself, role by action by state, is held by tests/guji/actions/test_policy_table.
"""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authority.models import Institution
from census.errors import NotAllowed
from census.models import PUBLIC_STATES, WAITING_STATES, Membership, Role, State
from census.models.membership import OF_AN_INSTITUTION, OF_THE_PROVINCE
from census.policies import ACTION_NAMES, RULES, Access
from guji.models import Book

LOCAL = (*OF_AN_INSTITUTION, Role.ADMINISTRATOR)
PROVINCIAL = (*OF_THE_PROVINCE, Role.ADMINISTRATOR)
HOUSES = (1, 2, 3)
LOCALS = st.dictionaries(st.sampled_from(HOUSES), st.frozensets(st.sampled_from(LOCAL), min_size=1), max_size=3)


def access_of(province: frozenset[Role], local: dict[int, frozenset[Role]]) -> Access:
    words = {house: frozenset(map(str, roles)) for house, roles in local.items()}
    return Access(7, frozenset(map(str, province)), words)


ACCESS = st.builds(access_of, st.frozensets(st.sampled_from(PROVINCIAL), max_size=2), LOCALS)


def book(institution: int, state: State) -> Book:
    return Book(institution_id=institution, state=state)


@given(ACCESS)
def test_rights_are_those_of_the_roles_that_reach_the_house_and_no_others(access: Access) -> None:
    for action, house, state in itertools.product(RULES, HOUSES, State):
        reaching = {*access.province, *access.local.get(house, ())}
        expected = any(state in RULES[action].get(Role(role), ()) for role in reaching)
        assert access.may(action, book(house, state)) is expected


@given(ACCESS)
def test_who_may_with_some_record_may_in_that_house_and_who_may_in_some_house_may_at_all(access: Access) -> None:
    for action in RULES:
        in_house = {house: access.may(action, institution_id=house) for house in HOUSES}
        with_one = {house: any(access.may(action, book(house, state)) for state in State) for house in HOUSES}
        assert with_one == in_house
        assert access.may(action) == any(in_house.values())


@given(ACCESS)
def test_what_is_required_is_what_may_be_in_the_house(access: Access) -> None:
    for action, house in itertools.product(RULES, HOUSES):
        if access.may(action, institution_id=house):
            access.require(action, institution_id=house)
            access.require(action, book(house, State.WITHDRAWN))
        else:
            with pytest.raises(NotAllowed) as refused:
                access.require(action, institution_id=house)
            assert ACTION_NAMES[action] in refused.value.message


@given(ACCESS, ACCESS)
def test_a_further_role_never_takes_a_right_away(one: Access, other: Access) -> None:
    both = Access(
        7,
        one.province | other.province,
        {house: one.local.get(house, frozenset()) | other.local.get(house, frozenset()) for house in HOUSES},
    )
    for action, house, state in itertools.product(RULES, HOUSES, State):
        assert both.may(action, book(house, state)) >= one.may(action, book(house, state))


def test_no_role_at_all_may_nothing() -> None:
    nobody = Access()
    assert not nobody.everywhere
    for action in RULES:
        assert not nobody.may(action)
        assert not nobody.may(action, institution_id=1)
        with pytest.raises(NotAllowed):
            nobody.require(action)


def test_what_belongs_to_no_house_is_the_provinces() -> None:
    local = Access(7, frozenset(), {1: frozenset({"administrator"})})
    province = Access(7, frozenset({"administrator"}), {})
    assert local.roles_in(None) == frozenset()
    assert province.roles_in(None) == {"administrator"}
    with pytest.raises(NotAllowed):
        local.require("withdraw")
    province.require("withdraw")


def test_an_action_that_is_not_in_the_table_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        Access(7, frozenset({"administrator"}), {}).may("burn")


def test_no_reviewer_passes_what_is_not_before_him() -> None:
    """Nobody can pass a draft, nor give a number to what the institution has not passed."""
    before = {"approve_institution": [State.SUBMITTED], "approve_province": [State.INSTITUTION_APPROVED]}
    for action, states in before.items():
        for role, allowed in RULES[action].items():
            assert list(allowed) == states, role


def test_cataloguers_touch_nothing_once_it_is_handed_in() -> None:
    for action, rules in RULES.items():
        if action != "comment":
            assert set(rules.get(Role.CATALOGUER, ())) <= {State.DRAFT}, action


def test_administrators_pass_nothing_themselves() -> None:
    for action in ("approve_institution", "approve_province", "return"):
        assert Role.ADMINISTRATOR not in RULES[action]


# --- the same in the database ---


@pytest.fixture
def houses(db: None) -> list[Institution]:
    """Three libraries with a record in every state."""
    libraries = [
        Institution.objects.create(code=code, name=name, census_prefix="330000")
        for code, name in (("1701", "浙江圖書館"), ("1705", "天一閣博物院"), ("1713", "溫州市圖書館"))
    ]
    now = timezone.now()
    for number, (library, state) in enumerate(itertools.product(libraries, State), start=1):
        Book.objects.create(
            institution=library,
            title="周易九卷",
            state=state,
            withdrawn_from=State.DRAFT if state == State.WITHDRAWN else "",
            census_no=f"330000-{library.code}-{number:07d}" if state in PUBLIC_STATES else None,
            created_at=now,
            updated_at=now,
        )
    return libraries


Memberships = st.lists(st.tuples(st.sampled_from(Role), st.integers(0, 2)), max_size=4)
in_database = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def member(houses: list[Institution], roles: list[tuple[Role, int]]) -> User:
    user = User.objects.create_user("member")
    for role, number in roles:
        local = role in OF_AN_INSTITUTION or (role == Role.ADMINISTRATOR and number)
        Membership.objects.get_or_create(user=user, role=role, institution=houses[number] if local else None)
    return user


@in_database
@given(Memberships)
def test_the_records_found_for_an_action_are_those_it_may_be_done_with(
    houses: list[Institution], roles: list[tuple[Role, int]]
) -> None:
    with transaction.atomic():
        access = Access.of(member(houses, roles))
        every = list(Book.objects.select_related("institution"))
        for action in RULES:
            allowed = {record.pk for record in every if access.may(action, record)}
            assert set(Book.objects.filter(access.which(action)).values_list("pk", flat=True)) == allowed, action
        transaction.set_rollback(True)


@in_database
@given(Memberships)
def test_seen_is_what_is_public_or_of_a_house_of_ones_own(
    houses: list[Institution], roles: list[tuple[Role, int]]
) -> None:
    with transaction.atomic():
        user = member(houses, roles)
        access = Access.of(user)
        expected = {
            record.pk
            for record in Book.objects.all()
            if record.is_public or access.province or record.institution_id in access.local
        }
        assert set(Book.objects.visible_to(user).values_list("pk", flat=True)) == expected
        assert set(Book.objects.visible_to(access).values_list("pk", flat=True)) == expected
        transaction.set_rollback(True)


def test_readers_strangers_and_those_who_left_see_what_is_public(houses: list[Institution]) -> None:
    gone = member(houses, [(Role.PROVINCE_REVIEWER, 0)])
    gone.is_active = False
    public = set(Book.objects.public().values_list("pk", flat=True))
    assert len(public) == 6
    for user in (None, AnonymousUser(), User.objects.create_user("reader"), gone):
        assert set(Book.objects.visible_to(user).values_list("pk", flat=True)) == public


def test_whoever_may_do_something_with_a_record_sees_it(houses: list[Institution]) -> None:
    for role, number in itertools.product(Role, range(2)):
        with transaction.atomic():
            user = member(houses, [(role, number)])
            seen = set(Book.objects.visible_to(user))
            for action in RULES:
                assert set(Book.objects.filter(Access.of(user).which(action))) <= seen, (role, action)
            transaction.set_rollback(True)


def test_what_waits_waits_for_a_reviewer(houses: list[Institution]) -> None:
    waiting = Book.objects.waiting()
    assert {record.state for record in waiting} == set(WAITING_STATES)
    assert waiting.count() == 6
    assert Book.objects.filter(state__in=WAITING_STATES).count() == 6
    assert Book.objects.visible_to(None).waiting().count() == 0
