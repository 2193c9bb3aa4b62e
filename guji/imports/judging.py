"""What becomes of one row: the record it makes or changes, what the house's checks say, whether it may be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from census.checks.base import Context, Finding, Level
from census.errors import InvalidData
from census.imports.importer import Judged
from census.imports.reading import Row
from census.imports.repeats import Repeats
from census.models import Verdict, Waiver
from census.policies import Access
from guji.checks import BOOK_CHECKS
from guji.data import BookData
from guji.derivation import Derived, derive
from guji.findings import unwaived
from guji.imports.history import History
from guji.imports.matching import BETWEEN, Match
from guji.imports.readings import share_readings
from guji.imports.rows import Stated
from guji.models import Book
from guji.storage import clean, merged

#: Checks whose errors no record can be stored with, not even a draft.
UNSTORABLE = frozenset({"census_no_form", "census_no_duplicate", "census_no_institution", "institution_missing"})
#: Names of the import's own findings about books, for summaries.
OWN_TITLES = {
    "row_without_title": (Level.ERROR, gettext_noop("没有题名的行")),
    "row_number_repeated": (Level.ERROR, gettext_noop("普查编号在表内重复")),
    "row_unchanged": (Level.HINT, gettext_noop("上次导入后有人改过")),
    "match_ambiguous": (Level.ERROR, gettext_noop("分不出是哪一条记录")),
    "match_conflict": (Level.ERROR, gettext_noop("与后来的改动冲突")),
    "match_other_holder": (Level.ERROR, gettext_noop("普查编号属于别的单位")),
    "institution_unknown": (Level.ERROR, gettext_noop("没有这个单位")),
    "institution_other": (Level.ERROR, gettext_noop("不是指定的单位")),
    "stored_not_allowed": (Level.ERROR, gettext_noop("没有权限")),
    "stored_refused": (Level.ERROR, gettext_noop("记录不让改")),
    "stored_unfit": (Level.ERROR, gettext_noop("存不下的内容")),
    "match_near": (Level.WARNING, gettext_noop("疑是已有记录的改正")),
    "entry_unplaced": (Level.WARNING, gettext_noop("款目中未归类的部分")),
    "cell_unreadable": (Level.ERROR, gettext_noop("单元格读不懂")),
    "cell_line_break": (Level.HINT, gettext_noop("单元格内换行")),
}
#: Prefixes of the import's own findings: at error level they keep a row out.
OWN = ("cell_", "row_", "match_", "institution_", "stored_")
WITHOUT_TITLE = gettext_noop("这一行没有题名，也不是库里已有的记录，不知是哪一部书；合计、签章等行请删去")


@dataclass(slots=True)
class Payload:
    """What the commit needs of a row: the data, what was derived of it, and for an update its standing errors."""

    data: BookData
    derived: Derived | None = None
    errors: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """What the user may do: ``access`` is ``None`` for the administrator at the machine, who may do all."""

    access: Access | None
    rule: str
    holders: Mapping[str, int]

    def refusals(self, data: BookData) -> list[Finding]:
        """Say that the user may not make records in this institution."""
        institution = self.holders.get(data.institution)
        if self.access is None or institution is None or self.access.may(self.rule, institution_id=institution):
            return []
        template = gettext_noop("您没有向单位 {code} 导入的权限")
        return [Finding("stored_not_allowed", Level.ERROR, "institution", template, {"code": data.institution})]


class Judge:
    """Gives the verdict on rows. ``settings`` are those of the checks, ``approved`` lets no error stand."""

    def __init__(
        self, *, approved: bool, settings: Mapping[str, Any], right: Right, repeats: Repeats, history: History
    ) -> None:
        self._approved, self._right = approved, right
        self._repeats, self._history = repeats, history
        self._settings, self._plain = settings, Context(settings=settings)

    def repeated(self, row: int, data: BookData) -> list[Finding]:
        """Name the other rows of the file with the row's census number."""
        others = self._repeats.others("census_no", data.census_no, row) if data.census_no else ()
        if not others:
            return []
        template = gettext_noop("普查编号 {number} 还用在第 {rows} 行")
        params = {"number": data.census_no, "rows": "、".join(map(str, others))}
        return [Finding("row_number_repeated", Level.ERROR, "census_no", template, params)]

    def new(self, row: Row, data: BookData, match: Match, findings: list[Finding]) -> Judged:
        """Judge a row that meets no record."""
        if not data.title:
            findings.append(Finding("row_without_title", Level.ERROR, "title", WITHOUT_TITLE))
            return Judged(row, Verdict.REFUSE, findings)
        findings += self._checked(data, match, findings)
        findings += self._right.refusals(data)
        if self._keeps_out(findings, findings):
            return Judged(row, Verdict.REFUSE, findings)
        return Judged(row, Verdict.CREATE, findings, payload=Payload(_bare(data), derive(data)))

    def known(
        self,
        row: Row,
        stated: Stated,
        known: tuple[Book, BookData],
        match: Match,
        findings: list[Finding],
        waivers: Sequence[Waiver],
    ) -> Judged:
        """Judge a row that belongs to a stored record."""
        book, present = known
        wanted, problem = cleaned(stated.onto(present))
        wanted, said = self._history.settle(book, present, wanted, stated)
        share_readings(wanted)
        findings += [*problem, *said]
        findings += self._checked(wanted, match, findings)
        counted = unwaived(wanted, findings, waivers) if waivers else findings
        if self._keeps_out(findings, counted):
            return Judged(row, Verdict.REFUSE, findings, book.pk, book.version)
        if wanted == present:
            return Judged(row, Verdict.SAME, findings, book.pk, book.version, book.version)
        errors = tuple(finding for finding in counted if finding.level is Level.ERROR)
        payload = Payload(_bare(wanted), None, errors)
        return Judged(row, Verdict.UPDATE, findings, book.pk, book.version, payload=payload)

    def _checked(self, data: BookData, match: Match, said: Sequence[Finding]) -> list[Finding]:
        """Return what the house's checks find; a holder that was named, but is unknown, is not also called missing."""
        found = BOOK_CHECKS.run(data, self._context(data, match))
        if any(finding.check == "institution_unknown" for finding in said):
            return [finding for finding in found if finding.check != "institution_missing"]
        return found

    def _keeps_out(self, findings: Sequence[Finding], counted: Sequence[Finding]) -> bool:
        """Say whether a row cannot be taken: what no record can hold, or for approved data any error that stands."""
        if any(f.level is Level.ERROR and (f.check in UNSTORABLE or f.check.startswith(OWN)) for f in findings):
            return True
        return self._approved and any(finding.level is Level.ERROR for finding in counted)

    def _context(self, data: BookData, match: Match) -> Context:
        """Return what the checks may know of other records, in the house and in the file."""
        numbers = max(self._others_in_file("census_no", data.census_no), match.same_number)
        mark = f"{data.institution}{BETWEEN}{data.shelf_mark}" if data.shelf_mark else ""
        marks = max(self._others_in_file("shelf_mark", mark), match.same_mark)
        twins = 0 if mark else max(self._others_in_file("twin", BETWEEN.join(data.twin_key)), match.twins)
        if not numbers and not marks and not twins:
            return self._plain
        return Context(
            {data.census_no: numbers},
            {(data.institution, data.shelf_mark): marks},
            {data.twin_key: twins},
            settings=self._settings,
        )

    def _others_in_file(self, scope: str, key: str) -> int:
        return self._repeats.count(scope, key) - 1 if key else 0


def cleaned(data: BookData) -> tuple[BookData, list[Finding]]:
    """Return the data fit to store; what does not fit is a finding and is left out, a detail with all details."""
    try:
        return clean(data), []
    except InvalidData as problem:
        finding = Finding("stored_unfit", Level.ERROR, problem.field, problem.template, problem.params)
        emptied: dict[str, Any] = {"details": {}} if problem.field.startswith("details") else {problem.field: ""}
        rest, more = cleaned(merged(data, **emptied))
        return rest, [finding, *more]


def _bare(data: BookData) -> BookData:
    """Return the data without its readings, which need not travel to the commit."""
    return BookData(**{name: getattr(data, name) for name in data.__dataclass_fields__})
