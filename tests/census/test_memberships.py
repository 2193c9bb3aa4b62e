"""Roles: which may be given where, held by the database itself."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authority.models import Institution
from census.models import Membership, Role
from census.policies import ACTION_NAMES, RULES, Access, one_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.CATALOGUER, Role.INSTITUTION_REVIEWER])
def test_local_roles_need_an_institution(user: User, role: Role) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=role)
    with pytest.raises(ValidationError, match="须属于一个单位"):
        Membership(user=user, role=role).full_clean()


@pytest.mark.parametrize("role", [Role.PROVINCE_REVIEWER, Role.EDITOR])
def test_province_roles_have_no_institution(user: User, library: Institution, role: Role) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=role, institution=library)
    with pytest.raises(ValidationError, match="全省的角色"):
        Membership(user=user, role=role, institution=library).full_clean()


def test_an_administrator_may_be_of_one_institution_or_of_the_province(user: User, library: Institution) -> None:
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, institution=library)
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
    assert Access.of(user).province == {"administrator"}
    assert Access.of(user).institutions == {library.pk}


def test_a_role_is_given_once(user: User, library: Institution) -> None:
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
    Membership.objects.create(user=user, role=Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=Role.EDITOR)


def test_an_unknown_role_is_refused(user: User, library: Institution) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role="director", institution=library)


def test_nobody_and_former_members_have_no_access(user: User, library: Institution) -> None:
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
    assert Access.of(user).may("create", institution_id=library.pk)
    user.is_active = False
    assert Access.of(user) == Access()
    assert Access.of(None) == Access.of(AnonymousUser()) == Access()


def test_access_is_read_in_one_query_and_then_asked_without(
    user: User, library: Institution, django_assert_num_queries: object
) -> None:
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
    with django_assert_num_queries(1):  # type: ignore[operator]
        access = Access.of(user)
        assert all(access.may(action) in (True, False) for action in RULES)
        assert Access.of(access) is access


def test_within_a_request_each_users_roles_are_read_once(
    user: User, library: Institution, django_assert_num_queries: Any
) -> None:
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
    other = User.objects.create_user("other")
    with django_assert_num_queries(2), one_request():
        for _ in range(3):
            assert Access.of(user).institutions == {library.pk}
            assert Access.of(other) == Access(other.pk)


def test_what_one_request_read_is_nothing_to_the_next(user: User, library: Institution) -> None:
    with one_request():
        assert not Access.of(user).institutions
    Membership.objects.bulk_create([Membership(user=user, role=Role.CATALOGUER, institution=library)])
    with one_request():
        assert Access.of(user).institutions == {library.pk}
    Membership.objects.filter(user=user).update(role=Role.INSTITUTION_REVIEWER)
    assert Access.of(user).roles_in(library.pk) == {Role.INSTITUTION_REVIEWER}


def test_a_role_given_or_taken_in_the_middle_of_a_request_counts_at_once(user: User, library: Institution) -> None:
    with one_request():
        assert not Access.of(user).institutions
        role = Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
        assert Access.of(user).institutions == {library.pk}
        role.delete()
        assert Access.of(user) == Access(user.pk)
        user.is_superuser = True
        assert Access.of(user).everywhere


def test_requests_side_by_side_know_nothing_of_each_other(user: User, library: Institution) -> None:
    """Who serves others at the same time starts with nothing, and leaves nothing; the connection is the same."""
    beside = copy_context()
    with one_request():
        assert not Access.of(user).institutions
        Membership.objects.bulk_create([Membership(user=user, role=Role.CATALOGUER, institution=library)])
        seen = beside.run(lambda: Access.of(user).institutions)
        assert seen == {library.pk}
        assert not Access.of(user).institutions, "a page is of one state of the roles"


def test_a_superuser_administers_but_does_not_review() -> None:
    root = User.objects.create_superuser("root")
    access = Access.of(root)
    assert access.everywhere
    assert access.may("withdraw")
    assert not access.may("approve_institution")
    assert not access.may("approve_province")


def test_every_action_has_a_name_and_only_known_roles() -> None:
    assert RULES.keys() <= ACTION_NAMES.keys()
    assert {role for rules in RULES.values() for role in rules} <= set(Role)
