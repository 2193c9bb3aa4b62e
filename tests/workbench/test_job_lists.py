"""The list of jobs: counted, filtered by the address, paged, and seen by those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from census.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: dict[str, User], as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["editor"])


@pytest.fixture
def jobs(people: dict[str, User]) -> list[Job]:
    """Seven jobs of the editor's, two of them done, one stopped, and one of somebody else's."""
    states = [JobState.DONE, JobState.DONE, JobState.CANCELLED, *[JobState.QUEUED] * 4]
    made = [
        Job.objects.create(kind="typeset_register", title=f"第{n}件", state=state, created_by=people["editor"])
        for n, state in enumerate(states)
    ]
    Job.objects.create(kind="typeset_register", title="别人的", created_by=people["root"])
    return made


def page(client: Client, query: str = "") -> str:
    return client.get(reverse("job-list") + query).content.decode()


def test_the_total_counts_ones_own(editor: Client, jobs: list[Job]) -> None:
    html = page(editor)
    assert ">7 件" in html
    assert "别人的" not in html
    assert html.index("第6件") < html.index("第0件")


@pytest.mark.parametrize(("state", "number"), [("done", 2), ("cancelled", 1), ("queued", 4)])
def test_the_address_says_which(editor: Client, jobs: list[Job], state: str, number: int) -> None:
    html = page(editor, f"?state={state}")
    assert f">{number} 件" in html
    assert html.count("件</a></td>") == number
    assert f"<strong>{JobState(state).label}</strong>" in html


def test_a_state_without_jobs_leads_back_to_all(editor: Client, jobs: list[Job]) -> None:
    html = page(editor, "?state=failed")
    assert "没有这样的任务" in html
    assert f'href="{reverse("job-list")}">看全部' in html


@pytest.mark.parametrize("query", ["?state=nothing", "?page=x", "?page=-1", "?page=9999", "?state=%00"])
def test_nonsense_in_the_address_lists_all(editor: Client, jobs: list[Job], query: str) -> None:
    assert ">7 件" in page(editor, query)


def test_many_jobs_are_paged_within_their_state(
    editor: Client, jobs: list[Job], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("workbench.views.jobs.LISTED", 3)
    with django_assert_max_num_queries(10):
        first = page(editor, "?state=queued")
    assert first.count("件</a></td>") == 3
    assert 'href="?page=2&amp;state=queued"' in first
    assert page(editor, "?page=2&state=queued").count("件</a></td>") == 1
    middle = page(editor, "?page=2")
    assert 'href="?page=1"' in middle
    assert 'href="?page=3"' in middle


def test_the_provinces_administrator_sees_all(
    people: dict[str, User], as_user: Callable[[User | None], Client], jobs: list[Job]
) -> None:
    assert ">8 件" in page(as_user(people["administrator"]))
    assert ">0 件" in page(as_user(people["reader"]))


def test_a_stop_that_has_not_taken_effect_says_so(editor: Client, jobs: list[Job]) -> None:
    Job.objects.filter(pk=jobs[-1].pk).update(state=JobState.RUNNING, cancel_requested=True)
    assert "正在中止" in page(editor)
    Job.objects.filter(pk=jobs[-1].pk).update(state=JobState.CANCELLED)
    assert "正在中止" not in page(editor)
