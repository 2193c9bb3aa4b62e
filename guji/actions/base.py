"""What the changes of a book record share: reading it whole, and its content as history compares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from census.actions.base import RecordAction
from census.errors import FindingsStand, NotAllowed
from guji.data import BookData
from guji.findings import standing_errors
from guji.models import Book
from guji.storage import snapshot, to_data

#: 六項基本著錄 (with the annotations that are printed after the edition), holder and number: locked once approved.
LOCKED_FIELDS = (
    "institution",
    "census_no",
    "shelf_mark",
    "title",
    "responsibility",
    "edition",
    "annotation",
    "volumes",
    "extent",
)


class BookAction(RecordAction[Book]):
    """A change of one book record."""

    def fetch(self) -> Book:
        """Return the record locked, with all its rows."""
        Book.objects.select_for_update().only("pk").get(pk=self.given.pk)
        book: Book = Book.objects.whole().get(pk=self.given.pk)
        return book

    def snapshot(self, record: Book) -> Mapping[str, Any]:
        """Return every stated field, the detail groups, the state and the overrides."""
        return snapshot(self.data(record), record.state, self.overrides(record))

    def data(self, record: Book) -> BookData:
        """Return what the record states."""
        return to_data(record)

    def overrides(self, record: Book) -> dict[str, Any]:
        """Return all overrides of the record, whether they apply at present or not."""
        return {row.field: row.value for row in record.overrides.all()}


class StateAction(BookAction):
    """A change of the record's state, and of nothing that it states."""

    def require_no_errors(self, record: Book) -> None:
        """Raise :class:`~census.errors.FindingsStand` while an error is neither mended nor waived."""
        errors = standing_errors(self.data(record), record.pk)
        if errors:
            raise FindingsStand(errors)

    def require_four_eyes(self, record: Book) -> None:
        """Raise :class:`~census.errors.NotAllowed` if the user is the one who submitted the record."""
        if record.submitted_by_id is not None and record.submitted_by_id == getattr(self.user, "pk", None):
            raise NotAllowed(gettext_noop("这条记录是您送审的，须由另一位审校者审定"))


def field_names(fields: list[str]) -> list[str]:
    """Return the Chinese names of record fields, for messages."""
    from guji.data import DETAIL_GROUPS

    names = []
    for field in fields:
        if field.startswith("details."):
            names.append(DETAIL_GROUPS.get(field.removeprefix("details."), field))
        else:
            names.append(str(getattr(Book._meta.get_field(field), "verbose_name", field)))
    return names
