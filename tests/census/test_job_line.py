"""The line between a job and those who wait for it: progress as it goes, signs of life, words for the page."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from census.jobs import JobCancelled, JobContext, context, enqueue, job, live, recover, running, sidecar
from census.jobs.queue import put_in_queue
from census.jobs.worker_id import own_id
from census.models import Job, JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_jobs")]


def started(**fields: Any) -> JobContext:
    """Return the line of a job that this process runs."""
    values = {"kind": "work", "title": "試作", "state": JobState.RUNNING, "worker": own_id(), "attempts": 1}
    return JobContext(Job.objects.create(**{**values, **fields}))


def stored(line: JobContext) -> Job:
    return Job.objects.get(pk=line.job.pk)


def test_progress_is_written_at_once_and_then_not_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(context, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    line = started()
    line.progress(1, 10, "讀入")
    assert (stored(line).done, stored(line).total, stored(line).message) == (1, 10, "讀入")
    clock[0] += context.INTERVAL / 2
    line.progress(2)
    assert stored(line).done == 1
    clock[0] += context.INTERVAL
    line.progress(3)
    assert (stored(line).done, stored(line).total, stored(line).message) == (3, 10, "讀入")


def test_what_was_not_yet_written_is_written_at_the_end() -> None:
    def work(line: JobContext) -> None:
        for done in range(1, 8):
            line.progress(done, 9)
            line.log(f"第 {done} 件")

    job("work")(work)
    made = enqueue("work", "試作")
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    assert (made.done, made.total) == (9, 9), "what is done is done, whatever was counted"
    assert made.log.count("件") == 7


def test_each_sign_of_progress_is_a_sign_of_life() -> None:
    line = started(heartbeat=timezone.now() - timedelta(hours=1))
    line.progress(1)
    heartbeat = stored(line).heartbeat
    assert heartbeat is not None
    assert timezone.now() - heartbeat < timedelta(seconds=30)


def test_a_job_that_was_ended_by_others_is_not_written_over() -> None:
    """Another worker took this one for dead and settled its job."""
    line = started()
    Job.objects.update(state=JobState.FAILED, message="中斷")
    line.progress(5, 10, "還在做")
    assert (stored(line).state, stored(line).message, stored(line).done) == (JobState.FAILED, "中斷", 0)


def test_a_wish_to_stop_reaches_the_work_at_its_next_step() -> None:
    line = started()
    line.check_cancelled()
    if sidecar.in_use():
        sidecar.ask_to_cancel(line.job.pk)
    else:
        Job.objects.update(cancel_requested=True)
    with pytest.raises(JobCancelled):
        line.check_cancelled()
    with pytest.raises(JobCancelled):
        line.progress(1)
    assert stored(line).done == 1


def test_no_row_is_written_from_within_the_works_own_transaction() -> None:
    """It would be undone with it, and on SQLite nobody could read it before."""
    line = started()
    with transaction.atomic():
        line.progress(4, 9, "入庫")
        assert live(Job.objects.get(pk=line.job.pk)).done == (4 if sidecar.in_use() else 0)
        transaction.set_rollback(True)
    assert stored(line).done == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a second connection would wait for the first")
def test_the_heart_beats_while_the_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEARTBEAT", 0.05)
    line = started(heartbeat=timezone.now() - timedelta(hours=1))
    with running._Heartbeat(line), transaction.atomic():
        User.objects.create_user("zhang")
        limit = time.monotonic() + 30
        seen = threading.Event()

        def look() -> None:
            while time.monotonic() < limit and not seen.is_set():
                heartbeat = stored(line).heartbeat
                if heartbeat and timezone.now() - heartbeat < timedelta(minutes=1):
                    seen.set()
                time.sleep(0.02)
            connection.close()

        looker = threading.Thread(target=look)
        looker.start()
        looker.join()
    assert seen.is_set()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there is no heartbeat on SQLite")
def test_a_heart_that_misses_a_beat_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEARTBEAT", 0.02)
    line, beats = started(), []

    def save(now: Any) -> None:
        beats.append(now)
        if len(beats) == 1:
            raise OperationalError("the server was restarted")

    monkeypatch.setattr(line, "save", save)
    with running._Heartbeat(line):
        limit = time.monotonic() + 30
        while len(beats) < 3:
            assert time.monotonic() < limit
            time.sleep(0.01)


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [
        (JobState.QUEUED, 0, 0, 0),
        (JobState.RUNNING, 3, 0, 0),
        (JobState.RUNNING, 1, 3, 33),
        (JobState.RUNNING, 999, 1000, 99),
        (JobState.RUNNING, 7, 5, 100),
        (JobState.DONE, 0, 0, 100),
        (JobState.FAILED, 1, 2, 50),
    ],
)
def test_percent_never_passes_a_hundred_and_is_whole_only_when_done(
    state: JobState, done: int, total: int, percent: int
) -> None:
    assert Job(state=state, done=done, total=total).percent == percent


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_percent_is_a_percentage(done: int, total: int) -> None:
    assert 0 <= Job(state=JobState.RUNNING, done=done, total=total).percent <= 100


@pytest.mark.parametrize("state", JobState)
def test_three_states_are_final(state: JobState) -> None:
    assert Job(state=state).is_finished is (state in ("done", "failed", "cancelled"))


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for() -> None:
    done: list[int] = []
    job("work")(lambda line, number: done.append(number))
    for number in range(6):
        enqueue("work", "試作", {"number": number})
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    assert done == list(range(6))


def test_one_job_queued_twice_is_done_once() -> None:
    done: list[int] = []
    job("work")(lambda line: done.append(1))
    put_in_queue(enqueue("work", "試作"))
    assert DBTaskResult.objects.count() == 2
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    assert done == [1]


def test_a_failure_does_not_keep_the_next_job_from_being_done() -> None:
    done: list[str] = []

    def work(line: JobContext, name: str) -> None:
        if name == "壞":
            raise ValueError(name)
        done.append(name)

    job("work")(work)
    for name in ("甲", "壞", "乙"):
        enqueue("work", name, {"name": name})
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    assert done == ["甲", "乙"]
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "done", "failed"]


def test_a_job_waiting_for_long_is_queued_again_only_if_the_queue_forgot_it() -> None:
    job("work")(lambda line: None)
    remembered, forgotten = enqueue("work", "記得"), enqueue("work", "忘了")
    DBTaskResult.objects.filter(args_kwargs__args__0=str(forgotten.pk)).delete()
    Job.objects.update(created_at=timezone.now() - timedelta(hours=1))
    recover()
    waiting = [row["args"][0] for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)]
    assert sorted(waiting) == sorted([str(remembered.pk), str(forgotten.pk)])


def test_a_lost_job_is_settled_once_by_however_many_look() -> None:
    job("work", idempotent=True)(lambda line: None)
    made = enqueue("work", "試作")
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=made.pk).update(state=JobState.RUNNING, worker="gone:1:1", attempts=1, heartbeat=None)
    assert [[found.pk for found in recover()] for _ in range(3)] == [[made.pk], [], []]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("attempts", [1, 2, 3, 9])
def test_what_brings_its_worker_down_is_tried_three_times(attempts: int) -> None:
    job("work", idempotent=True)(lambda line: None)
    made = enqueue("work", "試作")
    Job.objects.filter(pk=made.pk).update(state=JobState.RUNNING, worker="gone:1:1", attempts=attempts)
    recover()
    made.refresh_from_db()
    assert made.state == (JobState.QUEUED if attempts < 3 else JobState.FAILED)
    assert "中断" in made.message
    assert (made.finished_at is None) is (made.state == JobState.QUEUED)
