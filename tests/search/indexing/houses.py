"""A database and an index with real processes on them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.nursery import Child, Nursery

HOUSE = "tests.search.indexing.index_house"
#: What the indexer says when it holds the lock.
AT_WORK = "索引进程开始工作"


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 240) -> None:
    """Wait for something, asserting that it happens in good time."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, f"waited in vain: {what}"
        time.sleep(0.01)


class Running:
    """A process and its words."""

    def __init__(self, process: Child) -> None:
        self.process = process

    def words(self) -> str:
        return self.process.out

    def wait_for(self, words: str) -> None:
        def said() -> bool:
            assert self.process.poll() is None or words in self.words(), self.words()
            return words in self.words()

        wait_until(said, words)

    def end(self) -> str:
        """Wait for its end, and return what it said."""
        assert self.process.wait() == 0, self.words()
        return self.words()

    def kill(self) -> None:
        self.process.kill()


class House:
    """One database, one index, and the processes on them."""

    def __init__(self, nursery: Nursery, folder: Path, database_url: str, engine: str) -> None:
        self.nursery, self.folder = nursery, folder
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "VAR_DIR": str(folder / "var"),
            "MEDIA_ROOT": str(folder / "media"),
            "SEARCH_ENGINE": engine,
            "SEARCH_INDEX_DIR": str(folder / "var" / "index"),
        }
        self.started: list[Running] = []

    def start(self, *args: str, **environment: str) -> Running:
        running = Running(self.nursery.start(HOUSE, *args, environment=self.environment | environment))
        self.started.append(running)
        return running

    def do(self, *args: str) -> str:
        return self.start(*args).end()

    def indexer(self, **environment: str) -> Running:
        """Start an indexer; return when it is at work."""
        running = self.start("manage", "run_indexer", **environment)
        running.wait_for(AT_WORK)
        return running

    def worker(self, **environment: str) -> Running:
        """Start a worker that hands over what dead ones left and ends when nothing waits."""
        return self.start("manage", "run_worker", "--drain", **environment)

    def show(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self.do("show").splitlines()[-1])
        return shown

    def settled(self) -> dict[str, Any]:
        """Wait until the index says what the database says and nothing is left over; return how they stand."""
        shown: dict[str, Any] = {}

        def is_settled() -> bool:
            shown.update(self.show())
            return bool(shown["same"] and not shown["waiting"] and not shown["journal"] and not shown["why"])

        wait_until(is_settled, "index and database in step")
        return shown

    def close(self) -> None:
        for running in self.started:
            running.kill()
