"""Remarks on a record's fields. They change no record, so they leave no revision: they are their own log."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from census.actions.base import checked_reason
from census.errors import NotAllowed, WrongState
from census.models import CensusRecord, Comment
from census.policies import Access


class AddComment:
    """Say something on one field of a record, or on the whole of it."""

    def __init__(self, record: CensusRecord, user: Any, text: str, *, field: str = "") -> None:
        self.record = record
        self.user = user
        self.text = text
        self.field = field

    def execute(self) -> Comment:
        """Store the remark. Raises :class:`~census.errors.ActionRefused`."""
        access = Access.of(self.user)
        access.require("comment", self.record)
        if not access.may("comment", self.record):
            raise NotAllowed(gettext_noop("已撤销的记录不能再写意见"))
        return Comment.objects.create(
            kind=self.record.KIND,
            record_id=self.record.pk,
            field=self.field,
            text=checked_reason("comment", self.text),
            version=self.record.version,
            by=self.user,
            at=timezone.now(),
        )


class ResolveComment:
    """Mark a remark as dealt with."""

    def __init__(self, comment: Comment, record: CensusRecord, user: Any) -> None:
        self.comment = comment
        self.record = record
        self.user = user

    def execute(self) -> Comment:
        """Resolve it. Raises :class:`~census.errors.ActionRefused`, also where it was resolved before."""
        Access.of(self.user).require("comment", self.record)
        with transaction.atomic():
            of_record = Comment.objects.select_for_update().filter(record_id=self.record.pk)
            comment = of_record.filter(pk=self.comment.pk).first()
            if comment is None:
                raise WrongState(gettext_noop("这条记录没有这条意见"))
            if comment.resolved_at is not None:
                raise WrongState(gettext_noop("这条意见已经解决"))
            comment.resolved_at, comment.resolved_by = timezone.now(), self.user
            comment.save(update_fields=["resolved_at", "resolved_by"])
        return comment
