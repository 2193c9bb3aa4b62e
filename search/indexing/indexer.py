"""The one process that keeps the index in step: run after run, and now and then a look at the whole.

Whatever goes wrong, it stays: it says what, in Chinese, once, notes it for the administrator's page, waits ever longer,
and goes on by itself when the cause is gone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import Error as DatabaseFailure
from django.db import InterfaceError, OperationalError, connection

from search.engine.protocol import IndexLocked, IndexStore, IndexUnusable
from search.indexing import mark, relied
from search.indexing.drain import Drainer
from search.indexing.folder import Busy, Folder, words_of
from search.indexing.healing import request_rebuild, why_rebuild

logger = logging.getLogger(__name__)
#: Seconds between looks at an empty outbox.
INTERVAL = 0.2
#: Seconds between two runs while more waits: others want the processor and the database too.
BREATH = 0.05
#: Seconds between looks at the state of the index, at what was set aside, and at rebuilds that died.
LOOK_AFTER = 5.0
#: Seconds to wait after the first, second … failure in a row.
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(slots=True)
class Indexer:
    """The indexer's turns. ``say`` receives a line for what an administrator should know."""

    store: IndexStore
    folder: Folder
    say: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    interval: float = INTERVAL
    failures: int = 0
    told: str = ""
    _looked: float = -LOOK_AFTER
    #: The rebuild that was said to be queued.
    _asked: UUID | None = None
    #: Whether trouble is noted in the database; an earlier process may have left some.
    _noted: bool = True

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stop.is_set():
            self.stop.wait(self.turn())

    def turn(self) -> float:
        """Do one run and return the seconds to wait before the next."""
        self.folder.touch("indexer")
        try:
            look = time.monotonic() - self._looked >= LOOK_AFTER
            if look:
                self._look()
            taken = Drainer(self.store, self.folder).run(retry_due=look)
        except Exception as error:
            return self._failed(error)
        self._well()
        return BREATH if taken else self.interval

    def _look(self) -> None:
        """Look whether the index stands well, and settle what a dead rebuild left."""
        self._looked = time.monotonic()
        if not self.store.keeps_index:
            return
        with suppress(Busy), self.folder.hold("write"):
            Drainer(self.store, self.folder).settle_dead_rebuild()
            if queued := relied.follow(self.folder):
                self.say(f"规范表有改动，{queued:,} 条记录重新索引")
        if reason := why_rebuild(self.store, self.folder):
            self._ask_for_rebuild(reason)

    def _ask_for_rebuild(self, reason: str) -> None:
        job = request_rebuild(reason)
        if job is not None and job.pk != self._asked:
            self._asked = job.pk
            self.say(f"{reason}；已排入重建任务")

    def _failed(self, error: Exception) -> float:
        """Say what went wrong, note it where that can be done, and return how long to wait."""
        words = _words(error)
        if words != self.told:
            self.say(words)
            self.told = words
        if isinstance(error, DatabaseFailure):
            connection.close()
        else:
            self._note(words)
        if isinstance(error, IndexUnusable):
            self._looked = -LOOK_AFTER
            return PAUSES[0]
        self.failures += 1
        return PAUSES[min(self.failures, len(PAUSES)) - 1]

    def _well(self) -> None:
        if self.told:
            self.say("索引恢复正常")
        if self._noted:
            self._note("")
        self.failures, self.told = 0, ""

    def _note(self, words: str) -> None:
        with suppress(DatabaseFailure):
            mark.note_trouble(words)
            self._noted = bool(words)


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return words_of(error)
    if isinstance(error, (OperationalError, InterfaceError)):
        return f"数据库正忙或连接中断，稍后再试（{error}）".replace("\n", " ")
    if isinstance(error, IndexUnusable):
        return f"{error}；等候重建，其间检索直接查数据库"
    if isinstance(error, (IndexLocked, Busy)):
        return "别的进程正在写索引，等候它结束"
    logger.error("indexing failed", exc_info=error)
    return f"索引出错，稍后再试：{type(error).__name__} {error}"
