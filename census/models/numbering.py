"""The last census number given in each institution."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberCounter(models.Model):
    """The sequence up to which numbers of one kind in one institution are used up; it only ever rises.

    The next number follows this or the highest that a record carries, whichever is more; a record that goes (an
    undone import) leaves its number here. So a number is never given twice, whatever becomes of its record.
    """

    kind = models.CharField(_("种类"), max_length=20)
    institution = models.ForeignKey(
        "authority.Institution", on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"), db_index=False
    )
    last = models.PositiveIntegerField(_("已用到"), default=0)

    class Meta:
        verbose_name = _("编号计数")
        verbose_name_plural = _("编号计数")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind"],
                name="census_numbercounter_once",
                violation_error_message=_("每个单位每种记录只有一个计数"),
            ),
            models.CheckConstraint(
                condition=models.Q(last__lte=9_999_999),
                name="census_numbercounter_seven_digits",
                violation_error_message=_("流水号最多七位"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.institution_id}: {self.last}"
