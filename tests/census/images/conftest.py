"""Pictures of real records: two libraries, a person of each role, a folder of the test's own."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.models import Institution
from census.images import asking
from census.images.actions import AddImage
from census.images.cell.__main__ import answer
from census.images.cell.examining import examine
from census.images.cell.verdict import Request
from census.models import Image, Membership, Role, State
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import Take, do_jobs
from tests.census.images.picture_samples import Look

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Examine bytes in this very process; what is made lies in ``tmp_path / 'made'``."""

    def looked(content: bytes, *, memory: int = 2**30, max_pixels: int = 10**9) -> dict[str, Any]:
        path, folder = tmp_path / "file", tmp_path / "made"
        path.write_bytes(content)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return examine(Request(str(path), str(folder), max_pixels, memory, 60))

    return looked


@pytest.fixture
def zhejiang(db: None) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")


@pytest.fixture
def wenzhou(db: None) -> Institution:
    return Institution.objects.create(code="1713", name="溫州市圖書館", census_prefix="330000")


@pytest.fixture
def people(zhejiang: Institution, wenzhou: Institution) -> dict[str, User]:
    """A person of each role; the local ones work in 浙江圖書館, ``elsewhere`` in 溫州, the province's everywhere."""
    found = {"reader": User.objects.create_user("reader"), "root": User.objects.create_superuser("root")}
    for role in Role:
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        found[str(role)] = User.objects.create_user(str(role))
        Membership.objects.create(user=found[str(role)], role=role, institution=zhejiang if local else None)
    found["elsewhere"] = User.objects.create_user("elsewhere")
    Membership.objects.create(user=found["elsewhere"], role=Role.CATALOGUER, institution=wenzhou)
    return found


@pytest.fixture
def cataloguer(people: dict[str, User]) -> User:
    return people["cataloguer"]


@pytest.fixture
def draft(zhejiang: Institution) -> Book:
    return a_book(zhejiang, "越縵堂日記不分卷", State.DRAFT)


@pytest.fixture
def public(zhejiang: Institution) -> Book:
    return a_book(
        zhejiang, "周易九卷略例一卷", State.PROVINCE_APPROVED, census_no="330000-1701-0000012", shelf_mark="善0012"
    )


def a_book(institution: Institution, title: str, state: State, **values: Any) -> Book:
    book: Book = Book.objects.create(
        institution=institution, title=title, state=state, created_at=NOW, updated_at=NOW, **values
    )
    return book


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.IMAGE_ROOT = tmp_path / "images"
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture(autouse=True)
def cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be examined in this very process, unbound, where the test is of something else."""
    monkeypatch.setattr(asking, "_ask", lambda request: (answer(request), 0))


@pytest.fixture
def take(cataloguer: User) -> Take:
    """Take a file in, as a form without scripts does; it waits to be looked at."""

    def taken(book: Book, content: bytes | None = None, name: str = "卷端.jpg", **options: Any) -> Image:
        content = samples.jpeg() if content is None else content
        user = options.pop("user", cataloguer)
        return AddImage(book, user, name, len(content), io.BytesIO(content).read, **options).execute()

    return taken


@pytest.fixture
def ready(take: Take) -> Take:
    """Take a file in and look at it."""

    def looked(book: Book, content: bytes | None = None, name: str = "卷端.jpg", **options: Any) -> Image:
        image = take(book, content, name, **options)
        do_jobs()
        image.refresh_from_db()
        return image

    return looked
