"""A library, its cataloguer, and sheets as they are sent from a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from census.jobs import run
from census.models import Job
from tests.guji.imports.book_sheets import BOOKS, HEADER, xlsx

OWN = [row for row in BOOKS if row[1] != "1705"]


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., SimpleUploadedFile]:
    """Return a maker of uploads: rows under the usual header as .xlsx."""

    def make(
        rows: Sequence[Sequence[Any]] = OWN, name: str = "普查.xlsx", header: Sequence[str] = HEADER
    ) -> SimpleUploadedFile:
        content = xlsx(tmp_path / "made.xlsx", rows, header).read_bytes()
        return SimpleUploadedFile(name, content)

    return make


@pytest.fixture
def cataloguer(people: dict[str, User], as_user: Any) -> Client:
    client: Client = as_user(people["cataloguer"])
    return client


@pytest.fixture
def administrator(people: dict[str, User], as_user: Any) -> Client:
    client: Client = as_user(people["administrator"])
    return client


def send(client: Client, file: SimpleUploadedFile, **options: str) -> Job:
    """Send a sheet from the page and have its trial done; return the trial."""
    given = {"institution": "1701", "mode": "draft", **options, "file": file}
    answer = client.post(reverse("import-new"), given)
    assert answer.status_code == 302, answer.content.decode()
    return worked(str(answer["Location"]))


def worked(address: str) -> Job:
    """Do the job that an address leads to, as the worker would, and return it."""
    pk = next(part for part in address.split("/") if len(part) == 36)
    run(Job.objects.get(pk=pk).pk)
    return Job.objects.get(pk=pk)


def take_in(client: Client, trial: Job, **options: str) -> Job:
    answer = client.post(reverse("import-commit", args=[trial.pk]), options)
    return worked(str(answer["Location"]))
