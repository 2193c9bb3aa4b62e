"""新建: a record begins as a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from census.actions.base import record_creation
from census.models import State
from census.numbering import Numbering
from census.policies import Access
from census.storable import require_storable
from guji.actions.numbers import checked_number, number_taken
from guji.data import BookData
from guji.models import Book
from guji.storage import apply, clean, institution_of, snapshot, write_rows


class CreateBook:
    """Make a new draft of ``data``. Its checks may find errors: a draft may hold them."""

    name = "create"
    rule = "create"

    def __init__(
        self, data: BookData, user: Any, *, reason: str = "", group: UUID | None = None, trusted: bool = False
    ) -> None:
        self.given = data
        self.user = user
        self.reason = reason.strip()
        self.group = group
        self.trusted = trusted

    def execute(self) -> Book:
        """Store the draft and return it.

        Raises :class:`~census.errors.NotAllowed`, and :class:`~census.errors.InvalidData` for an institution that
        does not exist, a value that does not fit, or a number that is malformed or taken.
        """
        data = clean(self.given)
        require_storable("reason", self.reason)
        institution = institution_of(data)
        if not self.trusted:
            Access.of(self.user).require(self.rule, institution_id=institution.pk)
        now, actor = timezone.now(), self.user if getattr(self.user, "pk", None) else None
        book = Book(institution=institution, shelf_mark=data.shelf_mark, census_no=checked_number(data.census_no))
        book.created_at = book.updated_at = now
        book.created_by = book.updated_by = actor
        try:
            with transaction.atomic():
                derived = apply(book, data)
                if book.census_no:
                    Numbering(Book, institution).note(book.census_no)
                book.save(force_insert=True)
                write_rows(book, data, derived)
                content = snapshot(data, State.DRAFT)
                record_creation(book, content, actor=actor, reason=self.reason, group=self.group, action=self.name)
        except IntegrityError as error:
            if book.census_no and Book.objects.filter(census_no=book.census_no).exists():
                raise number_taken(book.census_no) from error
            raise
        return book
