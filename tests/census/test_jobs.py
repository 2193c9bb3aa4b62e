"""Jobs: how they are declared, queued, run, stopped and taken up again."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from census.errors import InvalidData
from census.jobs import JobContext, cancel, enqueue, job, live, recover, run, sidecar
from census.jobs.worker_id import is_dead, own_id
from census.models import Job, JobState

DEAD_HERE = f"{socket.gethostname()}:999999:1"
ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = "another-machine:12:1"


@pytest.fixture(autouse=True)
def kinds(own_jobs: None) -> None:
    @job("count", idempotent=True)
    def count(context: JobContext, *, to: int) -> dict[str, int]:
        for done in range(1, to + 1):
            context.log(f"第 {done} 件")
            context.progress(done, to, "清點")
        return {"counted": to}

    @job("spoil")
    def spoil(context: JobContext) -> None:
        User.objects.create_user("left-behind")
        raise ZeroDivisionError("除以零")

    @job("refuse")
    def refuse(context: JobContext) -> None:
        raise InvalidData("institution", "没有单位代码为“{code}”的收藏单位", code="9999")

    @job("wait")
    def wait(context: JobContext) -> None:
        with transaction.atomic():
            User.objects.create_user("half-done")
            cancel(context.job)
            context.check_cancelled()


pytestmark = pytest.mark.django_db(transaction=True)


def drained() -> None:
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)


def test_a_job_is_done_by_the_worker_and_its_row_tells_all() -> None:
    user = User.objects.create_user("zhang")
    made = enqueue("count", "清點三件", {"to": 3}, user=user)
    assert (made.state, made.created_by, made.percent) == (JobState.QUEUED, user, 0)
    drained()
    made.refresh_from_db()
    assert (made.state, made.result, made.done, made.total) == (JobState.DONE, {"counted": 3}, 3, 3)
    assert made.percent == 100
    assert [line[9:] for line in made.log.splitlines()] == ["第 1 件", "第 2 件", "第 3 件"]
    assert made.finished_at is not None
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_kind_that_nobody_declared_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no such job kind"):
        enqueue("typeset_moon", "排印月亮")
    assert not Job.objects.exists()


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        job("count")(lambda context: None)


def test_what_does_long_work_is_loaded_when_a_kind_is_asked_for_and_not_before() -> None:
    script = (
        "import sys, django; django.setup(); before = 'catalog_export.jobs' in sys.modules;"
        "from census.jobs import kind_of;"
        "print(before, kind_of('typeset_register') is not None, kind_of('typeset_moon'))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "None"]


def test_a_job_queued_in_a_transaction_that_is_undone_was_never_there() -> None:
    with transaction.atomic():
        enqueue("count", "清點", {"to": 1})
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_failure_ends_in_the_row_not_in_the_worker() -> None:
    made = enqueue("spoil", "壞事")
    drained()
    made.refresh_from_db()
    assert made.state == JobState.FAILED
    assert "除以零" in made.message
    assert "ZeroDivisionError" in made.log


def test_a_refusal_ends_with_its_own_message() -> None:
    made = enqueue("refuse", "不行")
    drained()
    made.refresh_from_db()
    assert (made.state, made.message) == (JobState.FAILED, "没有单位代码为“9999”的收藏单位")


def test_a_job_that_waits_is_cancelled_at_once_and_never_runs() -> None:
    made = enqueue("count", "清點", {"to": 2})
    assert cancel(made)
    assert made.state == JobState.CANCELLED
    drained()
    made.refresh_from_db()
    assert (made.state, made.attempts) == (JobState.CANCELLED, 0)
    assert not cancel(made)


def test_a_job_stopped_in_its_transaction_leaves_nothing() -> None:
    made = enqueue("wait", "等")
    drained()
    made.refresh_from_db()
    assert made.state == JobState.CANCELLED
    assert not User.objects.filter(username="half-done").exists()
    assert not sidecar.asked_to_cancel(made.pk)


def test_a_job_runs_once_however_often_it_is_taken() -> None:
    made = enqueue("count", "清點", {"to": 1})
    assert run(made.pk) is not None
    assert run(made.pk) is None
    drained()
    made.refresh_from_db()
    assert made.attempts == 1


def test_the_present_process_is_alive_and_a_used_pid_is_not_taken_for_it() -> None:
    host, pid, _ = own_id().split(":")
    assert is_dead(own_id()) is False
    assert is_dead(f"{host}:{pid}:1") is True
    assert is_dead(DEAD_HERE) is True
    assert is_dead(ELSEWHERE) is None


def lost(kind: str, worker: str, **fields: Any) -> Job:
    made = enqueue(kind, "中斷的", {"to": 1} if kind == "count" else {})
    DBTaskResult.objects.update(status="RUNNING")
    values = {"state": JobState.RUNNING, "worker": worker, "attempts": 1, "heartbeat": timezone.now(), **fields}
    Job.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def test_repeatable_work_of_a_dead_worker_is_queued_again_and_done() -> None:
    made = lost("count", DEAD_HERE)
    assert [found.pk for found in recover()] == [made.pk]
    made.refresh_from_db()
    assert made.state == JobState.QUEUED
    drained()
    made.refresh_from_db()
    assert (made.state, made.attempts) == (JobState.DONE, 2)
    assert not DBTaskResult.objects.filter(status="RUNNING").exists()


def test_other_work_of_a_dead_worker_fails_with_a_message() -> None:
    made = lost("spoil", DEAD_HERE)
    recover()
    made.refresh_from_db()
    assert made.state == JobState.FAILED
    assert "重新发起" in made.message


def test_work_that_brings_every_worker_down_is_given_up() -> None:
    made = lost("count", DEAD_HERE, attempts=3)
    recover()
    made.refresh_from_db()
    assert made.state == JobState.FAILED


def test_a_busy_worker_is_left_alone() -> None:
    made = lost("count", own_id(), heartbeat=timezone.now() - timedelta(hours=3))
    assert recover() == []
    made.refresh_from_db()
    assert made.state == JobState.RUNNING


@pytest.mark.parametrize(("silent", "expected"), [(1, JobState.RUNNING), (6, JobState.QUEUED)])
def test_a_worker_elsewhere_is_judged_by_its_silence(silent: int, expected: JobState) -> None:
    made = lost("count", ELSEWHERE, heartbeat=timezone.now() - timedelta(minutes=silent))
    recover()
    made.refresh_from_db()
    assert made.state == expected


def test_a_job_to_be_cancelled_is_not_begun_again() -> None:
    made = lost("count", DEAD_HERE, cancel_requested=True)
    recover()
    made.refresh_from_db()
    assert made.state == JobState.CANCELLED


def test_a_waiting_job_that_the_queue_forgot_is_queued_again() -> None:
    made = enqueue("count", "清點", {"to": 1})
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(hours=1))
    recover()
    drained()
    made.refresh_from_db()
    assert made.state == JobState.DONE


def test_live_shows_what_the_row_cannot_yet() -> None:
    made = lost("count", own_id())
    if not sidecar.in_use():
        pytest.skip("progress travels through the row on this database")
    sidecar.write_progress(made.pk, {"done": 7, "total": 9, "message": "清點", "log": "…"})
    assert (live(made).done, live(made).percent) == (7, 77)
    sidecar.clear(made.pk)
    assert sidecar.read_progress(made.pk) == {}


def test_progress_of_an_open_transaction_is_seen_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("census.jobs.running.HEARTBEAT", 0.05)
    seen: list[tuple[int, str]] = []

    @job("long")
    def long(context: JobContext) -> None:
        with transaction.atomic():
            context.progress(3, 9, "入庫")
            context.flush()
            looker = threading.Thread(target=look, args=(context.job,))
            looker.start()
            looker.join()

    def look(running: Job) -> None:
        for _ in range(100):
            shown = running if sidecar.in_use() else Job.objects.get(pk=running.pk)
            if (now := live(shown)).done:
                seen.append((now.done, now.message))
                break
            time.sleep(0.05)
        connection.close()

    enqueue("long", "長")
    drained()
    assert seen == [(3, "入庫")]


def test_nothing_is_left_beside_the_database(settings: Any) -> None:
    cancel(enqueue("count", "清點", {"to": 2}))
    enqueue("count", "清點", {"to": 2})
    drained()
    assert list(Path(settings.VAR_DIR).glob("jobs/*")) == []
