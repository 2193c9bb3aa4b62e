"""Which record a row belongs to, if there is one.

In this order: the record with the row's census number; else, among the records of the institution that have no
other number, the one with the same shelf mark, title and edition (folded); else the one with the same shelf mark
and the same title or the same edition, where both file and house have that mark only once; else, for a file
imported before, the record that the same row became then; else, where one side has no shelf mark, the holder's only
record with the row's 名錄號 and the same title or edition. Where several records fit alike, the one that states
the same is taken, else the first that no earlier row has taken, and that is said.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from authority.han import fold
from census.checks.base import Finding, Level
from census.imports.reading import Row
from census.imports.repeats import KeySet, Repeats
from census.models import BatchState, ImportRow, State
from guji.data import TWIN_FIELDS, BookData
from guji.imports.listed import Listed
from guji.models import Book

#: Joins the parts of a key that is looked for in the file: institution and shelf mark, or all statements.
BETWEEN = "\x1f"
_COLUMNS = ("id", "census_no", "institution_id", "shelf_mark", *TWIN_FIELDS)


class Candidate(NamedTuple):
    """What is looked at of a stored record to tell whether it is a row's."""

    id: UUID
    census_no: str | None
    institution_id: int
    shelf_mark: str
    title: str
    responsibility: str
    edition: str
    annotation: str
    volumes: str
    extent: str


@dataclass(frozen=True, slots=True)
class Match:
    """The record of a row, what is to be said of it, and how many others share what should be its own.

    That is its number, its shelf mark, or, where it has no shelf mark, all that it says.
    """

    record_id: UUID | None = None
    findings: tuple[Finding, ...] = ()
    same_number: int = 0
    same_mark: int = 0
    twins: int = 0

    @property
    def is_open(self) -> bool:
        """Whether no record was found yet, and nothing speaks against one."""
        return self.record_id is None and not self.findings


#: Row number → the record that the row became, that record's holder, and the row's cells.
Earlier = dict[int, tuple[UUID, int, list[str]]]


class Candidates:
    """Stored records by institution and shelf mark; those without a mark by their folded title."""

    def __init__(self, institutions: Mapping[str, int], queries: Iterable[QuerySet[Book]]) -> None:
        self._institutions = institutions
        self._found: dict[tuple[int, str], list[Candidate]] = {}
        for query in queries:
            for row in query.values_list(*_COLUMNS):
                candidate = Candidate(*row)
                key = (candidate.institution_id, _mark(candidate.shelf_mark, candidate.title))
                self._found.setdefault(key, []).append(candidate)

    def of(self, data: BookData) -> list[Candidate]:
        """Return those that stand in the same place as a row."""
        if not self._found:
            return []
        institution = self._institutions.get(data.institution, -1)
        return self._found.get((institution, _mark(data.shelf_mark, data.title)), [])

    def knows(self, data: BookData) -> bool:
        """Whether one of them is what a row states: in its place, with its title or its edition."""
        return any(_same_book(candidate, data, either=bool(data.shelf_mark)) for candidate in self.of(data))

    def keys(self) -> Iterable[UUID]:
        """Return the keys of all of them."""
        return (candidate.id for found in self._found.values() for candidate in found)


@dataclass(slots=True)
class _Chunk:
    """Rows that are matched together, and what is known of them; what few rows need is looked up when one does."""

    rows: Sequence[tuple[Row, BookData]]
    by_number: Mapping[str, Candidate]
    places: Candidates
    earlier: Earlier | None = None
    listed: Listed[Candidate] | None = None
    _stated: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def stated(self) -> Container[tuple[str, ...]]:
        """What the rows say, by which a record near one of them may be another's."""
        self._stated = self._stated or {data.twin_key for _, data in self.rows}
        return self._stated


