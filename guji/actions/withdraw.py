"""撤銷 and 恢復: nothing is deleted; a withdrawn record is a tombstone that keeps its number."""

from __future__ import annotations

from census.models import State
from guji.actions.base import StateAction
from guji.models import Book

LIVING = (
    State.DRAFT,
    State.SUBMITTED,
    State.INSTITUTION_APPROVED,
    State.PROVINCE_APPROVED,
    State.PUBLISHED,
)


class WithdrawBook(StateAction):
    """Withdraw a record (entered twice, not in the census's scope …), with the reason."""

    name = "withdraw"
    rule = "withdraw"
    from_states = LIVING
    needs_reason = True

    def change(self, record: Book) -> None:
        """Leave a tombstone that remembers where it stood."""
        record.withdrawn_from, record.state = record.state, State.WITHDRAWN


class RestoreBook(StateAction):
    """Bring a withdrawn record back to where it stood."""

    name = "restore"
    rule = "restore"
    from_states = (State.WITHDRAWN,)
    needs_reason = True

    def change(self, record: Book) -> None:
        """Give it back its state."""
        record.state, record.withdrawn_from = State(record.withdrawn_from), ""
