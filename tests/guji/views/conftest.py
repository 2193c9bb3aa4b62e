"""Two libraries and a member of each, for the pages of records."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from authority.models import Institution
from census.models import Membership, Role


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def zhejiang(db: None) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館")


@pytest.fixture
def wenzhou(db: None) -> Institution:
    return Institution.objects.create(code="1704", name="溫州市圖書館")


@pytest.fixture
def editor(db: None) -> Client:
    user = User.objects.create_user("editor")
    Membership.objects.create(user=user, role=Role.EDITOR)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cataloguer(zhejiang: Institution) -> Client:
    user = User.objects.create_user("cataloguer")
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=zhejiang)
    client = Client()
    client.force_login(user)
    return client