class Matcher:
    """Finds the records of rows, chunk by chunk, remembering on disk what rows have taken."""

    def __init__(self, institutions: Mapping[str, int], repeats: Repeats, sha256: str) -> None:
        self._institutions, self._repeats, self._sha256 = institutions, repeats, sha256
        self._taken_before = KeySet()
        self._house_is_empty = not Book.objects.exists()

    def match(self, rows: Sequence[tuple[Row, BookData]]) -> list[Match]:
        """Return the match of each row with its data, in order."""
        if self._house_is_empty:
            return [Match()] * len(rows)
        places = self._by_place([data for _, data in rows])
        chunk = _Chunk(rows, self._by_number(data for _, data in rows), places)
        self._taken = self._taken_before.among(places.keys())
        found = [self._match_row(row, data, chunk) for row, data in rows]
        self._taken_before.add(match.record_id for match in found if match.record_id is not None)
        return found

    def _match_row(self, row: Row, data: BookData, chunk: _Chunk) -> Match:
        """Return the match of one row, by the first rule that finds a record or has something to say."""
        match = self._match_one(data, chunk.by_number, chunk.places)
        for rule in (self._by_earlier, self._by_list_number):
            if match.is_open:
                match = rule(match, row, data, chunk)
        if match.record_id is not None:
            self._taken.add(match.record_id)
        return self._with_near(match, data, chunk) if match.is_open else match

    def among(self, records: QuerySet[Book]) -> Candidates:
        """Return records to look for rows among."""
        return Candidates(self._institutions, [records])

    def close(self) -> None:
        """Give back what is kept on disk."""
        self._taken_before.close()

    def _with_near(self, match: Match, data: BookData, chunk: _Chunk) -> Match:
        """Say so where a row that meets no record differs in its edition alone from one that no row near it states.

        Without number and shelf mark nobody can tell a corrected edition from another copy but the cataloguer.
        """
        if data.shelf_mark or data.census_no:
            return match
        alike = (c for c in chunk.places.of(data) if _says_the_same(c, data, but="edition"))
        near = [c for c in alike if c.id not in self._taken and (data.institution, *_said(c)) not in chunk.stated]
        if not near:
            return match
        template = gettext_noop(
            "库里有一条只有版本不同的记录（“{edition}”），本行作为新记录收入；若是改正那一条，请填它的普查编号或索书号"
        )
        return replace(
            match, findings=(Finding("match_near", Level.WARNING, "edition", template, {"edition": near[0].edition}),)
        )

    def _match_one(self, data: BookData, by_number: Mapping[str, Candidate], places: Candidates) -> Match:
        same = places.of(data)
        numbered = by_number.get(data.census_no) if data.census_no else None
        if numbered is not None:
            return self._by_own_number(data, numbered, same)
        free = [c for c in same if not (c.census_no and data.census_no) and c.id not in self._taken]
        chosen, findings = self._choose(data, free)
        return Match(chosen, findings, 0, _others(data, same, chosen), _twins(data, same, chosen))

    def _by_own_number(self, data: BookData, numbered: Candidate, same: Sequence[Candidate]) -> Match:
        if numbered.institution_id != self._institutions.get(data.institution, -1):
            return Match(None, (_other_holder(data),), 1, _others(data, same, numbered.id))
        return Match(numbered.id, (), 0, _others(data, same, numbered.id), _twins(data, same, numbered.id))

    def _choose(self, data: BookData, free: Sequence[Candidate]) -> tuple[UUID | None, tuple[Finding, ...]]:
        alike = self._alike(data, free)
        if len(alike) <= 1:
            return (alike[0].id if alike else None), ()
        exact = next((c for c in alike if _says_the_same(c, data)), None)
        if exact is not None:
            return exact.id, ()
        template = gettext_noop(
            "库里有 {count} 条单位、索书号、题名、版本都相同的记录，不知本行是哪一条；请填普查编号或区别索书号"
        )
        return None, (Finding("match_ambiguous", Level.ERROR, "title", template, {"count": len(alike)}),)

    def _alike(self, data: BookData, free: Sequence[Candidate]) -> list[Candidate]:
        """Return those with the same title and edition; where there is only one and one row for it, with either."""
        both = [c for c in free if _same_book(c, data)]
        if both or len(free) != 1 or not data.shelf_mark or not self._alone(data):
            return both
        return [c for c in free if _same_book(c, data, either=True)]

    def _alone(self, data: BookData) -> bool:
        return self._repeats.count("shelf_mark", f"{data.institution}{BETWEEN}{data.shelf_mark}") == 1

    def _by_number(self, rows: Iterable[BookData]) -> dict[str, Candidate]:
        numbers = sorted({data.census_no for data in rows if data.census_no})
        query = Book.objects.filter(census_no__in=numbers).values_list(*_COLUMNS)
        return {row[1]: Candidate(*row) for row in query} if numbers else {}

    def _by_place(self, rows: Sequence[BookData]) -> Candidates:
        """Return the living records with the rows' shelf marks, or, where a row has none, with its title."""
        marks = {data.shelf_mark for data in rows if data.shelf_mark}
        titles = {fold(data.parsed_title.structure.name or data.title) for data in rows if not data.shelf_mark}
        holders = {self._institutions.get(data.institution, -1) for data in rows}
        living = Book.objects.exclude(state=State.WITHDRAWN).filter(institution_id__in=sorted(holders)).order_by("pk")
        queries = [living.filter(shelf_mark__in=sorted(marks))] if marks else []
        if titles:
            queries.append(living.filter(shelf_mark="", title_fold__in=sorted(titles)))
        return Candidates(self._institutions, queries)

    def _earlier(self, numbers: Sequence[int]) -> Earlier:
        """Return what these rows of the same file became in the latest batch, where that is still there."""
        rows = list(
            ImportRow.objects.filter(
                batch__sha256=self._sha256,
                batch__state=BatchState.COMMITTED,
                number__in=numbers,
                record_id__isnull=False,
            )
            .order_by("batch__committed_at")
            .values_list("number", "record_id", "cells")
        )
        holders = dict(Book.objects.filter(pk__in={key for _, key, _ in rows}).values_list("pk", "institution_id"))
        return {number: (key, holders[key], cells) for number, key, cells in rows if key is not None and key in holders}

    def _by_earlier(self, match: Match, row: Row, data: BookData, chunk: _Chunk) -> Match:
        """Return the record that this very row became: with the same cells, for the same holder."""
        if chunk.earlier is None:
            chunk.earlier = self._earlier([one.number for one, _ in chunk.rows])
            self._taken |= self._taken_before.among(key for key, _, _ in chunk.earlier.values())
        key, holder, cells = chunk.earlier.get(row.number, (None, None, None))
        same = cells == row.values and holder == self._institutions.get(data.institution, -1)
        if key is None or not same or key in self._taken:
            return match
        return replace(match, record_id=key)

    def _by_list_number(self, match: Match, _row: Row, data: BookData, chunk: _Chunk) -> Match:
        """Return the holder's only record with the row's 名錄號, unless numbers or shelf marks speak against it."""
        if not data.details.get("gradings"):
            return match
        if chunk.listed is None:
            chunk.listed = Listed(self._institutions, (one for _, one in chunk.rows), _COLUMNS, Candidate)
        found = chunk.listed.of(data)
        if found is None or _is_another(found, data) or not _same_book(found, data, either=True):
            return match
        taken = found.id in self._taken or found.id in self._taken_before.among([found.id])
        return match if taken else replace(match, record_id=found.id)


