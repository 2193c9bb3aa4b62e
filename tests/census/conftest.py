"""Libraries and people for the tests of what every kind of record shares."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from authority.models import Institution


@pytest.fixture
def library(db: None) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")


@pytest.fixture
def other_library(db: None) -> Institution:
    return Institution.objects.create(code="1713", name="溫州市圖書館", census_prefix="330000")


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("zhang")
