"""Every address × every role. An address that nobody declared here fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalog_export.models import Run
from census.models import Job
from guji.models import Book

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
ALL_PUBLISHERS = PUBLISHERS | {"other_administrator"}
VOLUME_READERS = PUBLISHERS | {"province_reviewer"}
MEMBERS_OF_HOLDER = EVERYONE - {"reader", "other_administrator"}

#: address → (method, who gets through, what the others who are logged in are told).
PAGES: dict[str, tuple[str, set[str], int]] = {
    "home": ("get", EVERYONE, 200),
    "record-list": ("get", EVERYONE, 200),
    "record": ("get", MEMBERS_OF_HOLDER, 404),
    "volume-list": ("get", ALL_PUBLISHERS | {"province_reviewer"}, 403),
    "volume-new": ("get", ALL_PUBLISHERS, 403),
    "volume": ("get", VOLUME_READERS, 404),
    "volume-run": ("get", set(), 405),
    "run-pdf": ("get", PUBLISHERS, 404),
    "run-preflight": ("get", PUBLISHERS, 404),
    "job-list": ("get", EVERYONE, 200),
    "job": ("get", {"editor", "administrator", "root"}, 404),
    "job-state": ("get", {"editor", "administrator", "root"}, 404),
    "job-cancel": ("get", set(), 405),
}
#: Open to anybody; Django's own and its administration are tested by Django.
OPEN = {"login", "logout", "set_language"}
#: The province's reviewers see the volume but may not fetch its pages.
EXCEPTIONS = {("run-pdf", "province_reviewer"): 403, ("run-preflight", "province_reviewer"): 403}


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in ("admin",):
                yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def test_every_address_is_declared() -> None:
    assert set(names(get_resolver().url_patterns)) == set(PAGES) | OPEN


@pytest.fixture
def addresses(draft: Book, run: Run, job: Job) -> dict[str, str]:
    volume = {"pk": run.volume_id}
    arguments: dict[str, dict[str, Any]] = {
        "record": {"pk": draft.pk},
        "volume": volume,
        "volume-run": volume,
        "run-pdf": {**volume, "number": 1},
        "run-preflight": {**volume, "number": 1},
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


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("volume-run", "job-cancel")])
def test_strangers_are_sent_to_the_login(name: str, addresses: dict[str, str]) -> None:
    answer = Client().get(addresses[name])
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", ["volume-run", "job-cancel"])
@pytest.mark.parametrize("person", [None, "reader", "cataloguer", "province_reviewer", "other_administrator"])
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
    assert not Job.objects.filter(cancel_requested=True).exists()


def test_pages_are_not_served_from_the_media_folder(run: Run, people: dict[str, User], as_user: Any) -> None:
    client = as_user(people["root"])
    for path in (f"/media/volumes/{run.volume_id}/1/register.pdf", f"/volumes/{run.volume_id}/1/register.pdf"):
        assert client.get(path).status_code == 404