def _is_another(candidate: Candidate, data: BookData) -> bool:
    """Whether both sides have a number or a shelf mark of their own: had they the same, it would have told."""
    return bool((candidate.census_no and data.census_no) or (candidate.shelf_mark and data.shelf_mark))


def _mark(shelf_mark: str, title: str) -> str:
    return shelf_mark or f"\x1f{fold(title)}"


def _others(data: BookData, same: Sequence[Candidate], own: UUID | None) -> int:
    """Return how many other records carry the row's shelf mark."""
    return sum(other.id != own for other in same) if data.shelf_mark else 0


def _twins(data: BookData, same: Sequence[Candidate], own: UUID | None) -> int:
    """Return how many other records without a shelf mark say what the row says."""
    return 0 if data.shelf_mark else sum(other.id != own and _says_the_same(other, data) for other in same)


def _same_book(candidate: Candidate, data: BookData, *, either: bool = False) -> bool:
    """Whether title and edition are the same, folded; or, with ``either``, one of the two."""
    title = fold(candidate.title) == fold(data.title)
    edition = fold(candidate.edition) == fold(data.edition)
    return title or edition if either else title and edition


def _says_the_same(candidate: Candidate, data: BookData, *, but: str = "") -> bool:
    return all(getattr(candidate, name) == getattr(data, name) for name in TWIN_FIELDS if name != but)


def _said(candidate: Candidate) -> tuple[str, ...]:
    return tuple(getattr(candidate, name) for name in TWIN_FIELDS)


def _other_holder(data: BookData) -> Finding:
    return Finding(
        "match_other_holder",
        Level.ERROR,
        "census_no",
        gettext_noop("普查编号 {number} 已属另一单位的记录"),
        {"number": data.census_no},
    )
