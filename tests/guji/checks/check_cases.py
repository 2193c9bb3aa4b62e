"""How a case of a check is written: what it must find with the characters it blames, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from census.checks import Context, Level
from guji.data import BookData
from tests.guji.checks.record_samples import GOOD, spoil

#: Blamed: the whole field.
WHOLE = ""


@dataclass(frozen=True)
class Found:
    """A record with a fault: the characters blamed, the field if not the check's first, a word of the message."""

    record: BookData
    blamed: str
    word: str = ""
    field: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class Cases:
    """A check's cases: faults it must find, near misses it must leave alone, and what it may know of other records."""

    found: list[Found]
    left: list[BookData]
    context: Context = field(default_factory=Context)


def fault(
    blamed: str, word: str = "", /, base: BookData = GOOD, field: str = "", level: Level | None = None, **changes: Any
) -> Found:
    """Return a record spoilt in one way, and what is to be found in it."""
    return Found(spoil(base, **changes), blamed, word, field, level)


def title(text: str, **changes: Any) -> BookData:
    """Return a right record with another title."""
    return spoil(title=text, **changes)


def by(text: str, **changes: Any) -> BookData:
    """Return a right record with other authors, its edition of 清 so that they may come first."""
    return spoil(**{"responsibility": text, "edition": "清刻本", **changes})


def edition(text: str, **changes: Any) -> BookData:
    """Return a right record with another edition and no authors."""
    return spoil(**{"edition": text, "responsibility": "", **changes})


def extent(text: str, title: str = "國語二十一卷", **changes: Any) -> BookData:
    """Return a right record of 21 juan (or of another title) that is incomplete."""
    return spoil(extent=text, title=title, **changes)


def details(group: str, *rows: dict[str, Any], base: BookData = GOOD, **changes: Any) -> BookData:
    """Return a right record with rows in one group of the full record."""
    return spoil(base, details={group: list(rows)}, **changes)
