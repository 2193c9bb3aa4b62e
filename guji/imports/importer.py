"""Book records from a census sheet: each row read, matched, checked by the house's own rules, and stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from authority.folding import fold_name
from authority.models import Institution, InstitutionName
from census.checks.base import Context, Finding, Level
from census.errors import ActionRefused, InvalidData
from census.imports.cells import ROW
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen
from census.imports.importer import Importer, ImportOptions, Judged
from census.imports.reading import Kind, Notice, Row
from census.imports.repeats import Repeats
from census.models import BatchState, ImportBatch, ImportMode, Verdict, Waiver
from census.policies import Access
from guji.actions import BulkCreateBooks, BulkUpdate, BulkUpdateBooks
from guji.checks import BOOK_CHECKS
from guji.checks.identity import CENSUS_NUMBER
from guji.data import BookData
from guji.derivation import Derived, derive, remember
from guji.findings import unwaived
from guji.imports.classes import ClassNames
from guji.imports.columns import RECOGNISER
from guji.imports.history import History
from guji.imports.matching import Match, Matcher
from guji.imports.present import PresentBooks
from guji.imports.readings import share_readings
from guji.imports.rows import RULES, RowReader, Stated, field_columns
from guji.models import Book
from guji.storage import clean, merged

#: Checks whose errors no record can be stored with, not even a draft.
UNSTORABLE = frozenset({"census_no_form", "census_no_duplicate", "census_no_institution", "institution_missing"})
#: Prefixes of the import's own findings: at error level they keep a row out.
OWN = ("cell_", "row_", "match_", "institution_", "stored_")


@dataclass(slots=True)
class Payload:
    """What the commit needs of a row: the data, what was derived of it, and for an update the version compared."""

    data: BookData
    derived: Derived | None = None
    errors: tuple[Finding, ...] = ()


class BookImporter(Importer):
    """Imports books. ``trusted`` is for commands run at the machine without a user."""

    kind = Book.KIND
    recogniser = RECOGNISER

    def __init__(self, *, trusted: bool = False) -> None:
        self._trusted = trusted

    def begin(self, options: ImportOptions, chosen: Chosen, *, delimited: bool, sha256: str) -> None:
        """Look up the institutions and the classes, and see that the user may import at all."""
        self._options, self._chosen, self._delimited, self._sha256 = options, chosen, delimited, sha256
        self._names = _institution_names()
        self._keys = dict(Institution.objects.values_list("code", "pk"))
        if options.institution and options.institution not in self._keys:
            raise ImportRefused(
                "no-institution",
                gettext_noop("没有单位代码为“{code}”的收藏单位。"),
                code=options.institution,
            )
        self._approved = options.mode == ImportMode.APPROVED
        self._require(options)
        self._classes = ClassNames()
        self._settings: dict[str, Any] = {"institution_codes": frozenset(self._keys)}
        if self._classes.codes:
            self._settings["class_codes"] = frozenset(self._classes.codes)
        self._plain = Context(settings=self._settings)
        self._reader = RowReader(chosen.header, self.resolve, options.institution, delimited=delimited)
        self._numbers = self._marks = 0
        self._highest: dict[str, str] = {}
        self._creator: BulkCreateBooks | None = None

    def resolve(self, written: str) -> str | None:
        """Return the unit code of an institution as written: code, full name, short name or variant."""
        if written in self._keys:
            return written
        padded = written.zfill(4) if written.isdigit() else written
        return padded if padded in self._keys else self._names.get(fold_name(written))

    def survey(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield the number and the shelf mark of a row."""
        number, institution, mark = self._reader.keys(row)
        if number:
            yield "census_no", number
            if CENSUS_NUMBER.fullmatch(number):
                self._highest[number[7:11]] = max(number, self._highest.get(number[7:11], ""))
        if mark:
            yield "shelf_mark", f"{institution}\x1f{mark}"
            self._marks += 1
            index = self._chosen.header.index("shelf_mark")
            self._numbers += index is not None and bool(row.kinds.get(index, Kind(0)) & Kind.NUMBER)

    def surveyed(self, repeats: Repeats) -> Sequence[Notice]:
        """Begin matching; a sheet whose shelf marks are mostly numbers is not asked about dates."""
        self._repeats = repeats
        self._matcher = Matcher(self._keys, repeats, self._sha256)
        self._history, self._present = History(self.resolve), PresentBooks()
        if self._numbers * 2 > self._marks:
            rules = replace(RULES, mostly_numbers=("shelf_mark",))
            self._reader = RowReader(
                self._chosen.header, self.resolve, self._options.institution, delimited=self._delimited, rules=rules
            )
        earlier = ImportBatch.objects.filter(sha256=self._sha256, kind=self.kind, state=BatchState.COMMITTED).first()
        if earlier is None:
            return ()
        template = gettext_noop("这个文件导入过（批次 {batch}），没有改动的行不会变。")
        return (Notice("imported-before", template, {"batch": earlier.pk}),)

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Read, match and check the rows."""
        stated = [self._read(row) for row in rows]
        data, problems = [], []
        for one in stated:
            cleaned, problem = _cleaned(one.data())
            data.append(share_readings(cleaned))
            problems.append(problem)
        matches = self._matcher.match([(one.number, item) for one, item in zip(stated, data, strict=True)])
        keys = [match.record_id for match in matches if match.record_id]
        stored = self._present.load(keys)
        self._history.prepare(book for book, _ in stored.values())
        waivers = _waivers(keys)
        judged = []
        for row, one, item, problem, match in zip(rows, stated, data, problems, matches, strict=True):
            findings = [*one.findings, *problem, *match.findings, *self._repeated(one.number, item)]
            known = stored.get(match.record_id) if match.record_id else None
            if known is None:
                judged.append(self._judge_new(row, item, match, findings))
            else:
                judged.append(self._judge_known(row, one, known, match, findings, waivers.get(known[0].pk, [])))
        self._try_updates(judged)
        return judged

    def _read(self, row: Row) -> Stated:
        """Read a row, its class turned into a code where it is named in words."""
        stated = self._reader.read(row)
        written = stated.fields.get("class_code", "")
        if written:
            stated.fields["class_code"] = self._classes.code(written)
        return stated

    def commit(self, judged: Sequence[Judged], batch: ImportBatch) -> None:
        """Create and update through the house's bulk actions. Raises ``ActionRefused`` where one refuses."""
        if self._creator is None or self._creator.batch is not batch:
            user, approved = self._options.user, self._approved
            self._creator = BulkCreateBooks(user, batch=batch, approved=approved, trusted=self._trusted)
            self._creator.reserve(self._highest.values())
            self._updater = BulkUpdateBooks(user, batch=batch, approved=approved, trusted=self._trusted)
        self._create(self._creator, [item for item in judged if item.verdict == Verdict.CREATE])
        self._change([item for item in judged if item.verdict == Verdict.UPDATE])

    @staticmethod
    def _create(creator: BulkCreateBooks, new: Sequence[Judged]) -> None:
        outcomes = creator.write([(_with_derived(item.payload), ()) for item in new]) if new else []
        for item, created in zip(new, outcomes, strict=True):
            if isinstance(created, ActionRefused):
                raise _meanwhile(created)
            item.record_id, item.version_after = created, 1

    def _change(self, changed: Sequence[Judged]) -> None:
        versions = self._updater.write([_update(item) for item in changed]) if changed else []
        for item, version in zip(changed, versions, strict=True):
            if isinstance(version, ActionRefused):
                raise _meanwhile(version)
            item.version_after = version if version is not None else item.version_before

    def columns(self) -> Mapping[str, int]:
        """Return where findings are marked."""
        return field_columns(self._chosen.header)

    def titles(self) -> Mapping[str, tuple[Level, str]]:
        """Return the checks by id."""
        return {check.id: (check.level, check.title) for check in BOOK_CHECKS}

    def _judge_new(self, row: Row, data: BookData, match: Match, findings: list[Finding]) -> Judged:
        findings += BOOK_CHECKS.run(data, self._context(data, match))
        findings += self._not_allowed(data)
        if self._keeps_out(findings, findings):
            return Judged(row, Verdict.REFUSE, findings)
        payload = Payload(_bare(data), derive(data))
        return Judged(row, Verdict.CREATE, findings, payload=payload)

    def _judge_known(
        self,
        row: Row,
        stated: Stated,
        known: tuple[Book, BookData],
        match: Match,
        findings: list[Finding],
        waivers: Sequence[Waiver],
    ) -> Judged:
        book, present = known
        wanted, problem = _cleaned(stated.onto(present))
        findings += problem
        wanted, said = self._history.settle(book, present, wanted, stated)
        findings += said
        share_readings(wanted)
        checked = BOOK_CHECKS.run(wanted, self._context(wanted, match))
        findings += checked
        counted = unwaived(wanted, findings, waivers) if waivers else findings
        same = wanted == present
        if self._keeps_out(findings, counted):
            return Judged(row, Verdict.REFUSE, findings, book.pk, book.version)
        if same:
            return Judged(row, Verdict.SAME, findings, book.pk, book.version, book.version)
        errors = tuple(finding for finding in counted if finding.level is Level.ERROR)
        return Judged(
            row, Verdict.UPDATE, findings, book.pk, book.version, payload=Payload(_bare(wanted), None, errors)
        )

    def _keeps_out(self, findings: Sequence[Finding], counted: Sequence[Finding]) -> bool:
        """Say whether a row cannot be taken: what no record can hold, or for approved data any error that stands."""
        if any(f.level is Level.ERROR and (f.check in UNSTORABLE or f.check.startswith(OWN)) for f in findings):
            return True
        return self._approved and any(finding.level is Level.ERROR for finding in counted)

    def _context(self, data: BookData, match: Match) -> Context:
        """Return what the checks may know of other records, in the house and in the file."""
        number, mark = data.census_no, data.shelf_mark
        numbers = self._repeats.count("census_no", number) - 1 if number else 0
        key = f"{data.institution}\x1f{mark}"
        marks = self._repeats.count("shelf_mark", key) - 1 if mark else 0
        numbers, marks = max(numbers, match.same_number), max(marks, match.same_mark)
        if not numbers and not marks:
            return self._plain
        return Context({number: numbers}, {(data.institution, mark): marks}, self._settings)

    def _repeated(self, row: int, data: BookData) -> list[Finding]:
        others = self._repeats.others("census_no", data.census_no, row) if data.census_no else ()
        if not others:
            return []
        template = gettext_noop("普查编号 {number} 还用在第 {rows} 行")
        params = {"number": data.census_no, "rows": "、".join(map(str, others))}
        return [Finding("row_number_repeated", Level.ERROR, "census_no", template, params)]

    def _try_updates(self, judged: Sequence[Judged]) -> None:
        """Refuse the updates that would be refused: they are made, and rolled back."""
        changed = [item for item in judged if item.verdict == Verdict.UPDATE]
        if not changed:
            return
        writer = BulkUpdateBooks(self._options.user, batch=None, approved=self._approved, trusted=self._trusted)
        with transaction.atomic():
            outcomes = writer.write([_update(item) for item in changed])
            transaction.set_rollback(True)
        for item, outcome in zip(changed, outcomes, strict=True):
            if isinstance(outcome, ActionRefused):
                field = getattr(outcome, "field", ROW)
                item.findings.append(Finding("stored_refused", Level.ERROR, field, outcome.template, outcome.params))
                item.verdict, item.payload = Verdict.REFUSE, None

    def _not_allowed(self, data: BookData) -> list[Finding]:
        """Say that the user may not make records in this institution."""
        institution = self._keys.get(data.institution)
        if self._access is None or institution is None or self._access.may(self._rule, institution_id=institution):
            return []
        params = {"code": data.institution}
        return [
            Finding(
                "stored_not_allowed", Level.ERROR, "institution", gettext_noop("您没有向单位 {code} 导入的权限"), params
            )
        ]

    def _require(self, options: ImportOptions) -> None:
        """Raise ``NotAllowed`` where the user may not import, into this institution or at all."""
        self._rule = "import_approved" if self._approved else "create"
        self._access = None if self._trusted else Access.of(options.user)
        institution = self._keys.get(options.institution)
        if self._access is not None and (institution is not None or not self._access.may(self._rule)):
            self._access.require(self._rule, institution_id=institution)


