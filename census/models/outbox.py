"""What the search index has still to learn."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class OutboxOperation(models.TextChoices):
    """What the index has to do with the record.

    ``HIDE`` says besides that some who could see the record may no longer: it was public or another institution's.
    Searching looks these records up until the index has learned of them (:mod:`search.withheld`).
    """

    INDEX = "index", _("更新")
    DELETE = "delete", _("移除")
    HIDE = "hide", _("隐去")


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    """Rows of the outbox."""

    def hiding(self) -> Self:
        """Keep what somebody could see and may no longer."""
        return self.filter(_IsHiding(models.F("operation")))


class _IsHiding(models.Func):
    """The condition of the partial index, with its word in the SQL: SQLite does not match bound values to it."""

    template = f"%(expressions)s = '{OutboxOperation.HIDE.value}'"
    output_field = models.BooleanField()


class OutboxEntry(models.Model):
    """One record to index anew, written in the transaction that changed it.

    The key rises monotonically and is never used twice. The indexer reads a run of entries, indexes the
    records as they then are, and deletes the entries once its own commit is safe; doing so twice is harmless.
    """

    sequence = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    operation = models.CharField(max_length=6, choices=OutboxOperation.choices, default=OutboxOperation.INDEX)
    #: When the database got the row, by which a page tells how far the index is behind.
    queued_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("待索引")
        verbose_name_plural = _("待索引")
        ordering = ["sequence"]
        indexes = [
            models.Index(
                fields=["kind", "record_id"],
                name="census_outbox_hiding",
                condition=models.Q(operation=OutboxOperation.HIDE),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(operation__in=OutboxOperation.values),
                name="census_outboxentry_operation_known",
                violation_error_message=_("没有这样的索引操作"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.operation} {self.kind} {self.record_id}"
