"""A grid saved as drafts: through the house's bulk actions, once, whatever is sent twice.

A row that was saved knows its record. So sending again what was sent finds nothing left to do, and a later change of
the row changes that record, if nobody else did meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from census.bulk import RowUpdater
from census.checks.base import Level
from census.errors import ActionRefused, ConflictError
from census.identifiers import new_key
from census.models import Verdict
from census.policies import Access
from guji.actions import BulkCreateBooks, BulkUpdate, BulkUpdateBooks
from guji.data import BookData
from guji.derivation import remember
from guji.exports.cells import cells_of
from guji.grid.errors import GridRefused
from guji.grid.judging import GridJudge, LineJudged
from guji.grid.keeping import locked
from guji.grid.lines import Line, lines_of
from guji.models import Grid, GridRow

#: So often a grid is judged anew because it was changed while it was judged.
_TRIES = 3
BUSY = gettext_noop("保存时表格又有改动，这次没有保存；请再存一次")
MEANWHILE = gettext_noop("保存时库里的记录刚有变动（多半是普查编号被占用），这次没有保存；请再存一次")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose record somebody else changed: its present version, and what it says where the row says otherwise."""

    version: int
    theirs: Mapping[str, str]
    message: str


@dataclass(slots=True)
class Saved:
    """What came of saving: ``rows`` that are stored now (key → record, version), how many were made and changed.

    ``refused`` rows cannot be stored as they are, ``conflicts`` were changed by somebody else, ``left`` have errors and
    were left out because only good rows were wanted. ``done`` is false where a bad row kept the whole set out.
    """

    rows: dict[str, tuple[UUID, int]] = field(default_factory=dict)
    made: int = 0
    changed: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    left: int = 0
    done: bool = True
    numbers: dict[str, int] = field(default_factory=dict)


def save(user: Any, grid: Grid, *, only_good: bool = False) -> tuple[Grid, Saved]:
    """Save the rows that are new or changed. All of them, or none where one cannot be; or, with ``only_good``, those
    without errors.

    Raises :class:`GridRefused` where the grid or the house went on changing meanwhile.
    """
    judge = GridJudge(Access.of(user), grid.institution, grid.columns)
    for _ in range(_TRIES):
        grid.refresh_from_db(fields=["stamp", "order"])
        lines = lines_of(grid)
        todo = [line.key for line in lines if not line.blank and (line.record_id is None or line.changed)]
        judged = judge.judge(lines, set(todo))
        try:
            saved = _store(user, grid, judged, lines, only_good=only_good)
        except IntegrityError as error:
            raise GridRefused(MEANWHILE) from error
        if saved is not None:
            return saved
    raise GridRefused(BUSY)


def _store(
    user: Any, grid: Grid, judged: Sequence[LineJudged], lines: Sequence[Line], *, only_good: bool
) -> tuple[Grid, Saved] | None:
    """Write what may be written in one transaction; ``None`` where the grid has changed since it was judged."""
    with transaction.atomic():
        present = locked(grid)
        if present.stamp != grid.stamp:
            return None
        saved = Saved(numbers={line.key: line.number for line in lines})
        ready = _ready(judged, saved, only_good=only_good)
        if saved.refused and not only_good:
            saved.done = False
            return present, saved
        _write(user, present, ready, saved)
        if (saved.refused or saved.conflicts) and not only_good:
            transaction.set_rollback(True)
            saved.rows, saved.made, saved.changed, saved.done = {}, 0, 0, False
            return present, saved
        _remember(present, ready, saved)
    return present, saved


def _ready(judged: Iterable[LineJudged], saved: Saved, *, only_good: bool) -> list[LineJudged]:
    """Return the rows that may be written, and note those that may not."""
    ready = []
    for one in judged:
        errors = [finding for finding in one.judged.findings if finding.level is Level.ERROR]
        if only_good and errors:
            saved.left += 1
        elif one.judged.verdict == Verdict.REFUSE:
            saved.refused[one.line.key] = "；".join(finding.message for finding in errors[:3])
        else:
            ready.append(one)
    return ready


def _write(user: Any, grid: Grid, ready: Sequence[LineJudged], saved: Saved) -> None:
    """Make and change records; whatever is refused on the way is noted."""
    for one in ready:
        if one.judged.verdict == Verdict.SAME and one.line.record_id:
            saved.rows[one.line.key] = (one.line.record_id, one.judged.version_before or 1)
    how: dict[str, Any] = {"batch": None, "reason": f"表格录入：{grid.name}", "group": new_key()}
    _make(user, [one for one in ready if one.judged.verdict == Verdict.CREATE], saved, how)
    _change(user, [one for one in ready if one.judged.verdict == Verdict.UPDATE], saved, how)


def _make(user: Any, new: Sequence[LineJudged], saved: Saved, how: Mapping[str, Any]) -> None:
    """Make the records of new rows."""
    if not new:
        return
    creator = BulkCreateBooks(user, action="create", **how)
    for one, made in zip(new, creator.write([(_data(one), ()) for one in new]), strict=True):
        if isinstance(made, ActionRefused):
            saved.refused[one.line.key] = made.message
        else:
            saved.rows[one.line.key] = (made, 1)
            saved.made += 1


def _change(user: Any, changed: Sequence[LineJudged], saved: Saved, how: Mapping[str, Any]) -> None:
    """Change the records of changed rows."""
    if not changed:
        return
    updater = BulkUpdateBooks(user, action="edit", **how)
    for one, version in zip(changed, updater.write([_update(one) for one in changed]), strict=True):
        _note(one, version, saved)


def _note(one: LineJudged, outcome: int | ActionRefused | None, saved: Saved) -> None:
    if isinstance(outcome, ConflictError):
        saved.conflicts[one.line.key] = _conflict(one, outcome)
    elif isinstance(outcome, ActionRefused):
        saved.refused[one.line.key] = outcome.message
    else:
        assert one.line.record_id is not None  # noqa: S101 - a row to update has a record
        saved.rows[one.line.key] = (one.line.record_id, outcome or one.judged.version_before or 1)
        saved.changed += outcome is not None


def _conflict(one: LineJudged, conflict: ConflictError) -> Conflict:
    texts = cells_of(one.present).texts if one.present is not None else {}
    cells = one.line.cells
    theirs = {key: texts.get(key, "") for key in cells if key != "entry" and texts.get(key, "") != cells[key]}
    return Conflict(conflict.found, theirs, conflict.message)


def _data(one: LineJudged) -> BookData:
    payload = one.judged.payload
    data: BookData = payload.data
    return data if payload.derived is None else remember(data, payload.derived)


def _update(one: LineJudged) -> BulkUpdate:
    assert one.line.record_id is not None  # noqa: S101 - a row to update has a record
    return BulkUpdate(one.line.record_id, one.judged.payload.data, one.judged.payload.errors, one.line.version)


def _remember(grid: Grid, ready: Sequence[LineJudged], saved: Saved) -> None:
    """Let the rows know their records; a column that a new record left empty is from now on stated as empty."""
    own = dict(GridRow.objects.filter(grid=grid, key__in=saved.rows).values_list("key", "pk"))
    empty = dict.fromkeys(grid.columns, "")
    updater = RowUpdater(GridRow, ("record_id", "version", "changed", "cells", "id"))
    stored = [one.line for one in ready if one.line.key in saved.rows]
    updater.write(
        (*saved.rows[line.key], False, line.cells if line.record_id else {**empty, **line.cells}, own[line.key])
        for line in stored
    )
    grid.stamp += 1
    grid.save(update_fields=["stamp", "updated_at"])
