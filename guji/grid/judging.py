"""What becomes of the rows of a grid: read by the import's reader, judged by the import's judge, findings in place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from authority.models import ClassNode, Institution
from census.checks.base import Finding, Level
from census.imports.cells import ROW
from census.imports.importer import Judged
from census.imports.reading import Row
from census.imports.reading.delimited import BLANKS
from census.imports.repeats import Repeats
from census.models import Verdict
from census.numbering import census_prefixes
from census.policies import Access
from guji.data import TWIN_FIELDS, BookData
from guji.grid.columns import header_of
from guji.grid.keeping import seen_books
from guji.grid.limits import LONGEST_CELL, TOO_LONG
from guji.grid.lines import Line
from guji.grid.neighbours import Neighbours
from guji.grid.placing import Place, place
from guji.imports.classes import ClassNames
from guji.imports.entries import FIELDS
from guji.imports.history import History
from guji.imports.holders import Holders
from guji.imports.importer import standing_waivers
from guji.imports.judging import Judge, Right, cleaned
from guji.imports.matching import BETWEEN, Match
from guji.imports.readings import share_readings
from guji.imports.rows import RowReader, Stated, field_columns
from guji.models import Book

#: What a whole entry states though it does not say it: an entry without 存卷 is of a complete copy.
_OF_ENTRY = (*TWIN_FIELDS, "shelf_mark")
_GONE = gettext_noop("这一行的记录已经不在库中；要另建一条，请复制这一行")


@dataclass(slots=True)
class LineJudged:
    """A row with its verdict; ``data`` is what it states, ``present`` the stored record before it."""

    line: Line
    judged: Judged
    data: BookData
    columns: Mapping[str, str]
    present: BookData | None = None

    @property
    def places(self) -> Iterator[tuple[Finding, Place]]:
        """Yield each finding with its place in the row."""
        for finding in self.judged.findings:
            yield finding, place(finding, self.data, self.line.cells, self.columns)


class GridJudge:
    """Judges rows of one institution's grid for one user."""

    def __init__(self, access: Access, institution: Institution, columns: Sequence[str]) -> None:
        self._institution, self._columns = institution, tuple(columns)
        self._holders = Holders()
        self._access = access
        self._right = Right(access, "create", self._holders.keys)
        self._readers: dict[tuple[str, ...], tuple[RowReader, Mapping[str, str]]] = {}
        self._history = History(self._holders.resolve)

    def judge(self, lines: Iterable[Line], wanted: Collection[str] | None = None) -> list[LineJudged]:
        """Return what becomes of the rows that are not blank, or of those of them that are ``wanted``."""
        written = [line for line in lines if not line.blank]
        asked = _asked(written, wanted)
        stated = {line.key: self._read(line) for line in asked}
        fresh = {key: share_readings(cleaned(one.data())[0]) for key, one in stated.items()}
        judge = self._judge(written, fresh)
        keys = [line.record_id for line in asked if line.record_id]
        stored = seen_books(self._access, keys)
        waivers = standing_waivers(keys)
        around = Neighbours(self._holders.keys, [self._whole(line, stated, fresh, stored) for line in asked])
        judged = []
        for line in asked:
            whole = self._whole(line, stated, fresh, stored)
            match = around.of(whole, line.record_id)
            findings = [*_too_long(line), *stated[line.key].findings, *judge.repeated(line.number, whole)]
            known = stored.get(line.record_id) if line.record_id else None
            if line.record_id is None:
                verdict = self._new(judge, line, stated[line.key], fresh[line.key], match, findings)
            elif known is not None:
                standing = waivers.get(line.record_id, [])
                verdict = judge.known(Row(line.number, []), stated[line.key], known, match, findings, standing)
            else:
                verdict = _gone(line)
            judged.append(LineJudged(line, verdict, whole, self._reader(line)[1], _present(known)))
        return judged

    @staticmethod
    def _new(
        judge: Judge, line: Line, stated: Stated, fresh: BookData, match: Match, findings: Sequence[Finding]
    ) -> Judged:
        """Judge a row that has no record yet; what cannot be stored as written is said as well."""
        _, problems = cleaned(stated.data())
        return judge.new(Row(line.number, []), fresh, match, [*findings, *problems])

    def data(self, line: Line) -> BookData:
        """Return what a row states by itself."""
        return self._read(line).data()

    @staticmethod
    def _whole(
        line: Line,
        stated: Mapping[str, Stated],
        fresh: Mapping[str, BookData],
        stored: Mapping[UUID, tuple[Book, BookData]],
    ) -> BookData:
        """Return what a row's record would be: what it states, laid over what is stored."""
        known = stored.get(line.record_id) if line.record_id else None
        return fresh[line.key] if known is None else cleaned(stated[line.key].onto(known[1]))[0]

    def _judge(self, written: Sequence[Line], fresh: Mapping[str, BookData]) -> Judge:
        """Return the import's judge, which knows what repeats in this grid."""
        repeats = Repeats()
        repeats.add(self._keys(written, fresh))
        repeats.settle()
        return Judge(approved=False, settings=self._settings, right=self._right, repeats=repeats, history=self._history)

    def _keys(self, written: Sequence[Line], fresh: Mapping[str, BookData]) -> Iterator[tuple[str, str, int]]:
        """Yield what rows should not share; of rows that are not asked for, only those that might share it are read."""
        common = {item for line in written if line.key in fresh for item in line.shared}
        for line in written:
            data = fresh.get(line.key)
            if data is None and line.shared & common:
                data = self._read(line).data()
            if data is None:
                continue
            if data.census_no:
                yield "census_no", data.census_no, line.number
            if data.shelf_mark:
                yield "shelf_mark", f"{data.institution}{BETWEEN}{data.shelf_mark}", line.number
            else:
                yield "twin", BETWEEN.join(data.twin_key), line.number

    def _read(self, line: Line) -> Stated:
        """Read a row as the import does, its class named in words turned into a code."""
        reader, _ = self._reader(line)
        values = [line.cells.get(key, "")[:LONGEST_CELL].strip(BLANKS) for key in self._stated(line)]
        stated = reader.read(Row(line.number, values))
        if line.cells.get("entry", "").strip():
            for name in _OF_ENTRY:
                stated.fields.setdefault(name, "")
        written = stated.fields.get("class_code", "")
        if written and written not in self._codes:
            stated.fields["class_code"] = self._classes.code(written)
        return stated

    def _stated(self, line: Line) -> tuple[str, ...]:
        """Return the columns that a row speaks of: of a stored record, only those that were read with it or written."""
        if line.record_id is not None:
            return tuple(line.cells)
        hidden = sorted(key for key, text in line.cells.items() if text and key not in self._columns)
        return (*self._columns, *hidden)

    def _reader(self, line: Line) -> tuple[RowReader, Mapping[str, str]]:
        keys = self._stated(line)
        if keys not in self._readers:
            header = header_of(keys)
            reader = RowReader(header, self._holders.resolve, self._institution.code, delimited=True)
            marked = {field: keys[index] for field, index in field_columns(header).items()}
            if "entry" in keys:
                marked = dict.fromkeys(FIELDS.values(), "entry") | marked
            self._readers[keys] = (reader, marked)
        return self._readers[keys]

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(ClassNode.objects.current().values_list("code", flat=True))

    @cached_property
    def _classes(self) -> ClassNames:
        return ClassNames()

    @cached_property
    def _settings(self) -> dict[str, Any]:
        """Return what the checks are told of the authority tables, as an import tells them."""
        settings: dict[str, Any] = {
            "institution_codes": frozenset(self._holders.keys),
            "census_prefixes": census_prefixes(),
        }
        return settings | ({"class_codes": self._codes} if self._codes else {})


def _asked(lines: list[Line], wanted: Collection[str] | None) -> list[Line]:
    """Return the rows that are asked for: all, or those of certain keys."""
    return lines if wanted is None else [line for line in lines if line.key in wanted]


def _present(known: tuple[Book, BookData] | None) -> BookData | None:
    """Return what a row's record says as it is stored."""
    return known[1] if known else None


def _gone(line: Line) -> Judged:
    """Refuse a row whose record is not in the house any more."""
    return Judged(Row(line.number, []), Verdict.REFUSE, [Finding("stored_refused", Level.ERROR, ROW, _GONE)])


def _too_long(line: Line) -> Iterator[Finding]:
    """Yield the cells that are longer than any cell may be: they keep the row out."""
    for key, text in line.cells.items():
        if len(text) > LONGEST_CELL:
            params = {"found": len(text), "most": LONGEST_CELL}
            yield Finding("cell_too_long", Level.ERROR, key, TOO_LONG, params)
