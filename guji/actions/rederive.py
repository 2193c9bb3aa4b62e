"""Deriving records anew after the grammar or the folding learnt something."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from census.actions.base import write_outbox
from guji.derivation import DERIVATION
from guji.models import Book
from guji.storage import Classes, active_overrides, apply, to_data, write_rows


class RederiveBooks:
    """Bring the derived columns and rows of all records up to the present rules.

    No statement changes, so no version and no revision: only the index is told. Done in chunks, each its own
    transaction, so that it may be stopped and taken up again.
    """

    def __init__(self, *, everything: bool = False, chunk: int = 500) -> None:
        self.everything = everything
        self.chunk = chunk

    def execute(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Derive what older rules derived (or ``everything``) and return how many records that was."""
        stale = Book.objects.all() if self.everything else Book.objects.exclude(derivation=DERIVATION)
        keys = list(stale.order_by("pk").values_list("pk", flat=True))
        classes = Classes()
        for start in range(0, len(keys), self.chunk):
            with transaction.atomic():
                part = Book.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + self.chunk])
                for book in part.whole().prefetch_related("overrides"):
                    self._derive(book, classes)
            progress(min(start + self.chunk, len(keys)), len(keys))
        return len(keys)

    @staticmethod
    def _derive(book: Book, classes: Classes) -> None:
        data = to_data(book)
        derived = apply(book, data, active_overrides(list(book.overrides.all()), data), classes)
        book.save(update_fields=[*derived.columns, "class_node", "class_path"])
        write_rows(book, data, derived, data)
        write_outbox(book)
