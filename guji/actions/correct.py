"""更正: what is locked, changed with a reason; after publication it enters the list of errata."""

from __future__ import annotations

from typing import Any, ClassVar

from census.models import Erratum, State
from guji.actions.edit import EditBook
from guji.data import BookData
from guji.models import Book


class CorrectPublished(EditBook):
    """Correct an approved or published record. For a published one each changed field becomes an erratum."""

    name = "correct"
    rule = "correct"
    from_states: ClassVar[tuple[State, ...]] = (State.PROVINCE_APPROVED, State.PUBLISHED)
    needs_reason = True

    def check_locked(self, record: Book, old: BookData) -> None:
        """Let the six items through: that is what a correction is for. Number and holder stay as they are."""

    def after(self, record: Book) -> None:
        """Write the errata of a published record."""
        if record.state == State.PUBLISHED:
            Erratum.objects.bulk_create(
                Erratum(
                    kind=record.KIND,
                    record_id=record.pk,
                    version=record.version,
                    census_no=record.census_no or "",
                    field=name,
                    old=_words(old),
                    new=_words(new),
                    reason=self.reason,
                    by=self.user,
                    at=self.now,
                )
                for name, (old, new) in self.diff.items()
            )


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join("，".join(f"{key}：{item}" for key, item in row.items()) for row in value)
    return str(value)
