"""``manage.py run_indexer``: keep the index in step with the database, until told to stop."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseFailure

from authority.actions.local_eras import start_with_local_eras
from search.engine.choice import chosen_store
from search.engine.protocol import IndexLocked, IndexUnusable
from search.indexing.drain import Drainer
from search.indexing.folder import Busy, Folder, words_of
from search.indexing.indexer import INTERVAL, Indexer

#: Seconds between two looks whether the other indexer is gone.
WAITING = 1.0


class Command(BaseCommand):
    help = "索引进程：把改动随时写进检索索引；同时只有一个在工作，另一个等候"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drain", action="store_true", help="写完现有的改动就结束")
        parser.add_argument("--interval", type=float, default=INTERVAL, help="没有改动时隔几秒看一次")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        if options["drain"]:
            self._drain()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        folder = Folder()
        with ExitStack() as held:
            if self._become_the_one(folder, held, stop):
                self._say("索引进程开始工作")
                Indexer(chosen_store(), folder, self._say, stop, options["interval"]).run()

    def _become_the_one(self, folder: Folder, held: ExitStack, stop: threading.Event) -> bool:
        """Wait until no other indexer works; false if told to stop meanwhile."""
        said = ""
        while not stop.is_set():
            try:
                held.enter_context(folder.hold("indexer"))
                return True
            except Busy:
                words = "另一个索引进程正在工作，等候它结束"
            except OSError as error:
                words = words_of(error)
            if words != said:
                self._say(words)
                said = words
            stop.wait(WAITING)
        return False

    def _drain(self) -> None:
        drainer, total = Drainer(chosen_store(), Folder()), 0
        try:
            while taken := drainer.run():
                total += taken
        except OSError as error:
            raise CommandError(words_of(error)) from error
        except (Busy, IndexLocked) as error:
            raise CommandError("别的进程正在写索引，请稍后再试") from error
        except IndexUnusable as error:
            raise CommandError(f"{error}：请运行 manage.py rebuild_index") from error
        except DatabaseFailure as error:
            raise CommandError(f"数据库正忙或连接中断：{error}") from error
        self.stdout.write(f"已写入 {total:,} 处改动")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
