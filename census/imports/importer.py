"""What a kind of record brings to an import, and what the import says of each row and of the whole file."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from census.checks.base import Finding, Level
from census.imports.cells import ROW
from census.imports.headers import Chosen, Recogniser
from census.imports.reading import Notice, Row
from census.imports.repeats import Repeats
from census.models import ImportBatch, ImportMode, Verdict

#: Progress is told as (stage, done, of): stages are ``survey``, ``judge`` and ``commit``.
Progress = Callable[[str, int, int], None]
FIRST_FINDINGS = 30
#: So many of one check are shown, so that one fault on every row does not hide the others.
FIRST_OF_CHECK = 2
#: So many of the rows that are not taken are named.
FIRST_REFUSED = 20


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user asked for.

    ``assign`` gives headings of this sheet their column keys; ``skip_bad`` takes the good rows of a file that
    has bad ones, where otherwise nothing is taken.
    """

    path: Path
    institution: str = ""
    mode: str = ImportMode.DRAFT
    dry_run: bool = False
    skip_bad: bool = False
    sheet: str | None = None
    assign: Mapping[str, str] = field(default_factory=dict)
    report: Path | None = None
    user: Any = None


@dataclass(slots=True)
class Judged:
    """One row and what becomes of it; ``payload`` is what its kind needs to store it."""

    row: Row
    verdict: Verdict
    findings: list[Finding]
    record_id: UUID | None = None
    version_before: int | None = None
    version_after: int | None = None
    payload: Any = None


@dataclass(slots=True)
class Told:
    """A finding for the terminal: where it is and what the cell holds."""

    row: int
    label: str
    value: str
    finding: Finding


@dataclass
class Outcome:
    """The whole of an import: counts, what was found, whether anything was stored.

    ``fingerprint`` is the digest of every row's verdict and findings: a trial and the import itself have the same.
    """

    batch_id: UUID | None = None
    sheet: str = ""
    encoding: str = ""
    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)
    faulty: int = 0
    notices: list[Notice] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    first: list[Told] = field(default_factory=list)
    refused_rows: list[int] = field(default_factory=list)
    titles: Mapping[str, tuple[Level, str]] = field(default_factory=dict)
    committed: bool = False
    dry_run: bool = False
    fingerprint: str = ""

    @property
    def refused(self) -> int:
        """How many rows are not taken."""
        return self.verdicts[Verdict.REFUSE]

    @property
    def changes(self) -> int:
        """How many records are made or changed."""
        return self.verdicts[Verdict.CREATE] + self.verdicts[Verdict.UPDATE]

    @property
    def succeeded(self) -> bool:
        """Whether every row was taken, or would have been."""
        return not self.refused and self.rows > 0


class Tally:
    """Adds up judged rows into an outcome."""

    def __init__(self, outcome: Outcome, chosen: Chosen, importer: Importer) -> None:
        self._outcome, self._chosen, self._columns = outcome, chosen, importer.columns()
        outcome.titles = importer.titles()
        self._labels = {key: column.label for key, column in importer.recogniser.columns.items()}
        self._digest = hashlib.sha256()

    def add(self, judged: Judged) -> None:
        """Count one row."""
        outcome = self._outcome
        outcome.rows += 1
        outcome.verdicts[judged.verdict] += 1
        outcome.faulty += bool(judged.findings)
        if judged.verdict == Verdict.REFUSE and len(outcome.refused_rows) < FIRST_REFUSED:
            outcome.refused_rows.append(judged.row.number)
        self._digest.update(f"{judged.row.number} {judged.verdict}\n".encode())
        for finding in judged.findings:
            outcome.checks[finding.check] += 1
            outcome.levels[finding.level] += 1
            line = f" {finding.check} {finding.level} {finding.field} {finding.offset} {finding.message}\n"
            self._digest.update(line.encode("utf-8", "replace"))
            rare = outcome.checks[finding.check] <= FIRST_OF_CHECK
            if rare and len(outcome.first) < FIRST_FINDINGS and finding.level is not Level.HINT:
                outcome.first.append(self._told(judged.row, finding))

    def finish(self) -> None:
        """Set the fingerprint."""
        self._outcome.fingerprint = self._digest.hexdigest()[:16]

    def _told(self, row: Row, finding: Finding) -> Told:
        index = self._columns.get(finding.field)
        if index is None:
            label = "" if finding.field == ROW else self._labels.get(finding.field, finding.field)
            return Told(row.number, label, "", finding)
        value = row.values[index] if index < len(row.values) else ""
        return Told(row.number, self._chosen.header.headings.get(index, finding.field), value, finding)


class Importer(ABC):
    """What a kind of record must know to be imported. One instance serves one import."""

    kind: ClassVar[str]
    recogniser: Recogniser

    @abstractmethod
    def begin(self, options: ImportOptions, chosen: Chosen, *, delimited: bool, sha256: str) -> None:
        """Make ready for the rows of one sheet. Raises ``ImportRefused`` or ``ActionRefused`` where it may not be."""

    @abstractmethod
    def survey(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield the (scope, key) pairs of a row that should not stand on another."""

    @abstractmethod
    def surveyed(self, repeats: Repeats) -> Sequence[Notice]:
        """Take what the first pass found, before rows are judged; return what is to be said of the file."""

    @abstractmethod
    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Return what becomes of each row, writing nothing."""

    @abstractmethod
    def commit(self, judged: Sequence[Judged], batch: ImportBatch) -> None:
        """Store rows to create and to update, inside the caller's transaction, and note keys and versions."""

    @abstractmethod
    def columns(self) -> Mapping[str, int]:
        """Return where findings are marked: field → index of its column."""

    @abstractmethod
    def titles(self) -> Mapping[str, tuple[Level, str]]:
        """Return check id → its level and title, for the summary."""

    def close(self) -> None:  # noqa: B027  most kinds hold nothing to give back
        """Give back what was held, whatever came of the import."""
