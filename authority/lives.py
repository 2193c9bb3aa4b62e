"""The years of a life as a name carries them: 1735—1815, 約1500—1560, ?—1644, 前145—?."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_YEAR: Final = r"(?:(?P<{0}_about>[約约]|c\.)?\s*(?P<{0}_before>前|-)?(?P<{0}>[0-9]{{1,4}}))|(?P<{0}_unknown>[?？])"
_LIFE: Final = re.compile(
    rf"\s*[（(]?\s*(?:{_YEAR.format('born')})?\s*(?P<dash>[—–\-－~～至]{{1,2}})\s*(?:{_YEAR.format('died')})?\s*[）)]?\s*"
)
#: Nobody lives longer: more is a slip of a digit.
LONGEST: Final = 130


class Life(NamedTuple):
    """Years of birth and death, negative before our era, ``None`` where unknown; ``text`` as they are written here."""

    born: int | None
    died: int | None
    text: str


def read_life(text: str) -> Life | None:
    """Return the years that a text tells; ``None`` if it is none, or if they cannot be those of one life."""
    if not text.strip():
        return Life(None, None, "")
    match = _LIFE.fullmatch(text)
    if match is None:
        return None
    born, died = _year(match, "born"), _year(match, "died")
    if (born is None and died is None) or 0 in (born, died) or not _can_be(born, died):
        return None
    return Life(born, died, f"{_written(match, 'born', born)}—{_written(match, 'died', died)}")


def _year(match: re.Match[str], name: str) -> int | None:
    digits = match[name]
    return None if digits is None else -int(digits) if match[f"{name}_before"] else int(digits)


def _can_be(born: int | None, died: int | None) -> bool:
    return born is None or died is None or 0 <= died - born <= LONGEST


def _written(match: re.Match[str], name: str, year: int | None) -> str:
    if year is None:
        return "?"
    return ("約" if match[f"{name}_about"] else "") + (f"前{-year}" if year < 0 else str(year))
