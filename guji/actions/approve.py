"""審定: by the institution, then by the province, which gives the number."""

from __future__ import annotations

from census.models import State
from census.numbering import Numbering
from guji.actions.base import StateAction
from guji.models import Book


class ApproveByInstitution(StateAction):
    """館審通過. Who submitted the record cannot approve it."""

    name = "approve_institution"
    rule = "approve_institution"
    from_states = (State.SUBMITTED,)

    def check(self, record: Book) -> None:
        """Ask for another pair of eyes, and for no error left."""
        self.require_four_eyes(record)
        self.require_no_errors(record)

    def change(self, record: Book) -> None:
        """Pass it on to the province."""
        record.state = State.INSTITUTION_APPROVED
        record.institution_approved_at, record.institution_approved_by = self.now, self.actor


class ApproveByProvince(StateAction):
    """省審通過: the record gets its number, unless it has one, and its six items are locked."""

    name = "approve_province"
    rule = "approve_province"
    from_states = (State.INSTITUTION_APPROVED,)

    def check(self, record: Book) -> None:
        """Ask for another pair of eyes, and for no error left."""
        self.require_four_eyes(record)
        self.require_no_errors(record)

    def change(self, record: Book) -> None:
        """Give the next number of the institution."""
        if not record.census_no:
            record.census_no = Numbering(Book, record.institution).take()[0]
        record.state = State.PROVINCE_APPROVED
        record.province_approved_at, record.province_approved_by = self.now, self.actor
