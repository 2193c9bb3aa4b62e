"""Many records at once, as an import brings them: the same rules as one by one, written in sets of rows.

Both classes work on chunks inside one transaction that the caller (or ``execute``) holds, keep no list of what
they wrote, and report row by row: what became of it, or why it was refused. They write what the single
actions write: record, derived rows, detail rows, revision, outbox row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from authority.models import Institution
from census.bulk import uninterrupted
from census.checks.base import Finding, Level
from census.errors import ActionRefused, FindingsStand
from census.identifiers import new_key
from census.models import ImportBatch, State
from census.numbering import Numbering
from census.policies import Access
from guji.actions.bulk_tables import BookTables
from guji.actions.bulk_update import BulkUpdate, BulkUpdateBooks
from guji.actions.numbers import checked_number, number_taken
from guji.data import BookData
from guji.models import Book
from guji.storage import clean, merged, unknown_institution

Row = TypeVar("Row")
#: A record and what the checks found in it.
Checked = tuple[BookData, Sequence[Finding]]
CHUNK = 1000

__all__ = ["CHUNK", "BulkCreateBooks", "BulkUpdate", "BulkUpdateBooks", "chunked"]


def chunked(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """Yield the rows in lists of at most ``size``."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that may be written: its place in the chunk, its institution, its data."""

    index: int
    institution: Institution
    data: BookData


class BulkCreateBooks:
    """Make new records of an import batch, or of a grid (then ``action`` and ``group`` say whose they are and there is
    no batch): drafts, or, with ``approved``, records that the province has passed.

    Approved rows must carry no error among their findings and get a number where they bring none. A draft may
    bring a number too. One instance serves one transaction, in which it keeps the counters of numbers locked.
    ``trusted`` is for commands run at the machine, without a user.
    """

    def __init__(
        self,
        user: Any,
        *,
        batch: ImportBatch | None,
        approved: bool = False,
        reason: str = "",
        trusted: bool = False,
        action: str = "import",
        group: UUID | None = None,
    ) -> None:
        self.batch_id = batch.pk if batch else None
        self.approved = approved
        self.rule = "import_approved" if approved else "create"
        self.trusted = trusted
        self.access = Access() if trusted else Access.of(user)
        self.actor_id = getattr(user, "pk", None)
        self._institutions = {row.code: row for row in Institution.objects.all()}
        self._counters: dict[int, Numbering] = {}
        self._tables = BookTables(action=action, actor_id=self.actor_id, reason=reason, group=self.batch_id or group)

    def reserve(self, numbers: Iterable[str]) -> None:
        """Note the numbers that rows of this import bring, so that none of them is given to a row without."""
        highest: dict[str, str] = {}
        for number in numbers:
            code = number[7:11]
            highest[code] = max(number, highest.get(code, ""))
        for code, number in highest.items():
            if code in self._institutions and checked_number(number):
                self._numbering(self._institutions[code]).note(number)

    def execute(
        self, rows: Iterable[Checked], *, chunk: int = CHUNK, progress: Callable[[int], None] = lambda done: None
    ) -> int:
        """Write all rows in one transaction and return how many; the first refusal is raised and undoes all."""
        done = 0
        with transaction.atomic():
            for part in chunked(rows, chunk):
                for outcome in self.write(part):
                    if isinstance(outcome, ActionRefused):
                        raise outcome
                done += len(part)
                progress(done)
        return done

    @uninterrupted()
    def write(self, rows: Sequence[Checked]) -> list[UUID | ActionRefused]:
        """Write one chunk inside the caller's transaction; return each row's key, or why it was refused."""
        outcomes: list[UUID | ActionRefused] = []
        ready: list[_Ready] = []
        taken = self._numbers_in_use(rows)
        for index, (data, findings) in enumerate(rows):
            try:
                ready.append(self._ready(index, data, findings, taken))
                outcomes.append(new_key())
            except ActionRefused as refusal:
                outcomes.append(refusal)
        numbered = self._numbered(ready)
        now = timezone.now()
        for row in numbered:
            key = outcomes[row.index]
            assert isinstance(key, UUID)  # noqa: S101 - only rows without refusal are ready
            self._tables.add_new(key, row.institution.pk, row.data, self._state, now, self.batch_id)
        self._tables.flush()
        return outcomes

    @property
    def _state(self) -> State:
        return State.PROVINCE_APPROVED if self.approved else State.DRAFT

    def _numbering(self, institution: Institution) -> Numbering:
        if institution.pk not in self._counters:
            self._counters[institution.pk] = Numbering(Book, institution)
        return self._counters[institution.pk]

    def _numbers_in_use(self, rows: Sequence[Checked]) -> set[str]:
        wanted = [data.census_no for data, _ in rows if data.census_no]
        return set(Book.objects.filter(census_no__in=wanted).values_list("census_no", flat=True)) if wanted else set()

    def _ready(self, index: int, data: BookData, findings: Sequence[Finding], taken: set[str]) -> _Ready:
        institution = self._institutions.get(data.institution)
        if institution is None:
            raise unknown_institution(data.institution)
        if not self.trusted:
            self.access.require(self.rule, institution_id=institution.pk)
        errors = [finding for finding in findings if finding.level is Level.ERROR] if self.approved else []
        if errors:
            raise FindingsStand(errors)
        cleaned = clean(data)
        if checked_number(data.census_no):
            if data.census_no in taken:
                raise number_taken(data.census_no)
            taken.add(data.census_no)
        return _Ready(index, institution, cleaned)

    def _numbered(self, ready: list[_Ready]) -> list[_Ready]:
        """Give numbers to approved rows without. Those that rows bring need no note: the record itself shows them."""
        blank: dict[str, list[_Ready]] = {}
        for row in ready if self.approved else ():
            if not row.data.census_no:
                blank.setdefault(row.data.institution, []).append(row)
        numbers: dict[int, str] = {}
        for rows in blank.values():
            given = self._numbering(rows[0].institution).take(len(rows))
            numbers |= {row.index: number for row, number in zip(rows, given, strict=True)}
        if not numbers:
            return ready
        return [
            replace(row, data=merged(row.data, census_no=numbers[row.index])) if row.index in numbers else row
            for row in ready
        ]
