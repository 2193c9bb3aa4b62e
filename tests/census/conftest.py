"""Libraries and people for the tests of what every kind of record shares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.models import Institution
from census.jobs import registry


@pytest.fixture
def own_jobs(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of work of the test's own, the rooms' neither found nor lost by it; notes in a folder of its own."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(registry, "_KINDS", {})
    monkeypatch.setattr(registry, "_discover", lambda: None)


@pytest.fixture
def library(db: None) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")


@pytest.fixture
def other_library(db: None) -> Institution:
    return Institution.objects.create(code="1713", name="溫州市圖書館", census_prefix="330000")


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("zhang")
