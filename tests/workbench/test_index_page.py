"""索引状态: what an administrator reads of the index, and the button that builds it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from authority.models import Institution
from census.identifiers import new_key
from census.jobs import run
from census.models import Job, JobState, OutboxEntry
from search.indexing import mark, outbox, set_aside
from search.indexing.folder import Folder
from search.indexing.preparing import prepare_index
from tests.workbench.record_samples_workbench import make_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(people: dict[str, User], as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["administrator"])


def page(client: Client) -> str:
    answer = client.get(reverse("index-state"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_an_index_it_says_so_and_what_happens_meanwhile(administrator: Client) -> None:
    html = page(administrator)
    assert "不能用" in html
    assert "还没有检索索引" in html
    assert "检索直接查数据库" in html
    assert "没有运行" in html
    assert not Path(Folder().path).exists(), "looking makes nothing"


def test_an_index_in_order_with_its_figures(administrator: Client, zhejiang: Institution) -> None:
    for serial, title in enumerate(("國語二十一卷", "戰國策十卷"), 1):
        make_book(zhejiang, title, serial)
    prepare_index()
    with Folder().hold("indexer"):
        Folder().touch("indexer")
        html = page(administrator)
    assert ">正常<" in html
    assert "<b>2</b>库中记录" in html
    assert "<b>2</b>已索引" in html
    assert "<b>0</b>待索引" in html
    assert "<dd>在运行</dd>" in html
    assert "WhooshStore" in html
    assert "2 条，用时" in html


def test_an_indexer_that_is_there_and_silent_is_told(administrator: Client) -> None:
    import os

    with Folder().hold("indexer"):
        os.utime(Folder().path / "indexer.lock", (0, 0))
        assert "起没有动静" in page(administrator)


def test_what_waits_and_for_how_long(administrator: Client) -> None:
    outbox.queue([("book", new_key()), ("book", new_key())])
    html = page(administrator)
    assert "<b>2</b>待索引" in html
    assert "最早的一处已等" in html
    assert "属正常" not in html
    OutboxEntry.objects.update(queued_at=timezone.now() - timedelta(seconds=90))
    html = page(administrator)
    assert "最早的一处已等 90 秒" in html or "最早的一处已等 91 秒" in html
    assert "一直不减，请看索引进程" in html


def test_trouble_is_told_in_its_own_words(administrator: Client) -> None:
    prepare_index()
    mark.load()
    mark.note_trouble("磁盘已满，索引写不进去")
    html = page(administrator)
    assert ">没有跟上<" in html
    assert "磁盘已满，索引写不进去" in html


def test_records_set_aside_are_named_with_the_reason(administrator: Client, zhejiang: Institution) -> None:
    book, gone = make_book(zhejiang, "國語二十一卷", 1), new_key()
    set_aside.settle([], {("book", book.pk): "ValueError <甲>", ("book", gone): "KeyError", ("stele", gone): "乙"})
    html = page(administrator)
    assert "<b>3</b>未能索引" in html
    assert reverse("record", args=[book.pk]) in html
    assert "國語二十一卷" in html
    assert "ValueError &lt;甲&gt;" in html
    assert html.count(str(gone)) == 2


def test_the_button_queues_one_rebuild_which_the_page_shows(
    administrator: Client, people: dict[str, User], zhejiang: Institution
) -> None:
    make_book(zhejiang, "國語二十一卷", 1)
    answers = [administrator.post(reverse("index-rebuild")) for _ in range(2)]
    job = Job.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("job", args=[job.pk])}
    assert job.created_by == people["administrator"]
    html = page(administrator)
    assert reverse("job", args=[job.pk]) in html
    assert "排队 0%" in html
    assert 'http-equiv="refresh"' in html
    run(job.pk)
    html = page(administrator)
    assert ">正常<" in html
    assert "完成 100%" in html
    assert 'http-equiv="refresh"' not in html


def test_after_a_failure_a_person_may_try_again_at_once(administrator: Client) -> None:
    administrator.post(reverse("index-rebuild"))
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now(), message="磁盘已满")
    assert "磁盘已满" in page(administrator)
    administrator.post(reverse("index-rebuild"))
    assert Job.objects.filter(state=JobState.QUEUED).count() == 1


def test_with_an_engine_that_needs_no_index_there_is_no_button(administrator: Client, settings: Any) -> None:
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    html = page(administrator)
    assert "不用索引" in html
    assert reverse("index-rebuild") not in html


def test_the_list_of_jobs_leads_there_for_administrators_only(
    people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    link = f'href="{reverse("index-state")}"'
    shown = {name: link in as_user(people[name]).get(reverse("job-list")).content.decode() for name in people}
    assert {name for name, has in shown.items() if has} == {"administrator", "root"}


def test_the_page_speaks_english_too(administrator: Client) -> None:
    html = administrator.get(reverse("index-state"), headers={"accept-language": "en"}).content.decode()
    assert "<h1>Index</h1>" in html
    assert "Rebuild the index" in html
