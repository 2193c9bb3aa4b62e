"""When a rebuild is due, that one at most is asked for, and that it is done as a job."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from census.jobs import run
from census.models import Job, JobState
from guji.models import Book
from search.engine.protocol import IndexState
from search.indexing import healing, mark, rebuild
from search.indexing.drain import STRANGE, Drainer
from search.indexing.folder import Folder
from search.indexing.healing import KIND, request_rebuild, why_rebuild
from tests.search.indexing.index_samples import indexed, stated
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


def test_an_index_in_order_is_left_alone(built: PaperStore, folder: Folder, new_book: NewBook) -> None:
    new_book()
    assert why_rebuild(built, folder) == ""


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda store: shutil.rmtree(store.folder), "还没有索引"),
        (lambda store: (store.current() / "rows.json").write_text("["), "索引已损坏"),
        (lambda store: (store.current() / "rows.json").unlink(), "索引不完整"),
        (lambda store: (store.folder / "origin.json").unlink(), STRANGE),
    ],
)
def test_what_is_missing_broken_or_strange_is_due(
    built: PaperStore, folder: Folder, damage: Callable[[PaperStore], Any], words: str
) -> None:
    damage(built)
    assert why_rebuild(built, folder) == words


def test_a_backlog_is_rebuilt_only_if_it_is_long_and_a_large_part_of_all(
    built: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(8):
        new_book()
    drainer.run()
    monkeypatch.setattr(healing, "BACKLOG", 2)
    monkeypatch.setattr(healing, "BACKLOG_SHARE", 0.5)
    due = []
    for _ in range(6):
        new_book()
        due.append(bool(why_rebuild(built, folder)))
    assert due == [False, False, False, False, True, True]
    monkeypatch.setattr(healing, "BACKLOG", 6)
    assert not why_rebuild(built, folder)


@pytest.mark.parametrize(
    ("documents", "deleted", "due"),
    [(340_000, 30_000, False), (10, 19_000, False), (340_000, 114_000, True), (20_000, 30_000, True)],
)
def test_remnants_are_cleared_away_by_a_rebuild(
    built: PaperStore, folder: Folder, monkeypatch: pytest.MonkeyPatch, documents: int, deleted: int, due: bool
) -> None:
    monkeypatch.setattr(PaperStore, "state", lambda self: IndexState(True, documents=documents, deleted=deleted))
    assert bool(why_rebuild(built, folder)) is due


@pytest.mark.parametrize(("pieces", "due"), [(1, False), (16, False), (17, True)])
def test_an_index_in_too_many_pieces_is_put_together(
    built: PaperStore, folder: Folder, monkeypatch: pytest.MonkeyPatch, pieces: int, due: bool
) -> None:
    monkeypatch.setattr(PaperStore, "state", lambda self: IndexState(True, documents=400_000, pieces=pieces))
    assert bool(why_rebuild(built, folder)) is due


def test_an_engine_without_an_index_needs_none(
    library: Any, store: PaperStore, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PaperStore, "keeps_index", False)
    assert why_rebuild(store, folder) == ""


def test_however_many_ask_there_is_one_job(library: Any) -> None:
    first = request_rebuild("甲")
    root = User.objects.create_superuser("root")
    assert first is not None
    assert [request_rebuild("乙"), request_rebuild("丙", user=root)] == [first, first]
    Job.objects.update(state=JobState.RUNNING)
    assert request_rebuild("丁") == first
    Job.objects.update(state=JobState.DONE)
    assert request_rebuild("戊") != first


def test_after_a_failure_it_rests_but_not_for_a_person(library: Any) -> None:
    request_rebuild("甲")
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now())
    assert request_rebuild("甲") is None
    assert request_rebuild("甲", user=User.objects.create_superuser("root")) is not None
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now() - healing.REST - timedelta(seconds=1))
    assert request_rebuild("甲") is not None


def test_a_failure_in_a_future_from_which_the_clock_came_back_bars_nothing(library: Any) -> None:
    request_rebuild("甲")
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now() + timedelta(days=365))
    assert request_rebuild("甲") is not None


def done(job: Job | None) -> Job:
    assert job is not None
    ended = run(job.pk)
    assert ended is not None
    ended.refresh_from_db()
    return ended


def test_the_job_builds_the_index_and_says_how_many(library: Any, store: PaperStore, new_book: NewBook) -> None:
    for _ in range(3):
        new_book()
    job = done(request_rebuild("还没有索引"))
    assert job.state == JobState.DONE
    assert job.result == {"documents": 3, "failed": 0}
    assert "还没有索引" in job.log
    assert "已索引 3 条" in job.log
    assert job.percent == 100
    assert indexed(store) == stated()
    assert mark.load().built_at is not None


def test_a_job_that_came_too_late_does_nothing_unless_a_person_asked(
    built: PaperStore, new_book: NewBook, drainer: Drainer
) -> None:
    before = built.current()
    job = done(request_rebuild("待索引的改动太多"))
    assert job.state == JobState.DONE
    assert "不必重建" in job.log
    assert built.current() == before
    done(request_rebuild("", user=User.objects.create_superuser("root")))
    assert built.current() != before


def test_a_job_beside_a_command_says_so(
    library: Any, store: PaperStore, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "JUST_ENDING", 0.05)
    with Folder().hold("rebuild"):
        job = done(request_rebuild("甲"))
    assert job.state == JobState.FAILED
    assert "另一次重建正在进行" in job.message


def test_a_full_disk_ends_the_job_with_what_to_do(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PaperStore, "build", full)
    job = done(request_rebuild("甲"))
    assert job.state == JobState.FAILED
    assert "磁盘已满" in job.message
    assert "清出空间" in job.message


def test_it_can_be_begun_again_after_its_worker_died() -> None:
    from census.jobs import kind_of

    kind = kind_of(KIND)
    assert kind is not None
    assert kind.idempotent
