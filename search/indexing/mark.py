"""The database's side of its bond with the index: the token that both carry, and the rebuild under way.

Whoever takes rows off the outbox does so in one transaction with a new token, after the index and the note beside it
are durable; the note names the token before and the token after, so that a death in between leaves either fitting.
Afterwards it names the one: a database brought back to the moment before is told from one whose indexer died.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from census.models import OutboxEntry, OutboxOperation
from search.indexing.outbox import Key
from search.models import IndexMark, RebuildJournal

#: Rows put into the journal, or from it into the outbox, in one statement.
CHUNK = 500


def new_token() -> str:
    """Return a token that no database has ever stood at."""
    return secrets.token_hex(16)


def load() -> IndexMark:
    """Return the mark; the first to ask makes it."""
    return (
        IndexMark.objects.filter(pk=1).first()
        or IndexMark.objects.get_or_create(pk=1, defaults={"token": new_token()})[0]
    )


def locked() -> IndexMark:
    """Return the mark, held until the transaction ends."""
    load()
    return IndexMark.objects.select_for_update().get(pk=1)


def begin_rebuild(token: str) -> None:
    """Note that a rebuild is under way: from now on the journal is kept."""
    with transaction.atomic():
        mark = locked()
        mark.rebuild, mark.covers = token, 0
        mark.save(update_fields=["rebuild", "covers"])


def cover(last: int) -> None:
    """Note up to which outbox row the rebuild takes care of all."""
    IndexMark.objects.filter(pk=1).update(covers=last)


def journal(keys: Iterable[Key], hidden: Iterable[Key] = ()) -> None:
    """Note that records were indexed while a rebuild was under way; ``hidden`` are those that not all may see still."""
    rows = [RebuildJournal(kind=kind, record_id=key) for kind, key in keys]
    RebuildJournal.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    for kind, key in hidden:
        RebuildJournal.objects.filter(kind=kind, record_id=key).update(hides=True)


def end_rebuild(token: str = "") -> None:
    """Note that the rebuild is over; what the journal holds is indexed again. Without ``token`` it was given up."""
    with transaction.atomic():
        mark = locked()
        mark.rebuild, mark.covers, mark.token = "", 0, token or mark.token
        mark.save(update_fields=["rebuild", "covers", "token"])
        _requeue_journal()


def _requeue_journal() -> None:
    noted = RebuildJournal.objects.order_by("pk").values_list("kind", "record_id", "hides")
    operations = {False: OutboxOperation.INDEX, True: OutboxOperation.HIDE}
    rows = (OutboxEntry(kind=kind, record_id=key, operation=operations[hides]) for kind, key, hides in noted.iterator())
    batch: list[OutboxEntry] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            OutboxEntry.objects.bulk_create(batch)
            batch = []
    OutboxEntry.objects.bulk_create(batch)
    journal_rows = RebuildJournal.objects.all()
    journal_rows._raw_delete(journal_rows.db)


def note_built(documents: int, seconds: float) -> None:
    """Note the rebuild that was done, for the page that tells of it."""
    IndexMark.objects.filter(pk=1).update(
        built_at=timezone.now(), built_documents=documents, built_seconds=seconds, trouble="", trouble_at=None
    )


def note_trouble(words: str) -> None:
    """Note what keeps the index from being kept up; nothing, when all is well again."""
    when = timezone.now() if words else None
    IndexMark.objects.filter(pk=1).exclude(trouble=words).update(trouble=words, trouble_at=when)
