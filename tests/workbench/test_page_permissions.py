"""Every address × every role. An address that nobody declared here fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from authority.models import Institution
from catalog_export.models import Run
from catalog_export.text_preview import keep as keep_pictures
from census.identifiers import new_key
from census.images import urls as images
from census.models import BatchState, ImportBatch, Job, JobState, Verdict
from guji.grid.keeping import new_grid
from guji.jobs import EXPORT_KIND, export_folder, export_path
from guji.models import Book, Grid
from search import urls as catalogue
from workbench.importing.starting import TRIAL
from workbench.importing.store import keep

EVERYONE = {
    "reader",
    "cataloguer",
    "institution_reviewer",
    "province_reviewer",
    "editor",
    "administrator",
    "local_administrator",
    "other_administrator",
    "root",
}
PUBLISHERS = {"editor", "administrator", "local_administrator", "root"}
PROVINCE_PUBLISHERS = {"editor", "administrator", "root"}
ALL_PUBLISHERS = PUBLISHERS | {"other_administrator"}
VOLUME_READERS = PUBLISHERS | {"province_reviewer"}
MEMBERS_OF_HOLDER = EVERYONE - {"reader", "other_administrator"}

CREATORS = EVERYONE - {"reader", "editor", "province_reviewer"}
#: Whoever makes or changes records.
TYPISTS = EVERYONE - {"reader", "editor"}
IMPORTERS = EVERYONE - {"reader", "editor"}

#: What is done with a grid, by its owner alone.
GRID_ACTS = ("keep", "save", "paste", "split", "settle", "columns", "drop")

#: address → (method, who gets through, what the others who are logged in are told).
PAGES: dict[str, tuple[str, set[str], int]] = {
    "home": ("get", EVERYONE, 200),
    "record-list": ("get", EVERYONE, 200),
    "record": ("get", MEMBERS_OF_HOLDER, 404),
    "record-new": ("get", CREATORS, 403),
    "record-edit": ("get", MEMBERS_OF_HOLDER - {"editor"}, 404),
    "record-history": ("get", MEMBERS_OF_HOLDER, 404),
    "record-act": ("get", set(), 405),
    "record-restore": ("get", set(), 405),
    "record-understand": ("get", set(), 405),
    "record-split": ("get", set(), 405),
    "record-keep": ("get", set(), 405),
    "record-discard": ("get", set(), 405),
    "record-suggest": ("get", TYPISTS, 403),
    "record-begin": ("get", TYPISTS, 403),
    "record-fields": ("get", TYPISTS, 403),
    "template-list": ("get", TYPISTS, 403),
    "template-act": ("get", set(), 405),
    "name-list": ("get", TYPISTS, 403),
    "name-propose": ("get", set(), 405),
    "name-decide": ("get", set(), 405),
    "entry-keys": ("get", EVERYONE, 200),
    "tools": ("get", EVERYONE, 200),
    "tool-times": ("get", EVERYONE, 200),
    "tool-classes": ("get", EVERYONE, 200),
    "tool-rules": ("get", EVERYONE, 200),
    "tool-characters": ("get", EVERYONE, 200),
    "grid-list": ("get", CREATORS, 403),
    "grid": ("get", {"cataloguer"}, 404),
    "grid-rows": ("get", {"cataloguer"}, 404),
    "grid-sheet": ("get", {"cataloguer"}, 404),
    **{f"grid-{name}": ("get", set(), 405) for name in GRID_ACTS},
    "lacking": ("get", EVERYONE, 200),
    "images:manage": ("get", MEMBERS_OF_HOLDER - {"editor"}, 404),
    "images:act": ("get", set(), 405),
    "record-export": ("get", EVERYONE, 200),
    "record-export-file": ("get", {"editor"}, 404),
    "import-list": ("get", IMPORTERS, 403),
    "import-new": ("get", IMPORTERS, 403),
    "import-template": ("get", EVERYONE, 200),
    "import": ("get", {"editor", "administrator", "root"}, 404),
    "import-report": ("get", {"editor", "administrator", "root"}, 404),
    "import-commit": ("get", set(), 405),
    "import-batch": ("get", MEMBERS_OF_HOLDER, 404),
    "import-undo": ("get", set(), 405),
    "profile-list": ("get", PROVINCE_PUBLISHERS, 403),
    "profile": ("get", PROVINCE_PUBLISHERS, 403),
    "profile-preview": ("get", set(), 405),
    "profile-picture": ("get", PROVINCE_PUBLISHERS, 403),
    "volume-list": ("get", ALL_PUBLISHERS | {"province_reviewer"}, 403),
    "volume-new": ("get", ALL_PUBLISHERS, 403),
    "volume": ("get", VOLUME_READERS, 404),
    "volume-run": ("get", set(), 405),
    "run-archive": ("get", PUBLISHERS, 404),
    "run-pdf": ("get", PUBLISHERS, 404),
    "run-preflight": ("get", PUBLISHERS, 404),
    "run-file": ("get", PUBLISHERS, 404),
    "run-page": ("get", PUBLISHERS, 404),
    "volume-text": ("get", PUBLISHERS, 404),
    "volume-text-preview": ("get", set(), 405),
    "volume-text-picture": ("get", PUBLISHERS, 404),
    "index-state": ("get", {"administrator", "root"}, 403),
    "index-rebuild": ("get", set(), 405),
    "job-list": ("get", EVERYONE, 200),
    "job": ("get", {"editor", "administrator", "root"}, 404),
    "job-state": ("get", {"editor", "administrator", "root"}, 404),
    "job-cancel": ("get", set(), 405),
}
#: Addresses that change something.
POSTED = (
    "profile-preview",
    "volume-text-preview",
    "import-commit",
    "import-undo",
    "job-cancel",
    "volume-run",
    "index-rebuild",
    "record-act",
    "record-restore",
    "images:act",
    *(f"grid-{name}" for name in GRID_ACTS),
    "name-decide",
    "template-act",
)
#: Open to anybody; Django's own and its administration are tested by Django.
OPEN = {"login", "logout", "set_language"}
#: The public catalogue: what each page shows to whom is tried in tests/search.
CATALOGUE = {pattern.name for pattern in catalogue.urlpatterns}
#: Pictures: what each address gives to whom is tried in tests/census/images, for pages in tests/workbench/gallery.
IMAGES = {f"images:{pattern.name}" for pattern in images.urlpatterns} | {"images:viewer", "images:compare"}
#: The province's reviewers see the volume but may not fetch its pages.
EXCEPTIONS = {
    (name, "province_reviewer"): 403
    for name in (
        "run-archive",
        "run-pdf",
        "run-preflight",
        "run-file",
        "run-page",
        "volume-text",
        "volume-text-picture",
    )
} | {("record-edit", "editor"): 403, ("images:manage", "editor"): 403}


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in ("admin",):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from (space + name for name in names(pattern.url_patterns))
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def test_every_address_is_declared() -> None:
    assert set(names(get_resolver().url_patterns)) == set(PAGES) | OPEN | CATALOGUE | IMAGES


@pytest.fixture
def trial(people: dict[str, User]) -> Job:
    """A tried sheet of the editor's, with its report."""
    options = {"institution": "", "mode": "draft", "sheet": "", "column": ""}
    token, files = keep([b"x"], "a.csv")
    files.report.write_bytes(b"x")
    summary = {"rows": 1, "verdicts": dict.fromkeys(Verdict.values, 0), "levels": {"error": 0, "warning": 0, "hint": 0}}
    return Job.objects.create(
        kind=TRIAL,
        title="试导入",
        created_by=people["editor"],
        state=JobState.DONE,
        params={"token": token, "name": "a.csv", "options": options},
        result={**summary, "changes": 1, "refused": 0, "checks": [], "notices": [], "unknown": []},
    )


