"""Which stored records share what should be one record's own with rows of a grid, asked in three queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from authority.han import fold
from census.models import State
from guji.data import TWIN_FIELDS, BookData
from guji.imports.matching import Match
from guji.models import Book

#: Key of the institution and what is shared → the records that share it.
Found = dict[tuple[object, ...], set[UUID]]


class Neighbours:
    """The records with the numbers, the shelf marks or, without a mark, the very statements of some rows."""

    def __init__(self, institutions: Mapping[str, int], rows: Iterable[BookData]) -> None:
        self._institutions = institutions
        data = list(rows)
        self._numbers: Found = {}
        self._marks: Found = {}
        self._twins: Found = {}
        self._ask_numbers({one.census_no for one in data} - {""})
        holders = {institutions[one.institution] for one in data if one.institution in institutions}
        living = Book.objects.exclude(state=State.WITHDRAWN).filter(institution_id__in=sorted(holders)).order_by()
        marks = {one.shelf_mark for one in data} - {""}
        titles = {fold(one.parsed_title.structure.name or one.title) for one in data if not one.shelf_mark} - {""}
        if marks:
            found = living.filter(shelf_mark__in=sorted(marks))
            self._note(self._marks, found.values_list("pk", "institution_id", "shelf_mark"))
        if titles:
            alike = living.filter(shelf_mark="", title_fold__in=sorted(titles))
            self._note(self._twins, alike.values_list("pk", "institution_id", *TWIN_FIELDS))

    def of(self, data: BookData, own: UUID | None) -> Match:
        """Return how many records other than its own share what with a row."""
        holder = self._institutions.get(data.institution, -1)
        numbers = self._numbers.get((data.census_no,), set()) if data.census_no else set()
        marks = self._marks.get((holder, data.shelf_mark), set()) if data.shelf_mark else set()
        twins = set() if data.shelf_mark else self._twins.get((holder, *data.twin_key[1:]), set())
        return Match(None, (), len(numbers - {own}), len(marks - {own}), len(twins - {own}))

    def _ask_numbers(self, numbers: set[str]) -> None:
        if numbers:
            self._note(self._numbers, Book.objects.filter(census_no__in=sorted(numbers)).values_list("pk", "census_no"))

    @staticmethod
    def _note(found: Found, rows: Iterable[tuple[object, ...]]) -> None:
        for key, *shared in rows:
            assert isinstance(key, UUID)  # noqa: S101 - tells the type checker what the first column is
            found.setdefault(tuple(shared), set()).add(key)
