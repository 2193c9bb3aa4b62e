"""Two institutions, a person of every role, a record in each, a volume that has been set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser, User
from django.test import Client
from pypdf import PdfWriter

from authority.models import Institution, Region
from catalog_export.models import Run, Volume
from census.models import Job, JobState, Membership, Role
from guji.models import Book
from tests.workbench.record_samples_workbench import make_book


@pytest.fixture(autouse=True)
def plain_storage(settings: Any, tmp_path: Path) -> None:
    """Pages ask for static files by their plain names, and volumes lie in a folder of the test's own."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.VOLUME_DIR = tmp_path / "volumes"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path / "var"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def region(db: None) -> Region:
    return Region.objects.create(code="330000", name="浙江省", kind="province")


@pytest.fixture
def zhejiang(region: Region) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", region=region)


@pytest.fixture
def wenzhou(region: Region) -> Institution:
    return Institution.objects.create(code="1713", name="溫州市圖書館", region=region)


@pytest.fixture
def people(zhejiang: Institution, wenzhou: Institution) -> dict[str, User]:
    """A user of every role by its name; local ones belong to 浙江圖書館."""
    found = {"reader": User.objects.create_user("reader"), "root": User.objects.create_superuser("root")}
    for role in Role:
        user = found[str(role)] = User.objects.create_user(str(role))
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        Membership.objects.create(user=user, role=role, institution=zhejiang if local else None)
    for name, institution in (("local_administrator", zhejiang), ("other_administrator", wenzhou)):
        found[name] = User.objects.create_user(name)
        Membership.objects.create(user=found[name], role=Role.ADMINISTRATOR, institution=institution)
    return found


@pytest.fixture
def as_user() -> Callable[[AbstractBaseUser | None], Client]:
    def login(user: AbstractBaseUser | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)  # type: ignore[arg-type]
        return client

    return login


@pytest.fixture
def draft(zhejiang: Institution) -> Book:
    return make_book(zhejiang, "越縵堂日記不分卷", responsibility="（清）李慈銘撰", edition="稿本", volumes="51冊")


@pytest.fixture
def approved(zhejiang: Institution) -> Book:
    return make_book(
        zhejiang,
        "周易九卷略例一卷",
        12,
        shelf_mark="善0012",
        responsibility="（三國魏）王弼　（晉）韓康伯注",
        edition="清康熙十二年（1673）納蘭性德刻通志堂經解本",
        volumes="2冊",
    )


@pytest.fixture
def volume(zhejiang: Institution, people: dict[str, User]) -> Volume:
    volume = Volume.objects.create(subject="浙江圖書館", profile="register", created_by=people["editor"])
    volume.institutions.set([zhejiang])
    return volume


@pytest.fixture
def job(people: dict[str, User]) -> Job:
    return Job.objects.create(
        kind="typeset_register", title="排印", created_by=people["editor"], state=JobState.RUNNING, done=3, total=12
    )


@pytest.fixture
def run(volume: Volume) -> Run:
    """A run that is done, with files."""
    run = Run.objects.create(
        volume=volume, number=1, records=1, pages=9, pdf_digest="00", findings={"as_written": 1}, digest="11"
    )
    run.folder.mkdir(parents=True)
    writer = PdfWriter()
    for _ in range(run.pages):
        writer.add_blank_page(524, 737)
    writer.write(run.pdf_path)
    run.report_path.write_text(
        '{"title":"浙江圖書館古籍普查登記目錄","records":1,"pages":9,"proof":false,"snapshot":"11","faces":[],'
        '"findings":[{"kind":"as_written","message":"版本照印“清??刻本”","record_id":'
        '"00000000-0000-7000-8000-000000000001","number":"330000-1701-0000012","field":"edition","page":"1"}]}',
        encoding="utf-8",
    )
    return run