def _institution_names() -> dict[str, str]:
    """Return folded name → code, for names that belong to one institution only."""
    found: dict[str, str | None] = {}
    for folded, code in InstitutionName.objects.values_list("folded", "institution__code"):
        found[folded] = code if found.get(folded, code) == code else None
    return {folded: code for folded, code in found.items() if code}


def _waivers(keys: Sequence[UUID]) -> dict[UUID, list[Waiver]]:
    found: dict[UUID, list[Waiver]] = {}
    if keys:
        for waiver in Waiver.objects.filter(record_id__in=keys, revoked_at__isnull=True):
            found.setdefault(waiver.record_id, []).append(waiver)
    return found


def _cleaned(data: BookData) -> tuple[BookData, list[Finding]]:
    """Return the data fit to store; what does not fit is a finding and is left out, a detail with all details."""
    try:
        return clean(data), []
    except InvalidData as problem:
        finding = Finding("stored_unfit", Level.ERROR, problem.field, problem.template, problem.params)
        emptied: dict[str, Any] = {"details": {}} if problem.field.startswith("details") else {problem.field: ""}
        rest, more = _cleaned(merged(data, **emptied))
        return rest, [finding, *more]


def _bare(data: BookData) -> BookData:
    """Return the data without its readings, which need not travel to the commit."""
    return BookData(**{name: getattr(data, name) for name in data.__dataclass_fields__})


def _with_derived(payload: Payload) -> BookData:
    return payload.data if payload.derived is None else remember(payload.data, payload.derived)


def _update(item: Judged) -> BulkUpdate:
    assert item.record_id is not None  # noqa: S101  a row to update has a record
    return BulkUpdate(item.record_id, item.payload.data, item.payload.errors, item.version_before)


def _meanwhile(refusal: ActionRefused) -> ImportRefused:
    return ImportRefused(
        "changed-meanwhile",
        gettext_noop("检查之后、入库之前，库里的记录有了变动，这次没有入库（{why}）；请重新导入。"),
        why=refusal.message,
    )
