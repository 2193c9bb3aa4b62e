"""修改: what a record states, changed by those whose turn it is."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop

from census.errors import ConflictError, InvalidData, LockedFields
from census.models import State
from census.numbering import Numbering
from census.policies import Access
from guji.actions.base import LOCKED_FIELDS, BookAction, field_names
from guji.actions.numbers import checked_number
from guji.data import BookData
from guji.derivation import Derived
from guji.models import Book
from guji.storage import active_overrides, apply, clean, institution_of, merged, snapshot, to_data, write_rows


class EditBook(BookAction):
    """Replace what the record states by ``data``. If nothing differs, nothing is written.

    An empty ``census_no`` keeps the number the record has; a number once given cannot be changed. The holder
    can change only while the record is a draft without number.
    """

    name = "edit"
    rule = "edit"
    from_states: ClassVar[tuple[State, ...]] = (
        State.DRAFT,
        State.SUBMITTED,
        State.INSTITUTION_APPROVED,
        State.PROVINCE_APPROVED,
    )

    def __init__(
        self,
        book: Book,
        data: BookData,
        user: Any,
        *,
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        super().__init__(book, user, version=version, reason=reason, group=group, trusted=trusted)
        self.new = data
        self._stored: BookData | None = None
        self._derived: Derived | None = None

    def data(self, record: Book) -> BookData:
        """Return what is stored, and after the change what is to be stored."""
        return self._stored if self._stored is not None else to_data(record)

    def check(self, record: Book) -> None:
        """Refuse locked fields, another number, a move that is not open."""
        old = to_data(record)
        new = clean(self.new)
        self.new = merged(new, census_no=new.census_no or old.census_no, institution=new.institution or old.institution)
        if old.census_no and self.new.census_no != old.census_no:
            raise InvalidData(
                "census_no",
                gettext_noop("普查编号 {old} 一经给定不能改为 {new}"),
                old=old.census_no,
                new=self.new.census_no,
            )
        if self.new.institution != old.institution:
            self._check_move(record)
        self.check_locked(record, old)

    def check_locked(self, record: Book, old: BookData) -> None:
        """Refuse a change of the six items of an approved record."""
        if record.is_locked:
            touched = [name for name in LOCKED_FIELDS if getattr(old, name) != getattr(self.new, name)]
            if touched:
                raise LockedFields(touched, field_names(touched))

    def change(self, record: Book) -> None:
        """Set the statements and all that is derived from them."""
        self._before = to_data(record)
        if self.new.institution != record.institution.code:
            record.institution = institution_of(self.new)
        record.census_no = checked_number(self.new.census_no)
        overrides = active_overrides(list(record.overrides.all()), self.new)
        self._derived = apply(record, self.new, overrides)
        self._stored = self.new

    def save(self, record: Book) -> None:
        """Note a number brought by hand, then write record and rows: who gives numbers locks the counter first."""
        if record.census_no and record.census_no != self._before.census_no:
            Numbering(Book, record.institution).note(record.census_no)
        super().save(record)
        assert self._derived is not None  # noqa: S101 - change() ran before
        write_rows(record, self.new, self._derived, self._before)

    def conflict(self, record: Book) -> ConflictError:
        """Return the refusal with both versions, so that a page can set them side by side."""
        theirs = self.snapshot(record)
        mine = snapshot(clean(self.new), record.state, self.overrides(record))
        return ConflictError(self.version or 0, record.version, mine=mine, theirs=theirs)

    def _check_move(self, record: Book) -> None:
        if record.state != State.DRAFT or record.census_no:
            raise LockedFields(["institution"], field_names(["institution"]))
        if not self.trusted:
            Access.of(self.user).require("create", institution_id=institution_of(self.new).pk)
