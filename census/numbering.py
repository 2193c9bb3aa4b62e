"""Giving census numbers: the next of the institution, once and for all.

A number is 行政區劃 6 – 單位代碼 4 – 流水 7 (census_fields §2). Gaps are allowed, reuse is not: the counter of
an institution only rises, and its row is locked while a number is taken from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_noop

from census.errors import InvalidData
from census.models.numbering import NumberCounter
from census.models.record import CENSUS_NO_PATTERN, CensusRecord

if TYPE_CHECKING:
    from authority.models import Institution

LAST_SEQUENCE = 9_999_999
_NUMBER = re.compile(CENSUS_NO_PATTERN)


def region_digits(census_prefix: str, region: str) -> str:
    """Return the first part of an institution's numbers: that set for it, else its province's; empty if unknown."""
    return census_prefix or (f"{region[:2]}0000" if region else "")


def census_prefixes(**which: Any) -> dict[str, str]:
    """Return unit code → first part of its numbers, of the institutions where it is known (of those ``which``)."""
    from authority.models import Institution

    rows = Institution.objects.filter(**which).values_list("code", "census_prefix", "region_id")
    return {code: digits for code, prefix, region in rows if (digits := region_digits(prefix, str(region or "")))}


def prefix_of(institution: Institution) -> str:
    """Return the first two parts of an institution's numbers, with the final hyphen: ``330000-1701-``.

    The six digits are those set for the institution, else its province's. Raises :class:`InvalidData` where
    neither is known or the unit code is not four digits.
    """
    region = region_digits(institution.census_prefix, institution.region_id or "")
    prefix = f"{region}-{institution.code}-"
    if not _NUMBER.match(f"{prefix}0000001"):
        raise InvalidData(
            "institution",
            gettext_noop("{name}（{code}）没有可用的行政区划代码或四位数字的单位代码，不能给号"),
            name=institution.name,
            code=institution.code,
        )
    return prefix


def sequence_of(census_no: str) -> int:
    """Return the running number in a census number."""
    return int(census_no[-7:])


class Numbering:
    """The counter of one kind in one institution, held locked until the transaction ends."""

    def __init__(self, model: type[CensusRecord], institution: Institution) -> None:
        self.model = model
        self.institution = institution
        counter, _ = NumberCounter.objects.get_or_create(kind=model.KIND, institution=institution)
        self.counter = NumberCounter.objects.select_for_update().get(pk=counter.pk)

    def take(self, count: int = 1) -> list[str]:
        """Return the next free numbers.

        Raises :class:`InvalidData` when the seven digits are used up, or as :func:`prefix_of` does.
        """
        prefix = prefix_of(self.institution)
        span = (f"{prefix}0000000", f"{prefix}{LAST_SEQUENCE}")
        highest = self.model._default_manager.filter(census_no__range=span).aggregate(n=Max("census_no"))["n"]
        last = max(self.counter.last, sequence_of(highest) if highest else 0)
        if last + count > LAST_SEQUENCE:
            raise InvalidData("census_no", gettext_noop("{prefix} 的七位流水号已用尽"), prefix=prefix)
        self._raise_to(last + count)
        return [f"{prefix}{sequence:07d}" for sequence in range(last + 1, last + count + 1)]

    def note(self, census_no: str) -> None:
        """Remember a number that came from outside, so that it is never given again."""
        if census_no[7:11] == self.institution.code and sequence_of(census_no) > self.counter.last:
            self._raise_to(sequence_of(census_no))

    def _raise_to(self, last: int) -> None:
        self.counter.last = last
        NumberCounter.objects.filter(pk=self.counter.pk).update(last=last)
