"""Tables that documents rely on, followed: a renamed holder, a moved class reach the index without an outbox row."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from census.searching import Relying, search_kinds
from search.indexing import outbox
from search.indexing.folder import Folder

#: For each kind, a digest of each thing that its documents rely on.
Relied = Mapping[str, Mapping[str, str]]


def present() -> dict[str, dict[str, str]]:
    """Return what all kinds rely on, as it is now."""
    return {name: dict(kind.relied_on()) for name, kind in search_kinds().items() if isinstance(kind, Relying)}


def follow(folder: Folder) -> int:
    """Queue the records that rely on what changed since the index was written, and return how many they are.

    To be called with the ``write`` lock held. Dying before the note is written, the next one queues them again.
    """
    now, noted = present(), folder.relied()
    if now == noted:
        return 0
    queued = 0 if noted is None else _queue(now, noted)
    folder.write_relied(now)
    return queued


def _queue(now: Relied, noted: Relied) -> int:
    kinds, queued = search_kinds(), 0
    with transaction.atomic():
        for name, things in now.items():
            before, kind = noted.get(name, {}), kinds[name]
            changed = {thing for thing in things.keys() | before.keys() if things.get(thing) != before.get(thing)}
            if changed and isinstance(kind, Relying):
                queued += outbox.queue((name, key) for key in kind.relying_on(changed))
    return queued
