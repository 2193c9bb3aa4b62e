"""Real worker processes on both engines: killed at every stage of their work, stopped, and side by side."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.nursery import Child, Nursery, nursery

LOOK = "tests.census.worker_project.look"


class House:
    """One database with its workers, and a folder through which they and the test tell each other things."""

    def __init__(self, workers: Nursery, folder: Path, database_url: str) -> None:
        self.nursery, self.folder = workers, folder
        self.environment = {**os.environ, "DATABASE_URL": database_url}
        self.environment |= {"VAR_DIR": str(folder / "var"), "MEDIA_ROOT": str(folder / "media")}
        self.workers: list[Child] = []

    def do(self, *args: str) -> str:
        child = self.nursery.start(LOOK, *args, environment=self.environment, together=False)
        assert child.wait() == 0, child.error
        return child.out

    def enqueue(self, kind: str, count: int = 1) -> None:
        self.do("enqueue", kind, str(self.folder), str(count))

    def worker(self, *options: str, die_when: str = "") -> Child:
        environment = self.environment | ({"DIE_WHEN": die_when} if die_when else {})
        command = ("manage", "run_worker", "--interval", "0.1", *options)
        worker = self.nursery.start(LOOK, *command, environment=environment)
        self.workers.append(worker)
        return worker

    def drain(self) -> None:
        assert self.worker("--drain").wait(300) == 0

    def jobs(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = json.loads(self.do("show"))
        return shown

    def job(self) -> dict[str, Any]:
        """Return the newest job."""
        return self.jobs()[-1]

    def wait_for(self, name: str) -> None:
        wait_until(lambda: (self.folder / name).exists())


def wait_until(condition: Callable[[], bool], seconds: float = 180) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Begins processes that know the slow work."""
    with nursery("tests.census.worker_project.worker_settings", tmp_path_factory.mktemp("workers")) as opened:
        yield opened


@pytest.fixture
def house(workers: Nursery, tmp_path: Path, module_database_url: str) -> Iterator[House]:
    """The tests of this file share a database; each adds jobs of its own to those of the tests before."""
    house = House(workers, tmp_path, module_database_url)
    yield house
    for worker in house.workers:
        worker.kill()


def killed_in_the_middle(house: House, kind: str) -> None:
    house.enqueue(kind)
    worker = house.worker()
    house.wait_for("started-1")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (house.job()["state"], house.job()["made"]) == ("running", [])
    (house.folder / "go").touch()


def test_work_that_may_begin_again_is_done_by_the_next_worker(house: House) -> None:
    killed_in_the_middle(house, "again")
    house.drain()
    job = house.job()
    assert (job["state"], job["attempts"], job["result"], job["made"]) == ("done", 2, {"attempt": 2}, [2])


def test_other_work_ends_with_a_message_that_says_what_happened(house: House) -> None:
    killed_in_the_middle(house, "once")
    house.drain()
    job = house.job()
    assert (job["state"], job["attempts"], job["made"]) == ("failed", 1, [])
    assert "中断" in job["message"]
    assert "重新发起" in job["message"]


#: Where the worker dies → what becomes of work that may begin again, and of other work: state, attempts, attempts kept.
STAGES = {
    "taken": (("done", 1, [1]), ("done", 1, [1])),
    "begun": (("done", 2, [2]), ("failed", 1, [])),
    "worked": (("done", 2, [1, 2]), ("failed", 1, [1])),
    "written": (("done", 1, [1]), ("done", 1, [1])),
}


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_stage_no_job_hangs_and_none_is_done_twice_that_must_not(house: House, stage: str) -> None:
    (house.folder / "go").touch()
    for kind in ("again", "once"):
        house.enqueue(kind)
        assert house.worker("--drain", die_when=stage).wait(300) == -signal.SIGKILL
    house.do("age")
    house.drain()
    found = tuple((job["state"], job["attempts"], job["made"]) for job in house.jobs()[-2:])
    assert found == STAGES[stage]


def test_progress_and_cancel_reach_a_job_whose_transaction_holds_the_database(house: House) -> None:
    house.enqueue("once")
    house.worker()
    house.wait_for("started-1")
    wait_until(lambda: bool(house.job()["done"] > 0))
    assert house.job()["message"] == "等候"
    house.do("cancel")
    wait_until(lambda: bool(house.job()["state"] == "cancelled"))
    assert house.job()["made"] == []


def test_a_worker_asked_to_stop_ends_its_job_first(house: House) -> None:
    house.enqueue("once")
    worker = house.worker()
    house.wait_for("started-1")
    worker.terminate()
    (house.folder / "go").touch()
    assert worker.wait(60) == 0
    assert house.job()["state"] == "done"


def test_two_workers_share_one_queue_and_no_job_is_done_twice(house: House) -> None:
    house.enqueue("tally", 24)
    workers = [house.worker("--drain") for _ in range(2)]
    assert [worker.wait(300) for worker in workers] == [0, 0]
    done = [line.split() for line in (house.folder / "tally").read_text().splitlines()]
    assert set(Counter(job for _, job in done).values()) == {1}
    assert len(done) == 24
    assert {(job["state"], job["attempts"]) for job in house.jobs()[-24:]} == {("done", 1)}


def test_killed_while_a_picture_is_open_it_takes_the_opener_along_and_the_next_one_ends_it(house: House) -> None:
    path = house.folder / "輿圖.png"
    Image.new("L", (7000, 7000)).save(path)
    house.do("picture", str(path))
    worker = house.worker()
    derived = house.folder / "media" / "images" / "derived"
    wait_until(lambda: derived.is_dir() and any(derived.glob(".*/tiles/1/*.jpg")))
    (opener,) = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    wait_until(lambda: not Path(f"/proc/{opener}/maps").exists(), seconds=20)
    assert house.job()["pictures"] == ["checking"]
    house.drain()
    job = house.job()
    assert (job["state"], job["attempts"], job["result"]) == ("done", 2, {"ready": 1, "refused": 0})
    assert job["pictures"] == ["ready"]
    assert len(list((house.folder / "media" / "images" / "masters").rglob("*/*"))) == 1
