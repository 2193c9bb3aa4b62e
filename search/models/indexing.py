"""How the index stands to this database, what a rebuild has still to catch up with, and what could not be indexed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexMark(models.Model):
    """The database's side of its bond with the index; there is one row.

    ``token`` changes whenever outbox rows are taken off, and the index's folder carries the same one: a database or a
    folder brought back from a backup no longer fits the other, and the index is built anew. ``rebuild`` is the token
    that a rebuild under way will set when it is done; ``covers`` the last outbox row that it takes care of, 0 if none.
    """

    token = models.CharField(max_length=32)
    rebuild = models.CharField(max_length=32, blank=True)
    covers = models.BigIntegerField(default=0)
    built_at = models.DateTimeField(null=True, blank=True)
    built_documents = models.PositiveBigIntegerField(default=0)
    built_seconds = models.FloatField(default=0)
    trouble = models.TextField(blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="search_indexmark_is_one")]

    def __str__(self) -> str:
        return self.token


class RebuildJournal(models.Model):
    """A record that was indexed while a rebuild was under way: the new index has to learn of it too.

    ``hides`` says that some who could see the record may no longer
    (:attr:`census.models.outbox.OutboxOperation.HIDE`).
    """

    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    hides = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_rebuildjournal_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class SetAside(models.Model):
    """A record that could not be indexed, why, and when it is tried again. Until then it is not found."""

    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    reason = models.TextField()
    failures = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("未能索引")
        verbose_name_plural = _("未能索引")
        ordering = ["last_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_setaside_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
