"""Book records from a census sheet: each row read, matched, checked by the house's own rules, and stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from census.checks.base import Level
from census.imports.cells import TITLES
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen
from census.imports.importer import Importer, ImportOptions, Judged
from census.imports.reading import Kind, Notice, Row
from census.imports.repeats import Repeats
from census.models import BatchState, ImportBatch, ImportMode, Waiver
from census.numbering import census_prefixes
from census.policies import Access
from guji.checks import BOOK_CHECKS
from guji.checks.identity import CENSUS_NUMBER
from guji.imports.classes import ClassNames
from guji.imports.columns import RECOGNISER
from guji.imports.committing import Committer, high_water, try_updates
from guji.imports.history import History
from guji.imports.holders import Holders
from guji.imports.joining import lonely
from guji.imports.judging import OWN_TITLES, Judge, Right, cleaned
from guji.imports.matching import BETWEEN, Matcher
from guji.imports.present import PresentBooks
from guji.imports.readings import share_readings
from guji.imports.rows import RULES, RowReader, Stated, field_columns
from guji.models import Book


class BookImporter(Importer):
    """Imports books. ``trusted`` is for commands run at the machine without a user."""

    kind = Book.KIND
    recogniser = RECOGNISER

    def __init__(self, *, trusted: bool = False) -> None:
        self._trusted = trusted

    def begin(self, options: ImportOptions, chosen: Chosen, *, delimited: bool, sha256: str) -> None:
        """Look up the institutions and the classes, and see that the user may import at all."""
        self._options, self._chosen, self._delimited, self._sha256 = options, chosen, delimited, sha256
        self._holders = Holders()
        if options.institution and options.institution not in self._holders.keys:
            raise ImportRefused(
                "no-institution",
                gettext_noop("没有单位代码为“{code}”的收藏单位。"),
                code=options.institution,
            )
        self._approved = options.mode == ImportMode.APPROVED
        self._right = self._required(options)
        self._classes = ClassNames()
        self._reader = self._reader_by(RULES)
        self._numbers = self._marks = 0
        self._highest: dict[str, str] = {}
        self._committer: Committer | None = None

    def survey(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield the number and the shelf mark of a row; for a row without a mark, all that it says."""
        number, institution, mark = self._reader.keys(row)
        if number:
            yield "census_no", number
            if CENSUS_NUMBER.fullmatch(number):
                self._highest[number[7:11]] = max(number, self._highest.get(number[7:11], ""))
        if mark:
            yield "shelf_mark", f"{institution}{BETWEEN}{mark}"
            self._marks += 1
            index = self._chosen.header.index("shelf_mark")
            self._numbers += index is not None and bool(row.kinds.get(index, Kind(0)) & Kind.NUMBER)
        else:
            yield "twin", BETWEEN.join(self._read(row).data().twin_key)

    def surveyed(self, repeats: Repeats) -> Sequence[Notice]:
        """Begin matching; a sheet whose shelf marks are mostly numbers is not asked about dates."""
        self._judged_from = high_water()
        self._matcher = Matcher(self._holders.keys, repeats, self._sha256)
        self._history, self._present = History(self._holders.resolve), PresentBooks()
        self._judge = Judge(
            approved=self._approved,
            settings=self._settings(),
            right=self._right,
            repeats=repeats,
            history=self._history,
        )
        if self._numbers * 2 > self._marks:
            self._reader = self._reader_by(replace(RULES, mostly_numbers=("shelf_mark",)))
        return [*self._unread(), *self._imported_before()]

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Read, match and check the rows."""
        stated = [self._read(row) for row in rows]
        data, problems = zip(*(cleaned(one.data()) for one in stated), strict=True)
        matches = self._matcher.match([(row, share_readings(item)) for row, item in zip(rows, data, strict=True)])
        keys = [match.record_id for match in matches if match.record_id]
        stored = self._present.load(keys)
        self._history.prepare(book for book, _ in stored.values())
        waivers = standing_waivers(keys)
        judged = []
        for row, one, item, problem, match in zip(rows, stated, data, problems, matches, strict=True):
            findings = [*one.findings, *problem, *match.findings, *self._judge.repeated(row.number, item)]
            known = stored.get(match.record_id) if match.record_id else None
            if known is None:
                judged.append(self._judge.new(row, item, match, findings))
            else:
                judged.append(self._judge.known(row, one, known, match, findings, waivers.get(known[0].pk, [])))
        try_updates(judged, self._options.user, approved=self._approved, trusted=self._trusted)
        return judged

    def commit(self, judged: Sequence[Judged], batch: ImportBatch) -> None:
        """Create and update through the house's bulk actions. Raises ``ImportRefused`` where one refuses."""
        if self._committer is None:
            self._committer = Committer(
                batch,
                self._options.user,
                approved=self._approved,
                trusted=self._trusted,
                reserved=self._highest.values(),
            )
            self._committer.watch(self._matcher, self._judged_from)
        self._committer.write(judged)

    def columns(self) -> Mapping[str, int]:
        """Return where findings are marked."""
        return field_columns(self._chosen.header)

    def titles(self) -> Mapping[str, tuple[Level, str]]:
        """Return the checks by id, the import's own among them."""
        checks = {check.id: (check.level, check.title) for check in BOOK_CHECKS}
        return {**TITLES, **OWN_TITLES, **checks}

    def close(self) -> None:
        """Give back what the matcher holds on disk."""
        matcher = getattr(self, "_matcher", None)
        if matcher is not None:
            matcher.close()

    def _unread(self) -> Iterator[Notice]:
        """Name the columns that mean nothing without another."""
        template = gettext_noop("“{column}”一列没有读入：表里没有“{base}”一列可以接上。")
        labels = {key: column.label for key, column in self.recogniser.columns.items()}
        for key, base in lonely(self._chosen.header.keys.values()):
            yield Notice("column-alone", template, {"column": labels[key], "base": labels[base]})

    def _imported_before(self) -> Iterator[Notice]:
        earlier = ImportBatch.objects.filter(sha256=self._sha256, kind=self.kind, state=BatchState.COMMITTED).first()
        if earlier is not None:
            template = gettext_noop("这个文件导入过（批次 {batch}），没有改动的行不会变。")
            yield Notice("imported-before", template, {"batch": earlier.pk})

    def _reader_by(self, rules: Any) -> RowReader:
        header, institution = self._chosen.header, self._options.institution
        return RowReader(header, self._holders.resolve, institution, delimited=self._delimited, rules=rules)

    def _settings(self) -> dict[str, Any]:
        """Return what the checks are told of the authority tables; without a class table they ask for no class."""
        settings: dict[str, Any] = {
            "institution_codes": frozenset(self._holders.keys),
            "census_prefixes": census_prefixes(),
        }
        return settings | ({"class_codes": frozenset(self._classes.codes)} if self._classes.codes else {})

    def _read(self, row: Row) -> Stated:
        """Read a row, its class turned into a code where it is named in words."""
        stated = self._reader.read(row)
        written = stated.fields.get("class_code", "")
        if written:
            stated.fields["class_code"] = self._classes.code(written)
        return stated

    def _required(self, options: ImportOptions) -> Right:
        """Raise ``NotAllowed`` where the user may not import, into this institution or at all."""
        rule = "import_approved" if self._approved else "create"
        access = None if self._trusted else Access.of(options.user)
        institution = self._holders.keys.get(options.institution)
        if access is not None and (institution is not None or not access.may(rule)):
            access.require(rule, institution_id=institution)
        return Right(access, rule, self._holders.keys)


def standing_waivers(keys: Sequence[UUID]) -> dict[UUID, list[Waiver]]:
    """Return the waivers of these records that nobody revoked, by record."""
    found: dict[UUID, list[Waiver]] = {}
    if keys:
        for waiver in Waiver.objects.filter(record_id__in=keys, revoked_at__isnull=True):
            found.setdefault(waiver.record_id, []).append(waiver)
    return found
