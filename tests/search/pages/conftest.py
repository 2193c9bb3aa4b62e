"""A small catalogue of two libraries: what is public, what is not yet, what has been withdrawn. No index is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from authority.actions.class_tree import AddNode
from authority.models import ClassNode, ClassScheme, Institution, Region
from census.models import Membership, Role, State
from guji.models import Book
from tests.search.facade.conftest import WITH_INDEX, build_chosen
from tests.search.pages.catalogue_samples import CLASSES, DRAFT, GONE, HOLDERS, NEVER, PUBLIC, keep


@pytest.fixture(autouse=True)
def plain_pages(settings: Any, tmp_path: Path) -> None:
    """Static files by their plain names, and a search that asks the database."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def tables(db: None) -> None:
    """A province of two cities with a library in each, and the classes of the sample."""
    province = Region.objects.create(code="330000", name="浙江省", kind="province")
    for code, name, unit, library in HOLDERS:
        city = Region.objects.create(code=code, name=name, kind="city", parent=province)
        Institution.objects.create(code=unit, name=library, region=city)
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="分類表", is_current=True)
    nodes: dict[str, ClassNode] = {}
    for code, name, above in CLASSES:
        nodes[code] = AddNode(scheme, nodes.get(above), code, name).execute()


@pytest.fixture
def zhejiang(tables: None) -> Institution:
    return Institution.objects.get(code="1701")


@pytest.fixture
def wenzhou(tables: None) -> Institution:
    return Institution.objects.get(code="1704")


@pytest.fixture
def books(zhejiang: Institution, wenzhou: Institution) -> dict[str, Book]:
    """The catalogue: public records, a draft, one withdrawn after it was public and one before."""
    holders = {"浙": zhejiang, "溫": wenzhou}
    found = {name: keep(holders[holder], **stated) for name, (holder, stated) in PUBLIC.items()}
    found["draft"] = keep(zhejiang, state=State.DRAFT, **DRAFT)
    found["gone"] = keep(zhejiang, state=State.WITHDRAWN, withdrawn_from=State.PUBLISHED, **GONE)
    found["never"] = keep(zhejiang, state=State.WITHDRAWN, withdrawn_from=State.DRAFT, **NEVER)
    return found


@pytest.fixture
def index(plain_pages: None, settings: Any) -> Callable[[], None]:
    """Return what builds an index of all records there are, which is asked from then on."""

    def build() -> None:
        settings.SEARCH_ENGINE = WITH_INDEX
        build_chosen()

    return build


@pytest.fixture
def reader(db: None) -> Client:
    """Somebody who has not logged in."""
    return Client()


@pytest.fixture
def people(zhejiang: Institution, wenzhou: Institution) -> dict[str, User]:
    """A reader with a login, a cataloguer of each library, the province's reviewer."""
    found = {"reader": User.objects.create_user("reader")}
    for name, role, holder in (
        ("cataloguer", Role.CATALOGUER, zhejiang),
        ("neighbour", Role.CATALOGUER, wenzhou),
        ("province", Role.PROVINCE_REVIEWER, None),
    ):
        found[name] = User.objects.create_user(name)
        Membership.objects.create(user=found[name], role=role, institution=holder)
    return found


@pytest.fixture
def as_user(people: dict[str, User]) -> Callable[[str | None], Client]:
    def login(name: str | None) -> Client:
        client = Client()
        if name is not None:
            client.force_login(people[name])
        return client

    return login
