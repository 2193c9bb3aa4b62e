"""豁免: letting a finding stand, with the reason; and taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from census.errors import InvalidData, WrongState
from census.models import Waiver
from guji.actions.base import BookAction
from guji.findings import findings_of, text_of
from guji.models import Book


class WaiveFinding(BookAction):
    """Let what a check finds on a field stand, as long as the field's text stays what it is.

    The record does not change, but the act is a revision of it: who let an error through must be seen.
    """

    name = "waive"
    rule = "waive"
    needs_reason = True

    def __init__(
        self,
        book: Book,
        user: Any,
        check: str,
        field: str,
        *,
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        super().__init__(book, user, version=version, reason=reason, group=group, trusted=trusted)
        self.check_id = check
        self.field = field
        self.waiver: Waiver | None = None

    def check(self, record: Book) -> None:
        """Refuse to waive what is not found, or has been waived for this very text."""
        data = self.data(record)
        found = [f for f in findings_of(data, record.pk) if (f.check, f.field) == (self.check_id, self.field)]
        if not found:
            raise InvalidData(
                "check", gettext_noop("规则“{check}”在这个字段上没有发现问题，无须豁免"), check=self.check_id
            )
        self._text = text_of(data, self.field)
        if self._standing(record).filter(text=self._text).exists():
            raise WrongState(gettext_noop("这条规则在这个字段上已经豁免"))

    def change(self, record: Book) -> None:
        """Change nothing of the record itself."""

    def always_recorded(self) -> bool:
        """Leave a revision though no field differs."""
        self.diff = {f"waiver.{self.check_id}.{self.field}": [None, self.reason]}
        return True

    def after(self, record: Book) -> None:
        """Write the waiver in the place of one that the text has outgrown."""
        self._standing(record).update(revoked_at=self.now, revoked_by=self.user)
        self.waiver = Waiver.objects.create(
            kind=record.KIND,
            record_id=record.pk,
            check_id=self.check_id,
            field=self.field,
            text=self._text,
            reason=self.reason,
            by=self.user,
            at=self.now,
        )

    def _standing(self, record: Book) -> Any:
        return Waiver.objects.filter(
            record_id=record.pk, check_id=self.check_id, field=self.field, revoked_at__isnull=True
        )


class RevokeWaiver(BookAction):
    """Take a waiver back: the check speaks again."""

    name = "revoke_waiver"
    rule = "waive"

    def __init__(
        self,
        book: Book,
        user: Any,
        waiver: Waiver,
        *,
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        super().__init__(book, user, version=version, reason=reason, group=group, trusted=trusted)
        self.given_waiver = waiver

    def check(self, record: Book) -> None:
        """Refuse a waiver of another record, or one that was taken back."""
        self._waiver = Waiver.objects.select_for_update().get(pk=self.given_waiver.pk, record_id=record.pk)
        if self._waiver.revoked_at is not None:
            raise WrongState(gettext_noop("这条豁免已经撤回"))

    def change(self, record: Book) -> None:
        """Change nothing of the record itself."""

    def always_recorded(self) -> bool:
        """Leave a revision though no field differs."""
        self.diff = {f"waiver.{self._waiver.check_id}.{self._waiver.field}": [self._waiver.reason, None]}
        return True

    def after(self, record: Book) -> None:
        """Mark the waiver."""
        self._waiver.revoked_at, self._waiver.revoked_by = self.now, self.user
        self._waiver.save(update_fields=["revoked_at", "revoked_by"])
