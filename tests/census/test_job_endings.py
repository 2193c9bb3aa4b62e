"""How jobs end: every way has its words, also where the database or the work itself misbehaves."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from census.errors import InvalidData, NotAllowed
from census.jobs import JobContext, cancel, context, enqueue, job, live, recover, registry, running, sidecar
from census.jobs.context import CUT, LOG_LIMIT, shortened
from census.jobs.explain import SHOWN, UnknownKind, explain
from census.jobs.worker_id import own_id
from census.models import Job, JobState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_waiting(own_jobs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", (0.0, 0.0))


def ended(work: Any, **params: Any) -> Job:
    """Let the worker do some work, and return its row afterwards."""
    job("work")(work)
    made = enqueue("work", "試作", params)
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    return made


def raising(error: Exception) -> Any:
    def work(context: JobContext) -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/media/volumes/1.pdf"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/media/卷一.pdf"), "没有读写“卷一.pdf”的权限"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/srv/上載/普查.xlsx"), "找不到文件“普查.xlsx”"),
        (MemoryError(), "内存不足"),
        (OperationalError("database is locked"), "数据库正忙或连接中断"),
        (InterfaceError("connection already closed"), "数据库正忙或连接中断"),
        (UnknownKind("typeset_moon"), "没有“typeset_moon”这种任务"),
        (InvalidData("title", "缺“{name}”", name="題名"), "缺“題名”"),
        (NotAllowed("您没有权限"), "您没有权限"),
        (KeyError("juan"), "请把这句话告诉管理员：KeyError 'juan'"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "请把这句话告诉管理员：ConnectionResetError"),
        (ZeroDivisionError(), "请把这句话告诉管理员：ZeroDivisionError"),
        (DataError("value too long"), "DataError value too long"),
    ],
)
def test_what_went_wrong_is_said_in_chinese_without_the_servers_folders(error: Exception, told: str) -> None:
    made = ended(raising(error))
    assert made.state == JobState.FAILED
    assert told in made.message
    assert "/srv" not in made.message
    assert made.finished_at is not None


def test_the_words_follow_the_readers_language() -> None:
    with translation.override("en"):
        assert explain(MemoryError()).startswith("Not done: out of memory")


def test_an_endless_message_is_cut() -> None:
    assert len(explain(ValueError("長" * 10_000))) < SHOWN + 100


def test_a_kind_that_this_version_does_not_know_ends_with_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    job("old_work")(lambda context: None)
    made = enqueue("old_work", "舊版本的任務")
    monkeypatch.setattr(registry, "_KINDS", {})
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    assert (made.state, made.message) == (JobState.FAILED, "系统的这个版本没有“old_work”这种任务，请重新发起")


def test_parameters_that_the_work_does_not_take_end_it_with_a_message() -> None:
    made = ended(lambda context: None, volume=7)
    assert made.state == JobState.FAILED
    assert "volume" in made.message


@pytest.mark.parametrize("result", [{1, 2}, object(), b"pdf"])
def test_a_result_that_is_no_json_is_a_failure(result: object) -> None:
    made = ended(lambda context: result)
    assert (made.state, made.result) == (JobState.FAILED, None)
    assert "TypeError" in made.message


def test_nothing_that_work_says_can_keep_its_row_from_being_written() -> None:
    def work(context: JobContext) -> dict[str, str]:
        context.progress(1, 2, "排印\0正文")
        context.log("讀\0入 \ud842")
        context.flush()
        return {"pdf": "卷\0一.pdf"}

    made = ended(work)
    assert (made.state, made.result) == (JobState.DONE, {"pdf": "卷\ufffd一.pdf"})
    assert made.message == "排印\ufffd正文"
    assert made.log.endswith("讀\ufffd入 \ufffd\n")


def test_nor_can_its_title_what_was_asked_of_it_or_its_exception() -> None:
    job("work")(raising(ValueError("壞\0字")))
    made = enqueue("work", "排印\0某卷")
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    assert (made.state, made.title) == (JobState.FAILED, "排印\ufffd某卷")
    assert "壞\ufffd字" in made.message
    asked = enqueue("work", "排印", {"reason": "重\0複", "rows": ["\ud842"]})
    assert asked.params == {"reason": "重\ufffd複", "rows": ["\ufffd"]}


def test_a_database_error_caught_in_the_work_does_not_reach_the_row() -> None:
    def work(context: JobContext) -> str:
        User.objects.create_user("zhang")
        try:
            with transaction.atomic():
                User.objects.create_user("zhang")
        except IntegrityError:
            return "已有"
        return "新建"

    assert (made := ended(work)).state == JobState.DONE
    assert made.result == "已有"


def test_the_end_is_written_when_the_database_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    write, failures = running._finish, iter([OperationalError("locked"), InterfaceError("closed")])

    def finish(*args: Any) -> None:
        for failure in failures:
            raise failure
        write(*args)

    monkeypatch.setattr(running, "_finish", finish)
    assert ended(lambda context: {"made": 1}).state == JobState.DONE


def test_what_could_not_be_ended_is_taken_up_by_the_same_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    job("work", idempotent=True)(lambda context: {"attempt": context.job.attempts})
    made = enqueue("work", "試作")
    write = running._finish
    monkeypatch.setattr(running, "_finish", lambda *args: (_ for _ in ()).throw(OperationalError("gone")))
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    assert (made.state, made.worker) == (JobState.RUNNING, own_id())
    assert recover() == [], "another part of this process may be doing it"
    monkeypatch.setattr(running, "_finish", write)
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    made.refresh_from_db()
    assert (made.state, made.result) == (JobState.DONE, {"attempt": 2})


def test_a_log_keeps_its_end_in_whole_lines_and_says_that_more_was_there() -> None:
    lines = [f"第 {number} 件" for number in range(60_000)]
    short = shortened("\n".join(lines) + "\n")
    assert len(short) <= LOG_LIMIT
    first, *kept = short.splitlines()
    assert first == CUT.strip()
    assert kept == lines[-len(kept) :]
    assert len(kept) > 10_000


@pytest.mark.parametrize("log", ["", "一行\n", "甲" * LOG_LIMIT])
def test_a_log_within_bounds_stays_as_it_is(log: str) -> None:
    assert shortened(log) == log


def test_one_line_longer_than_the_log_is_cut_not_lost() -> None:
    assert shortened("甲" * LOG_LIMIT + "乙\n").endswith("甲乙\n")


def test_a_job_that_only_logs_is_bounded_and_seen_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "INTERVAL", 0.0)
    monkeypatch.setattr(context, "LOG_LIMIT", 1_000)
    seen: list[int] = []

    def work(context: JobContext) -> None:
        for number in range(500):
            context.log(f"第 {number} 件")
        seen.append(len(Job.objects.get(pk=context.job.pk).log))
        assert not context._log

    made = ended(work)
    assert made.log.splitlines()[-1].endswith("第 499 件")
    assert len(made.log) <= 1_000
    assert 500 < seen[0] <= 1_000


def test_a_job_cancelled_while_waiting_says_when() -> None:
    job("work")(lambda context: None)
    made = enqueue("work", "試作")
    assert cancel(made)
    assert made.state == JobState.CANCELLED
    assert made.finished_at is not None
    assert not cancel(made)


def test_cancelling_what_has_ended_meanwhile_changes_nothing() -> None:
    job("work")(lambda context: "做完")
    made = enqueue("work", "試作")
    stale = Job.objects.get(pk=made.pk)
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    assert not cancel(stale)
    made.refresh_from_db()
    assert (made.state, made.result, made.cancel_requested) == (JobState.DONE, "做完", False)
    assert not sidecar.asked_to_cancel(made.pk)


def test_a_waiting_job_can_be_cancelled_while_another_runs() -> None:
    """On SQLite the other's transaction may hold the database: nothing may wait for it."""
    done: list[str] = []
    job("other")(lambda context: done.append("做了"))

    def work(context: JobContext, waiting: str) -> None:
        asked = Job.objects.get(pk=waiting)
        assert cancel(asked)
        assert live(Job.objects.get(pk=waiting)).cancel_requested

    job("work")(work)
    waiting = Job.objects.create(kind="other", title="等候的")
    enqueue("work", "先做的", {"waiting": str(waiting.pk)})
    running_first = DBTaskResult.objects.count()
    assert running_first == 1
    from census.jobs.queue import put_in_queue

    put_in_queue(waiting)
    call_command("run_worker", drain=True, interval=0.01, verbosity=0)
    waiting.refresh_from_db()
    assert (waiting.state, done) == (JobState.CANCELLED, [])
    assert not sidecar.asked_to_cancel(waiting.pk)


@pytest.mark.parametrize(("age", "left"), [(timedelta(hours=2), 1), (timedelta(days=2), 0)])
def test_the_queues_own_entries_go_after_a_while_and_the_rows_stay(age: timedelta, left: int) -> None:
    made = ended(lambda context: None)
    DBTaskResult.objects.update(finished_at=timezone.now() - age)
    recover()
    assert DBTaskResult.objects.count() == left
    assert Job.objects.get().pk == made.pk
