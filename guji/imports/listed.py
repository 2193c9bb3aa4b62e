"""The record of a row by its number in the 《國家珍貴古籍名錄》, where neither census number nor shelf mark tells.

A sheet of listed books often has no shelf marks. If its edition is corrected, the number of the list still says which
record is meant: the holder's only one with that number, provided that title or edition agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from census.models import State
from guji.data import BookData
from guji.models.custody import Grading

#: The holder's key and the number of the list.
Key = tuple[int, str]
Found = TypeVar("Found")


class Listed(Generic[Found]):
    """Stored records by holder and list number, of some rows; ``make`` builds one from ``columns`` of the record."""

    def __init__(
        self,
        institutions: Mapping[str, int],
        rows: Iterable[BookData],
        columns: Iterable[str],
        make: Callable[..., Found],
    ) -> None:
        self._institutions = institutions
        self._rows = Counter(key for key in map(self._key, rows) if key)
        self._found: dict[Key, dict[object, Found]] = {}
        if not self._rows:
            return
        living = Grading.objects.exclude(book__state=State.WITHDRAWN).filter(
            catalogue_no__in={number for _, number in self._rows},
            book__institution_id__in={holder for holder, _ in self._rows},
        )
        names = [f"book__{name}" for name in columns]
        for number, holder, book, *row in living.values_list("catalogue_no", "book__institution_id", "book_id", *names):
            self._found.setdefault((holder, number), {})[book] = make(*row)

    def of(self, data: BookData) -> Found | None:
        """Return the record with the row's list number; None where several rows or several records have it."""
        key = self._key(data)
        found = self._found.get(key, {}) if key and self._rows[key] == 1 else {}
        return next(iter(found.values())) if len(found) == 1 else None

    def _key(self, data: BookData) -> Key | None:
        numbers = {row["catalogue_no"] for row in data.details.get("gradings", ()) if row.get("catalogue_no")}
        return (self._institutions.get(data.institution, -1), numbers.pop()) if len(numbers) == 1 else None
