"""A real worker process, killed in the middle of its work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LOOK = Path(__file__).resolve().parent / "worker_project" / "look.py"


class House:
    """One database with its workers."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, "DATABASE_URL": database_url}
        self.environment |= {"VAR_DIR": str(folder / "var"), "MEDIA_ROOT": str(folder / "media")}
        self.workers: list[subprocess.Popen[bytes]] = []

    def do(self, *args: str) -> str:
        command = [sys.executable, str(LOOK), *args]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(LOOK), "manage", "run_worker", "--interval", "0.1", *options]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.workers.append(process)
        return process

    def job(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self.do("show"))
        return shown

    def wait_for(self, name: str) -> None:
        wait_until(lambda: (self.folder / name).exists())


def wait_until(condition: Callable[[], bool], seconds: float = 180) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = House(tmp_path, database_url)
    house.do("manage", "migrate", "--verbosity", "0")
    yield house
    for worker in house.workers:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def killed_in_the_middle(house: House, kind: str) -> None:
    house.do("enqueue", kind, str(house.folder))
    worker = house.worker()
    house.wait_for("started-1")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert house.job()["state"] == "running"
    assert house.job()["users"] == []


def test_work_that_may_begin_again_is_done_by_the_next_worker(house: House) -> None:
    killed_in_the_middle(house, "again")
    (house.folder / "go").touch()
    assert house.worker("--drain").wait(300) == 0
    job = house.job()
    assert (job["state"], job["attempts"], job["result"]) == ("done", 2, {"attempt": 2})
    assert job["users"] == ["made-in-attempt-2"]


def test_other_work_ends_with_a_message_that_says_what_happened(house: House) -> None:
    killed_in_the_middle(house, "once")
    (house.folder / "go").touch()
    assert house.worker("--drain").wait(300) == 0
    job = house.job()
    assert (job["state"], job["attempts"], job["users"]) == ("failed", 1, [])
    assert "中断" in job["message"]
    assert "重新发起" in job["message"]


def test_progress_and_cancel_reach_a_job_whose_transaction_holds_the_database(house: House) -> None:
    house.do("enqueue", "once", str(house.folder))
    house.worker()
    house.wait_for("started-1")
    wait_until(lambda: house.job()["done"] > 0)
    assert house.job()["message"] == "等候"
    house.do("cancel")
    wait_until(lambda: house.job()["state"] == "cancelled")
    assert house.job()["users"] == []
