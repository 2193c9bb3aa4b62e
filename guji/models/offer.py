"""What the entry page offers while one types: forms, how often approved records use them, and the keys to find them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Offer(models.Model):
    """提示: one form that a field may take. Derived, and counted anew from time to time (:mod:`guji.assisting.tally`).

    ``detail`` tells it from others of that form: a person's dynasty, an era's dynasty. ``value`` is written instead of
    the form where that is another thing (a class's code); ``note`` is shown beside it (dates, years, a class's path);
    ``status`` is that of the authority's name, empty where only records or tables have it. ``uses`` are
    the approved records.
    """

    kind = models.CharField(max_length=20)
    form = models.TextField()
    fold = models.TextField()
    detail = models.TextField(blank=True)
    value = models.TextField(blank=True)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, blank=True)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("提示")
        verbose_name_plural = _("提示")
        ordering = ["-uses", "form"]
        constraints = [models.UniqueConstraint(fields=["kind", "fold", "detail"], name="guji_offer_once")]
        indexes = [models.Index(fields=["kind", "-uses"], name="guji_offer_used")]

    def __str__(self) -> str:
        return f"{self.kind} {self.detail}{self.form}"


class OfferKey(models.Model):
    """One way to type a form: folded characters, pinyin, initials, a code; ``at`` 0 from its beginning, 1 from inside.

    Keys are bytes, so that every database compares them alike.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=20)
    key = models.BinaryField()
    at = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("提示的键")
        verbose_name_plural = _("提示的键")
        indexes = [models.Index(fields=["kind", "key", "at", "offer"], name="guji_offerkey_found")]

    def __str__(self) -> str:
        return f"{self.kind} {bytes(self.key).decode()}"


class OfferTally(models.Model):
    """When the offers were last counted, up to which revision, and by which rules: a single row."""

    counted_at = models.DateTimeField()
    revision = models.BigIntegerField(default=0)
    rules = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("提示的统计")
        verbose_name_plural = _("提示的统计")

    def __str__(self) -> str:
        return f"{self.counted_at:%Y-%m-%d %H:%M} {self.revision}"
