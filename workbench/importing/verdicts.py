"""What an import found row by row, written down while it judges and read back for the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext

from census.checks.base import Level
from census.checks.report import LEVEL_NAMES, message_of
from census.imports.headers import Chosen
from census.imports.importer import ImportOptions, Judged
from census.imports.reading import Row
from census.models import Verdict
from guji.imports.importer import BookImporter

#: Characters of a cell that the page shows.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One finding in words: how grave, in which column, what the cell holds, what is wrong."""

    level: str
    column: str
    value: str
    message: str

    @property
    def level_name(self) -> str:
        """The level's name in the reader's language."""
        return gettext(LEVEL_NAMES[Level(self.level)])


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row of the sheet: its number there, what becomes of it, what was found."""

    row: int
    verdict: str
    findings: tuple[RowFinding, ...]

    @property
    def verdict_name(self) -> str:
        """What becomes of the row, in words."""
        return str(Verdict(self.verdict).label)


class RecordingImporter(BookImporter):
    """The importer of books, which also writes down what it finds in each row."""

    def __init__(self, sink: IO[str]) -> None:
        super().__init__()
        self._sink = sink

    def begin(self, options: ImportOptions, chosen: Chosen, *, delimited: bool, sha256: str) -> None:
        """Make ready, and remember the sheet's headings."""
        super().begin(options, chosen, delimited=delimited, sha256=sha256)
        self._headings = chosen.header.headings

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Judge the rows, and write down those of which there is something to say."""
        judged = super().judge(rows)
        columns = self.columns()
        for item in judged:
            if item.findings or item.verdict == Verdict.REFUSE:
                found = [self._in_words(item, finding, columns.get(finding.field)) for finding in item.findings]
                line = {
                    "row": item.row.number,
                    "verdict": str(item.verdict),
                    "findings": [asdict(one) for one in found],
                }
                self._sink.write(json.dumps(line, ensure_ascii=False) + "\n")
        return judged

    def _in_words(self, item: Judged, finding: Any, index: int | None) -> RowFinding:
        known = self.recogniser.columns.get(finding.field)
        column = self._headings.get(index, "") if index is not None else known.label if known else ""
        value = item.row.values[index] if index is not None and index < len(item.row.values) else ""
        return RowFinding(str(finding.level), column, value[:SHOWN], message_of(finding))


def read_verdicts(path: Path, *, level: str = "", after: int = 0, size: int = 100) -> tuple[list[RowVerdict], bool]:
    """Return up to ``size`` rows with findings after a row's number, and whether more follow.

    ``level`` keeps rows with a finding of that level, and shows only those findings.
    """
    found = list(islice(_matching(path, level, after), size + 1))
    return found[:size], len(found) > size


def _matching(path: Path, level: str, after: int) -> Iterator[RowVerdict]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            said = json.loads(line)
            findings = tuple(RowFinding(**one) for one in said["findings"] if level in ("", one["level"]))
            if said["row"] > after and (findings or not level):
                yield RowVerdict(said["row"], said["verdict"], findings)
