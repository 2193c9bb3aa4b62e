"""Many stored records changed at once, by the rules of EditBook and CorrectPublished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from census.bulk import uninterrupted
from census.checks.base import Finding, Level
from census.diff import difference
from census.errors import ActionRefused, ConflictError, FindingsStand, InvalidData, LockedFields, NotAllowed, WrongState
from census.models import ImportBatch, State
from census.policies import ACTION_NAMES, Access
from guji.actions.base import LOCKED_FIELDS, field_names
from guji.actions.bulk_tables import BookTables
from guji.actions.numbers import checked_number
from guji.data import BookData
from guji.models import Book
from guji.storage import active_overrides, clean, merged, snapshot, to_data


@dataclass(frozen=True, slots=True)
class BulkUpdate:
    """What a row wants of a stored record; ``version`` is the one it was compared with, ``None`` for any."""

    book_id: UUID
    data: BookData
    findings: Sequence[Finding] = ()
    version: int | None = None


class BulkUpdateBooks:
    """Change records of an import, each as a revision; what does not differ is left alone.

    ``approved`` says that the rows come from data that the province has passed: then the six items of an
    approved record may change too, as a correction. Published records change by their errata only.
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
        self.approved = approved
        self.trusted = trusted
        self.access = Access() if trusted else Access.of(user)
        of = batch.pk if batch else group
        self._tables = BookTables(action=action, actor_id=getattr(user, "pk", None), reason=reason, group=of)

    @uninterrupted()
    def write(self, updates: Sequence[BulkUpdate]) -> list[int | ActionRefused | None]:
        """Write one chunk inside the caller's transaction.

        Returns for each row the record's new version, ``None`` where nothing differed, or why it was refused.
        No record may occur twice in one chunk.
        """
        keys = [update.book_id for update in updates]
        books = Book.objects.select_for_update(of=("self",)).whole().prefetch_related("overrides").in_bulk(keys)
        outcomes: list[int | ActionRefused | None] = []
        for update in updates:
            try:
                outcomes.append(self._collect(books.get(update.book_id), update))
            except ActionRefused as refusal:
                outcomes.append(refusal)
        self._tables.flush()
        return outcomes

    def _collect(self, book: Book | None, update: BulkUpdate) -> int | None:
        if book is None:
            raise WrongState(gettext_noop("这条记录已经不在库中"))
        old = to_data(book)
        new = clean(update.data)
        new = merged(new, census_no=new.census_no or old.census_no)
        overrides = {row.field: row.value for row in book.overrides.all()}
        diff = difference(snapshot(old, book.state, overrides), snapshot(new, book.state, overrides))
        if not diff:
            return None
        if update.version is not None and update.version != book.version:
            raise ConflictError(update.version, book.version)
        action = self._permit(book, list(diff))
        self._check_content(book, new, update.findings, list(diff))
        active = active_overrides(list(book.overrides.all()), new)
        self._tables.add_changed(book.pk, old, new, diff, active, book.version + 1, timezone.now(), action)
        return book.version + 1

    def _permit(self, book: Book, changed: list[str]) -> str | None:
        """Return the name of the action where it is not the usual one. Raises :class:`ActionRefused`."""
        if book.state in (State.PUBLISHED, State.WITHDRAWN):
            raise WrongState(gettext_noop("记录现在是“{state}”，不能由导入改动"), state=book.get_state_display())
        locked = [name for name in changed if name in LOCKED_FIELDS] if book.is_locked else []
        if locked and not self.approved:
            raise LockedFields(locked, field_names(locked))
        rule = "correct" if locked else "edit"
        if not self.trusted and not self.access.may(rule, book):
            raise NotAllowed(
                gettext_noop("记录现在是“{state}”，以您的角色不能“{action}”"),
                state=book.get_state_display(),
                action=gettext(ACTION_NAMES[rule]),
            )
        return "correct" if locked else None

    def _check_content(self, book: Book, new: BookData, findings: Sequence[Finding], changed: list[str]) -> None:
        if "institution" in changed:
            raise LockedFields(["institution"], field_names(["institution"]))
        if "census_no" in changed and (book.census_no or not checked_number(new.census_no)):
            raise InvalidData(
                "census_no",
                gettext_noop("普查编号 {old} 一经给定不能改为 {new}"),
                old=book.census_no or "",
                new=new.census_no,
            )
        errors = [finding for finding in findings if finding.level is Level.ERROR]
        if book.is_locked and errors:
            raise FindingsStand(errors)
