"""送審 and 退回."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop

from census.errors import InvalidData
from census.models import Comment, State
from census.storable import require_all_storable
from guji.actions.base import StateAction
from guji.models import Book


class SubmitBook(StateAction):
    """Hand a draft to the institution's reviewer. Errors that nobody waived keep it back."""

    name = "submit"
    rule = "submit"
    from_states = (State.DRAFT,)

    def check(self, record: Book) -> None:
        """Refuse while errors stand."""
        self.require_no_errors(record)

    def change(self, record: Book) -> None:
        """Hand it on, in the user's name."""
        record.state = State.SUBMITTED
        record.submitted_at, record.submitted_by = self.now, self.actor


class ReturnBook(StateAction):
    """Give a record back to its cataloguer, with a reason and remarks on its fields.

    ``comments`` are pairs of field and text; they stay open until somebody resolves them.
    """

    name = "return"
    rule = "return"
    from_states = (State.SUBMITTED, State.INSTITUTION_APPROVED)
    needs_reason: ClassVar[bool] = True

    def __init__(
        self,
        book: Book,
        user: Any,
        *,
        comments: Sequence[tuple[str, str]] = (),
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        super().__init__(book, user, version=version, reason=reason, group=group, trusted=trusted)
        self.comments = [(field, text.strip()) for field, text in comments]

    def check(self, record: Book) -> None:
        """Refuse a remark that says nothing."""
        if not all(text for _, text in self.comments):
            raise InvalidData("comments", gettext_noop("意见不能为空"))
        require_all_storable(("comments", text) for _, text in self.comments)

    def change(self, record: Book) -> None:
        """Make it a draft again."""
        record.state = State.DRAFT
        record.institution_approved_at = record.institution_approved_by = None

    def after(self, record: Book) -> None:
        """Write the remarks."""
        Comment.objects.bulk_create(
            Comment(
                kind=record.KIND,
                record_id=record.pk,
                field=field,
                text=text,
                version=record.version,
                by=self.user,
                at=self.now,
            )
            for field, text in self.comments
        )
