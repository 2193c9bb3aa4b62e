"""What happened to a record since it was last imported: nobody's later work is overwritten by an old sheet."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from census.diff import replay
from census.models import ImportBatch, Revision
from guji.data import BookData
from guji.imports.rows import Stated
from guji.models import Book
from guji.storage import clean, from_snapshot, merged


class History:
    """Settles what a row wants of a record that people may have worked on since its last import."""

    def settle(self, book: Book, present: BookData, wanted: BookData, stated: Stated) -> tuple[BookData, list[Finding]]:
        """Return what the record should become, and what is to be said.

        A row that says what it said at the last import changes nothing. A row that changed since brings its
        changes; where it and a person changed the same field differently, that is an error and the record stays.
        """
        kept = {
            "census_no": wanted.census_no or present.census_no,
            "institution": wanted.institution or present.institution,
        }
        wanted = merged(wanted, **kept)
        if wanted == present:
            return wanted, []
        then = self._at_last_import(book)
        if then is None or then == present:
            return wanted, []
        row_then = clean(stated.onto(then))
        if row_then == then:
            return present, [
                _said(
                    "row_unchanged", Level.HINT, gettext_noop("本行与上次导入时相同；记录此后有人改过，保留所改"), "row"
                )
            ]
        return self._three_way(present, then, row_then)

    def _three_way(self, present: BookData, then: BookData, row: BookData) -> tuple[BookData, list[Finding]]:
        changes, findings = {}, []
        for name in BookData.__dataclass_fields__:
            if name == "details":
                continue
            before, now, new = getattr(then, name), getattr(present, name), getattr(row, name)
            if new in (before, now):
                continue
            if now == before:
                changes[name] = new
            else:
                template = gettext_noop("上次导入后有人把它改为“{now}”，本行又改为“{new}”；请核定后改其中一处")
                findings.append(Finding("match_conflict", Level.ERROR, name, template, {"now": now, "new": new}))
        details = dict(present.details)
        for group in {*row.details, *then.details}:
            before_rows, now_rows, new_rows = (side.details.get(group, []) for side in (then, present, row))
            if new_rows in (before_rows, now_rows):
                continue
            if now_rows == before_rows:
                details[group] = new_rows
            else:
                template = gettext_noop("上次导入后有人改过这一组，本行又作了不同改动；请核定后改其中一处")
                findings.append(_said("match_conflict", Level.ERROR, template, f"details.{group}"))
        details = {group: rows for group, rows in details.items() if rows}
        return merged(present, **changes, details=details), sorted(findings, key=lambda found: found.field)

    @staticmethod
    def _at_last_import(book: Book) -> BookData | None:
        """Return the record as the last import left it, None where none ever touched it."""
        revisions = list(
            Revision.objects.filter(record_id=book.pk).order_by("number").values_list("number", "group", "diff")
        )
        groups = {group for _, group, _ in revisions if group}
        imports = set(ImportBatch.objects.filter(pk__in=groups).values_list("pk", flat=True))
        last = max((number for number, group, _ in revisions if group in imports), default=0)
        if not last:
            return None
        return from_snapshot(replay(diff for number, _, diff in revisions if number <= last))


def _said(check: str, level: Level, template: str, field: str) -> Finding:
    return Finding(check, level, field, template)
