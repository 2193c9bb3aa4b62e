"""Two libraries, a person of each role, and records with real titles."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.models import Institution, Region
from census.models import Membership, Role
from guji.actions import ApproveByInstitution, ApproveByProvince, CreateBook, PublishBook, SubmitBook
from guji.models import Book
from tests.guji.actions.action_samples import ZHOUYI


@pytest.fixture
def libraries(db: Any) -> dict[str, Institution]:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    names = {"1701": "浙江圖書館", "1713": "溫州市圖書館"}
    return {
        code: Institution.objects.create(code=code, name=name, region=region, census_prefix="330000")
        for code, name in names.items()
    }


@pytest.fixture
def people(libraries: dict[str, Institution]) -> dict[str, User]:
    """A person of each role; the local ones work in 浙江圖書館, ``*_elsewhere`` in 溫州."""
    found = {name: User.objects.create_user(name) for name in ("reader", "second_cataloguer")}
    found["root"] = User.objects.create_superuser("root")
    for role in Role:
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        found[role] = User.objects.create_user(role)
        Membership.objects.create(user=found[role], role=role, institution=libraries["1701"] if local else None)
        if local:
            name = f"{role}_elsewhere"
            found[name] = User.objects.create_user(name)
            Membership.objects.create(user=found[name], role=role, institution=libraries["1713"])
    Membership.objects.create(user=found["second_cataloguer"], role=Role.CATALOGUER, institution=libraries["1701"])
    return found


@pytest.fixture
def draft(people: dict[str, User]) -> Book:
    return CreateBook(ZHOUYI, people["cataloguer"]).execute()


@pytest.fixture
def submitted(draft: Book, people: dict[str, User]) -> Book:
    return SubmitBook(draft, people["cataloguer"]).execute()


@pytest.fixture
def institution_approved(submitted: Book, people: dict[str, User]) -> Book:
    return ApproveByInstitution(submitted, people["institution_reviewer"]).execute()


@pytest.fixture
def approved(institution_approved: Book, people: dict[str, User]) -> Book:
    return ApproveByProvince(institution_approved, people["province_reviewer"]).execute()


@pytest.fixture
def published(approved: Book, people: dict[str, User]) -> Book:
    return PublishBook(approved, people["editor"]).execute()
