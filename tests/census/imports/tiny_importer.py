"""The smallest kind of record that can be imported: a number and a name, each row stored as an outbox entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from census.checks.base import Finding, Level
from census.imports.errors import ImportRefused
from census.imports.headers import Chosen, Column, Recogniser
from census.imports.importer import Importer, ImportOptions, Judged, Outcome, Progress
from census.imports.reading import Notice, Row
from census.imports.repeats import Repeats
from census.imports.run import run_import
from census.models import ImportBatch, OutboxEntry, Verdict

NUMBER, NAME = Column("number", "编号", required=True), Column("name", "名称", ("题名",))
SPACE = UUID(int=7)


class TinyImporter(Importer):
    """Refuses rows without a name, doubts long ones, knows the records it stored, and keeps a diary."""

    kind = "tiny"
    recogniser = Recogniser((NUMBER, NAME))

    def __init__(self) -> None:
        self.diary: list[str] = []
        self.fails_at: str | None = None

    def _enter(self, what: str) -> None:
        self.diary.append(what)
        if what == self.fails_at:
            raise ImportRefused("test", "停在这里")

    def begin(self, options: ImportOptions, chosen: Chosen, *, delimited: bool, sha256: str) -> None:
        """Note the header."""
        self._enter("begin")
        self._number, self._name = (chosen.header.index(column.key) for column in (NUMBER, NAME))
        self._columns = {"number": self._number or 0, "name": self._name or 0}

    def survey(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield the row's number."""
        yield "number", self._cell(row, self._number)

    def surveyed(self, repeats: Repeats) -> Sequence[Notice]:
        """Say how many numbers repeat."""
        self._enter("surveyed")
        self._repeats = repeats
        found = repeats.of_scope("number")
        return [Notice("repeats", "{count} 个编号重复", {"count": len(found)})] if found else []

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Judge by the name alone."""
        self._enter("judge")
        known = set(OutboxEntry.objects.filter(kind="tiny").values_list("record_id", flat=True))
        return [self._one(row, known) for row in rows]

    def commit(self, judged: Sequence[Judged], batch: ImportBatch) -> None:
        """Store the new rows."""
        self._enter("commit")
        for item in judged:
            if item.verdict == Verdict.CREATE:
                item.record_id, item.version_after = item.payload, 1
                OutboxEntry.objects.create(kind="tiny", record_id=item.payload)

    def columns(self) -> Mapping[str, int]:
        """Return the two columns."""
        return self._columns

    def titles(self) -> Mapping[str, tuple[Level, str]]:
        """Return the names of its own findings."""
        return {"nameless": (Level.ERROR, "没有名称"), "long": (Level.WARNING, "名称太长")}

    def close(self) -> None:
        """Note the end."""
        self.diary.append("close")

    def _one(self, row: Row, known: set[UUID]) -> Judged:
        name, number = self._cell(row, self._name), self._cell(row, self._number)
        key = uuid5(SPACE, f"{number} {name}")
        findings = []
        if len(name) > 6:
            findings.append(
                Finding("long", Level.WARNING, "name", "名称有 {found} 字", {"found": len(name), "by": key})
            )
        if not name:
            return Judged(row, Verdict.REFUSE, [*findings, Finding("nameless", Level.ERROR, "name", "缺名称")])
        if key in known:
            return Judged(row, Verdict.SAME, findings, key, 1, 1)
        return Judged(row, Verdict.CREATE, findings, payload=key)

    @staticmethod
    def _cell(row: Row, index: int | None) -> str:
        return row.values[index] if index is not None and index < len(row.values) else ""


def sheet(path: Path, *rows: str, header: str = "编号,名称") -> Path:
    """Write lines of text under a header."""
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def bring(
    path: Path, importer: TinyImporter | None = None, progress: Progress | None = None, **options: Any
) -> Outcome:
    """Import a file of tiny records."""
    return run_import(importer or TinyImporter(), ImportOptions(path=path, **options), progress)


def stored() -> int:
    """Return how many tiny records there are."""
    return OutboxEntry.objects.filter(kind="tiny").count()
