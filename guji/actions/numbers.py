"""Census numbers as a record's data brings them."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

from census.errors import InvalidData
from census.models import CENSUS_NO_PATTERN

_FORM = re.compile(CENSUS_NO_PATTERN)


def checked_number(census_no: str) -> str | None:
    """Return a number as it is stored, ``None`` for none. Raises :class:`~census.errors.InvalidData` if malformed."""
    if not census_no:
        return None
    if not _FORM.fullmatch(census_no):
        raise InvalidData(
            "census_no",
            gettext_noop("普查编号“{number}”的形式不对，应为 6 位-4 位-7 位数字，如 330000-1701-0000012"),
            number=census_no,
        )
    return census_no


def number_taken(census_no: str) -> InvalidData:
    """Return the refusal of a number that another record has."""
    return InvalidData("census_no", gettext_noop("普查编号 {number} 已经用于另一条记录"), number=census_no)
