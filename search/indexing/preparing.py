"""Having the index ready before the first page is served, where that takes a moment only."""

from __future__ import annotations

from census.searching import search_kinds
from search.engine.choice import chosen_store
from search.engine.protocol import IndexLocked
from search.indexing.drain import Drainer
from search.indexing.folder import Busy, Folder, words_of
from search.indexing.healing import why_rebuild
from search.indexing.rebuild import Rebuild

#: More records than this are left to the rebuild that the indexer asks for: pages are served meanwhile.
AT_ONCE = 20_000


def prepare_index() -> str:
    """Build the index where it is due, else write what waits into it; say in a word what was done."""
    store, folder = chosen_store(), Folder()
    if not store.keeps_index:
        return "现用的检索引擎不用索引"
    try:
        if not why_rebuild(store, folder):
            return _drained(Drainer(store, folder))
        if sum(kind.count() for kind in search_kinds().values()) > AT_ONCE:
            return "记录较多，启动后由任务建立，其间检索直接查数据库"
        return f"已建立，{Rebuild(store, folder).execute().documents:,} 条"
    except (Busy, IndexLocked):
        return "别的进程正在写索引"
    except OSError as error:
        return words_of(error)


def _drained(drainer: Drainer) -> str:
    total = 0
    while taken := drainer.run():
        total += taken
    return f"写入 {total:,} 处改动" if total else "已是最新"