@pytest.fixture
def export(people: dict[str, User]) -> Job:
    """An export that is done."""
    params = {"query": {}, "form": "csv"}
    made = Job.objects.create(kind=EXPORT_KIND, title="导出", created_by=people["editor"], params=params)
    export_folder().mkdir(parents=True, exist_ok=True)
    export_path(made.pk, "csv").write_bytes(b"x")
    return made


@pytest.fixture
def batch(zhejiang: Institution) -> ImportBatch:
    return ImportBatch.objects.create(kind="book", file_name="a.csv", institution=zhejiang, state=BatchState.COMMITTED)


@pytest.fixture
def grid(people: dict[str, User], zhejiang: Institution) -> Grid:
    """A cataloguer's grid."""
    return new_grid(people["cataloguer"], zhejiang, "善本")


@pytest.fixture
def addresses(
    draft: Book, run: Run, job: Job, trial: Job, export: Job, batch: ImportBatch, grid: Grid
) -> dict[str, str]:
    volume, picture = {"pk": run.volume_id}, keep_pictures(run.volume_id, "preface", [b"png"])
    arguments: dict[str, dict[str, Any]] = {
        "record": {"pk": draft.pk},
        "record-edit": {"pk": draft.pk},
        "record-history": {"pk": draft.pk},
        "record-act": {"pk": draft.pk},
        "record-restore": {"pk": draft.pk},
        "record-discard": {"key": draft.pk},
        "images:manage": {"kind": Book.KIND, "record": draft.pk},
        "images:act": {"kind": Book.KIND, "record": draft.pk},
        "template-act": {"pk": draft.pk},
        "name-decide": {"pk": draft.pk},
        "record-export": {"form": "csv"},
        "record-export-file": {"pk": export.pk},
        "import": {"pk": trial.pk},
        "import-report": {"pk": trial.pk},
        "import-commit": {"pk": trial.pk},
        "import-batch": {"pk": batch.pk},
        "import-undo": {"pk": batch.pk},
        "volume": volume,
        "volume-run": volume,
        "run-archive": {**volume, "number": 1},
        "run-pdf": {**volume, "number": 1},
        "profile": {"name": "register"},
        "profile-picture": {"page": 1},
        "run-preflight": {**volume, "number": 1},
        "run-file": {**volume, "number": 1, "name": "register.pdf"},
        "run-page": {**volume, "number": 1, "page": 1, "size": "small"},
        "volume-text": {**volume, "name": "preface"},
        "volume-text-preview": {**volume, "name": "preface"},
        "volume-text-picture": {"pk": run.volume_id, "name": "preface", "digest": picture, "page": 1},
        **{name: {"pk": grid.pk} for name in ("grid", "grid-rows", *(f"grid-{act}" for act in GRID_ACTS))},
        "grid-sheet": {"pk": grid.pk, "form": "csv"},
        "job": {"pk": job.pk},
        "job-state": {"pk": job.pk},
        "job-cancel": {"pk": job.pk},
    }
    return {name: reverse(name, kwargs=arguments.get(name, {})) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_who_gets_through(
    name: str, addresses: dict[str, str], people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    method, allowed, refused = PAGES[name]
    got = {}
    for person, user in people.items():
        got[person] = getattr(as_user(user), method)(addresses[name]).status_code
    expected = {person: EXCEPTIONS.get((name, person), 200 if person in allowed else refused) for person in people}
    assert got == expected


@pytest.mark.parametrize("name", [name for name in PAGES if name not in POSTED])
def test_strangers_are_sent_to_the_login(name: str, addresses: dict[str, str]) -> None:
    answer = Client().get(addresses[name])
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", POSTED)
@pytest.mark.parametrize("person", [None, "reader", "other_administrator"])
def test_only_those_who_may_can_start_or_stop(
    name: str,
    person: str | None,
    addresses: dict[str, str],
    people: dict[str, User],
    as_user: Callable[[User | None], Client],
) -> None:
    answer = as_user(people[person] if person else None).post(addresses[name])
    assert answer.status_code in (302, 403, 404)
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("login"))
    assert Run.objects.count() == 1
    assert Job.objects.count() == 3
    assert not Job.objects.filter(cancel_requested=True).exists()


@pytest.mark.parametrize("name", ["record-understand", "record-split", "record-keep"])
def test_what_helps_to_type_is_for_those_who_type(
    name: str, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    """What the checks know of other records is told to nobody else."""
    sent = {"title": "國語二十一卷", "pasted": "國語二十一卷"}
    got = {
        person: as_user(user).post(reverse(name), {**sent, "copy": new_key()}).status_code
        for person, user in people.items()
    }
    assert {person for person, status in got.items() if status == 200} >= {"cataloguer"}
    assert {person for person, status in got.items() if status == 403} == {"reader", "editor"}


def test_pages_are_not_served_from_the_media_folder(run: Run, people: dict[str, User], as_user: Any) -> None:
    client = as_user(people["root"])
    for path in (f"/media/volumes/{run.volume_id}/1/register.pdf", f"/volumes/{run.volume_id}/1/register.pdf"):
        assert client.get(path).status_code == 404
