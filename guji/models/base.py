"""The common part of the detail rows of a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class DetailRow(models.Model):
    """One row of a group of the full record (完整著錄), at its place in the group.

    Fields are blank by default: what a form requires is a matter of checks, not of storage.
    """

    position = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        abstract = True
        ordering = ["book", "position"]


def once(model: str) -> list[models.BaseConstraint]:
    """Return the constraint that a record has one row of ``model`` at each position."""
    return [
        models.UniqueConstraint(
            fields=["book", "position"], name=f"guji_{model}_once", violation_error_message=_("同一组内次序不能重复")
        )
    ]


def of_book(related_name: str) -> Any:
    """Return the foreign key to the record; its index is the one of :func:`once`."""
    return models.ForeignKey("guji.Book", on_delete=models.CASCADE, related_name=related_name, db_index=False)


def text_field(label: Any) -> models.TextField[str, str]:
    """Return a text field that may be empty."""
    return models.TextField(label, blank=True, default="")


def measure_field(label: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    """Return a length in centimetres, to a tenth of a millimetre (two decimals)."""
    return models.DecimalField(label, max_digits=7, decimal_places=2, null=True, blank=True)


def number_field(label: Any) -> models.PositiveIntegerField[int | None, int | None]:
    """Return a count that may be unknown."""
    return models.PositiveIntegerField(label, null=True, blank=True)


def flag_field(label: Any) -> models.BooleanField[bool, bool]:
    """Return a yes-or-no that is no unless said."""
    return models.BooleanField(label, default=False)
