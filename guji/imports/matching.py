"""Which record a row belongs to, if there is one.

In this order: the record with the row's census number; else, among the records of the institution that have no
other number, the one with the same shelf mark, title and edition (folded); else the one with the same shelf mark
and the same title or the same edition, where both file and house have that mark only once; else, for a file
imported before, the record that the same row became then. Where several records fit alike, the one that states
the same is taken, else the first that no earlier row has taken, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_noop

from authority.han import fold
from census.checks.base import Finding, Level
from census.imports.repeats import Repeats
from census.models import BatchState, ImportRow, State
from guji.data import BookData
from guji.models import Book

_COLUMNS = (
    "id",
    "census_no",
    "institution_id",
    "shelf_mark",
    "title",
    "edition",
    "responsibility",
    "volumes",
    "extent",
    "state",
)


class Candidate(NamedTuple):
    """What is looked at of a stored record to tell whether it is a row's."""

    id: UUID
    census_no: str | None
    institution_id: int
    shelf_mark: str
    title: str
    edition: str
    responsibility: str
    volumes: str
    extent: str
    state: str


@dataclass(frozen=True, slots=True)
class Match:
    """The record of a row, what is to be said of it, and how many others carry its number and its shelf mark."""

    record_id: UUID | None = None
    findings: tuple[Finding, ...] = ()
    same_number: int = 0
    same_mark: int = 0


class Matcher:
    """Finds the records of rows, chunk by chunk, remembering what rows have taken."""

    def __init__(self, institutions: Mapping[str, int], repeats: Repeats, sha256: str) -> None:
        self._institutions, self._repeats, self._sha256 = institutions, repeats, sha256
        self._taken: set[UUID] = set()
        self._house_is_empty = not Book.objects.exists()

    def match(self, rows: Sequence[tuple[int, BookData]]) -> list[Match]:
        """Return the match of each (row number, data), in order."""
        if self._house_is_empty:
            return [Match()] * len(rows)
        by_number = self._by_number(data for _, data in rows)
        by_mark = self._by_mark([data for _, data in rows])
        earlier: dict[int, UUID] | None = None
        found = []
        for number, data in rows:
            match = self._match_one(data, by_number, by_mark)
            if match.record_id is None and not match.findings:
                if earlier is None:
                    earlier = self._earlier([row for row, _ in rows])
                match = self._by_earlier(match, earlier.get(number), data)
            if match.record_id is not None:
                self._taken.add(match.record_id)
            found.append(match)
        return found

    def _match_one(
        self, data: BookData, by_number: Mapping[str, Candidate], by_mark: Mapping[tuple[int, str], list[Candidate]]
    ) -> Match:
        institution = self._institutions.get(data.institution, -1)
        same = by_mark.get((institution, self._mark(data)), [])
        numbered = by_number.get(data.census_no) if data.census_no else None
        if numbered is not None:
            others = sum(other.id != numbered.id for other in same)
            if numbered.institution_id != institution:
                return Match(None, (_other_holder(data),), 1, others)
            return Match(numbered.id, (), 0, others if data.shelf_mark else 0)
        free = [c for c in same if not (c.census_no and data.census_no) and c.id not in self._taken]
        chosen, findings = self._choose(data, free)
        marks = sum(other.id != chosen for other in same) if data.shelf_mark else 0
        return Match(chosen, findings, 0, marks)

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
        title, edition = fold(data.title), fold(data.edition)
        both = [c for c in free if fold(c.title) == title and fold(c.edition) == edition]
        if both or len(free) != 1 or not data.shelf_mark or not self._alone(data):
            return both
        return [c for c in free if fold(c.title) == title or fold(c.edition) == edition]

    def _alone(self, data: BookData) -> bool:
        return self._repeats.count("shelf_mark", f"{data.institution}\x1f{data.shelf_mark}") == 1

    @staticmethod
    def _mark(data: BookData) -> str:
        return data.shelf_mark or f"\x1f{fold(data.title)}"

    def _by_number(self, rows: Iterable[BookData]) -> dict[str, Candidate]:
        numbers = sorted({data.census_no for data in rows if data.census_no})
        query = Book.objects.filter(census_no__in=numbers).values_list(*_COLUMNS)
        return {row[1]: Candidate(*row) for row in query} if numbers else {}

    def _by_mark(self, rows: Sequence[BookData]) -> dict[tuple[int, str], list[Candidate]]:
        """Return the living records by (institution, mark); those without a mark by their folded title."""
        marks = {data.shelf_mark for data in rows if data.shelf_mark}
        titles = {fold(data.parsed_title.structure.name or data.title) for data in rows if not data.shelf_mark}
        holders = {self._institutions.get(data.institution, -1) for data in rows}
        living = Book.objects.exclude(state=State.WITHDRAWN).filter(institution_id__in=sorted(holders)).order_by("pk")
        found: dict[tuple[int, str], list[Candidate]] = {}
        if marks:
            for row in living.filter(shelf_mark__in=sorted(marks)).values_list(*_COLUMNS):
                found.setdefault((row[2], row[3]), []).append(Candidate(*row))
        if titles:
            for row in living.filter(shelf_mark="", title_fold__in=sorted(titles)).values_list(*_COLUMNS):
                found.setdefault((row[2], f"\x1f{fold(row[4])}"), []).append(Candidate(*row))
        return found

    def _earlier(self, numbers: Sequence[int]) -> dict[int, UUID]:
        """Return the records that these rows of the same file became in the latest batch that stands."""
        rows = (
            ImportRow.objects.filter(
                batch__sha256=self._sha256,
                batch__state=BatchState.COMMITTED,
                number__in=numbers,
                record_id__isnull=False,
            )
            .order_by("batch__committed_at")
            .values_list("number", "record_id")
        )
        return {number: key for number, key in rows if key is not None}

    def _by_earlier(self, match: Match, record_id: UUID | None, data: BookData) -> Match:
        if record_id is None or record_id in self._taken:
            return match
        if not Book.objects.filter(pk=record_id).exists():
            return match
        return Match(record_id, (), match.same_number, match.same_mark)


def _says_the_same(candidate: Candidate, data: BookData) -> bool:
    return (candidate.title, candidate.edition, candidate.responsibility, candidate.volumes, candidate.extent) == (
        data.title,
        data.edition,
        data.responsibility,
        data.volumes,
        data.extent,
    )


def _other_holder(data: BookData) -> Finding:
    return Finding(
        "match_other_holder",
        Level.ERROR,
        "census_no",
        gettext_noop("普查编号 {number} 已属另一单位的记录"),
        {"number": data.census_no},
    )
