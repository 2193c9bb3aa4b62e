"""Taking rows off the outbox: the records read anew, the index written and durable, then exactly these rows deleted.

A death at any point leaves the rows, and doing them again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from search.engine.protocol import IndexState, IndexStore, IndexUnusable
from search.indexing import mark, outbox, set_aside
from search.indexing.folder import Busy, Folder
from search.indexing.gathering import Gathered, gather, write
from search.indexing.outbox import Key, Row

#: Rows in one run.
RUN = 1_000
#: Seconds to wait for somebody who writes the index: another run, or the swap of a rebuild.
PATIENCE = 30.0
STRANGE = "索引不是从这个数据库建立的（数据库或索引文件夹恢复过备份，或换过检索引擎），须重建"


class Drainer:
    """Does one run after another. Raises what keeps a run from being done; the rows are then still there."""

    def __init__(self, store: IndexStore, folder: Folder) -> None:
        self.store = store
        self.folder = folder

    def run(self, *, retry_due: bool = False) -> int:
        """Do one run and return how many outbox rows it took off; with ``retry_due`` what was set aside as well."""
        rows = self._read()
        due = set_aside.due(RUN) if retry_due else []
        if not rows and not due:
            return 0
        if not self.store.keeps_index:
            return self._forget_all(rows)
        with self.folder.hold("write", wait=PATIENCE):
            self.settle_dead_rebuild()
            self._do(rows, due)
        return len(rows)

    def settle_dead_rebuild(self) -> None:
        """End a rebuild whose process is gone. To be called with the ``write`` lock held.

        Whether it died before or after its swap: what the index now in use may have missed is in the journal.
        """
        present = mark.load()
        if not present.rebuild or self._is_going(present.rebuild):
            return
        origin = self.folder.origin()
        done = origin is not None and origin.fits(present.rebuild)
        mark.end_rebuild(present.rebuild if done else "")

    def _read(self) -> list[Row]:
        """Return the oldest rows, without those that a rebuild under way takes care of."""
        rows = outbox.read(RUN)
        if rows and (present := mark.load()).covers >= rows[0].sequence and self._is_going(present.rebuild):
            rows = outbox.read(RUN, above=present.covers)
        return rows

    def _is_going(self, rebuild: str) -> bool:
        return bool(rebuild) and self.folder.is_held("rebuild")

    def _do(self, rows: Sequence[Row], due: Sequence[Key]) -> None:
        token = mark.load().token
        self._require_fit(token)
        keys = [*dict.fromkeys([row.key for row in rows] + list(due))]
        gathered = gather(keys)
        write(self.store, gathered)
        following = mark.new_token()
        self.folder.write_origin(token, following)
        _conclude(token, following, rows, keys, gathered)
        self.folder.write_origin(following, durable=False)

    def _require_fit(self, token: str) -> None:
        origin = self.folder.origin()
        if origin is not None and origin.fits(token):
            return
        state = self.store.state()
        if state.usable:
            self.folder.declare_unfit(STRANGE)
        raise IndexUnusable(STRANGE if state.usable else state.reason)

    def _forget_all(self, rows: Sequence[Row]) -> int:
        """Take rows off for an engine that needs none of them; an index of another engine no longer fits then."""
        token = mark.load().token
        _conclude(token, mark.new_token(), rows, [], Gathered())
        return len(rows)


def _conclude(token: str, following: str, rows: Sequence[Row], keys: Sequence[Key], gathered: Gathered) -> None:
    with transaction.atomic():
        present = mark.locked()
        if present.token != token:
            raise IndexUnusable(STRANGE)
        if present.rebuild:
            mark.journal(keys, hidden={row.key for row in rows if row.hides})
        outbox.forget([row.sequence for row in rows])
        set_aside.settle(keys, gathered.failed)
        present.token = following
        present.save(update_fields=["token"])


def why_unusable(store: IndexStore, folder: Folder) -> tuple[IndexState, str]:
    """Return how the index stands, and why it must not be used; nothing if it may."""
    state = store.state()
    if not store.keeps_index or not state.usable:
        return state, state.reason
    return state, "" if _fits(folder) or _fits_when_quiet(folder) else STRANGE


def _fits(folder: Folder) -> bool:
    token, origin = mark.load().token, folder.origin()
    return origin is not None and origin.fits(token)


def _fits_when_quiet(folder: Folder) -> bool:
    """Look again while nobody writes: token and note change one after the other."""
    try:
        with folder.hold("write", wait=PATIENCE):
            return _fits(folder)
    except (Busy, OSError):
        return _fits(folder)
