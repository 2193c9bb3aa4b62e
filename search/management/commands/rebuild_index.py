"""``manage.py rebuild_index``: build the search index anew, or compare it with the database."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authority.actions.local_eras import start_with_local_eras
from search.engine.choice import chosen_store
from search.engine.protocol import IndexStore
from search.indexing.comparing import Comparison, compare
from search.indexing.drain import why_unusable
from search.indexing.folder import Busy, Folder, words_of
from search.indexing.outbox import Key
from search.indexing.rebuild import Rebuild

#: Seconds between two lines of progress.
EVERY = 2.0
#: Records named of each sort that disagrees.
EXAMPLES = 5


class Command(BaseCommand):
    help = "重建检索索引：在新文件夹里建好再换上，其间旧索引照常可用；加 --check 时只比对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="比对索引与数据库，不一致时返回非零")
        parser.add_argument("--mend", action="store_true", help="比对后把不一致的记录排入待索引")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        store, folder = chosen_store(), Folder()
        if not store.keeps_index:
            self.stdout.write("现用的检索引擎直接查数据库，没有索引")
            return
        try:
            if options["check"] or options["mend"]:
                self._check(store, folder, mend=options["mend"])
            else:
                self._rebuild(store, folder)
        except OSError as error:
            raise CommandError(words_of(error)) from error

    def _rebuild(self, store: IndexStore, folder: Folder) -> None:
        try:
            rebuilt = Rebuild(store, folder, Telling(self)).execute()
        except Busy as busy:
            raise CommandError("另一次重建或写入正在进行，请等它结束") from busy
        except KeyboardInterrupt:
            raise CommandError("已停止；旧索引照旧使用") from None
        self.stdout.write(f"已重建：{rebuilt.documents:,} 条，{rebuilt.seconds:.1f} 秒")
        if rebuilt.failed:
            self.stdout.write(f"未能索引 {rebuilt.failed:,} 条，原因见“索引状态”页")

    def _check(self, store: IndexStore, folder: Folder, *, mend: bool) -> None:
        _state, reason = why_unusable(store, folder)
        if reason:
            self.stdout.write(reason)
        found = compare(store, Telling(self))
        self.stdout.write(f"数据库 {found.records:,} 条，索引 {found.indexed:,} 条")
        self._tell(found)
        if found.agrees and not reason:
            self.stdout.write("一致")
        elif not mend:
            sys.exit(1)
        elif reason:
            raise CommandError("索引不能用，逐条修补无济于事：请运行 manage.py rebuild_index")
        else:
            self.stdout.write(f"已排入待索引：{found.mend():,} 条")

    def _tell(self, found: Comparison) -> None:
        sorts = (("索引缺", found.missing), ("索引多出", found.surplus), ("内容不同", found.differing))
        for label, keys in sorts:
            if keys:
                self.stdout.write(f"{label} {len(keys):,} 条：{_examples(keys)}")


class Telling:
    """Lines of progress: how many, how fast, how long it will still take."""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.begun = self.told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.told < EVERY:
            return
        self.told = now
        self.command.stdout.write(progress_line(done, total, now - self.begun))
        self.command.stdout.flush()


def progress_line(done: int, total: int, seconds: float) -> str:
    """Return a line of progress after so many seconds."""
    rate = done / seconds if seconds else 0.0
    left = f"，约余 {_duration((total - done) / rate)}" if rate else ""
    return f"已读 {done:,} / {total:,} 条，每秒 {rate:,.0f} 条{left}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _examples(keys: list[Key]) -> str:
    named = "、".join(f"{kind} {key}" for kind, key in keys[:EXAMPLES])
    return f"{named} 等" if len(keys) > EXAMPLES else named
