"""出版: the record stands in a volume that is out."""

from __future__ import annotations

from census.models import State
from guji.actions.base import StateAction
from guji.models import Book


class PublishBook(StateAction):
    """Mark an approved record as published; from now on changes go to the errata."""

    name = "publish"
    rule = "publish"
    from_states = (State.PROVINCE_APPROVED,)

    def change(self, record: Book) -> None:
        """Note that it is out."""
        record.state = State.PUBLISHED
        record.published_at, record.published_by = self.now, self.actor
