"""One wrong and one right way for the checks, kept as a table beside them, and which checks bear on a field.

The table (``data/examples.txt``) is shown where a field is filled in; a test holds that each check finds its wrong way
and leaves its right one alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

from census.checks import Check, Level
from guji.checks import BOOK_CHECKS
from guji.checks.registry import GrammarCheck
from guji.checks.tables import DATA
from guji.data import BookData

#: A check that reads more fields than these looks at characters wherever they stand: it is told of last.
_FEW_FIELDS: Final = 3
_NOTHING: Final = "-"
_FLAGS: Final = frozenset(column.name for column in fields(BookData) if column.type == "bool")
_GRAVITY: Final = list(Level)


@dataclass(frozen=True, slots=True)
class Example:
    """What a check finds wrong in a field, how it is right, and what else the record says in both."""

    check: str
    field: str
    wrong: str
    right: str
    rest: dict[str, Any]

    @property
    def is_flag(self) -> bool:
        """Whether the field is a yes or no."""
        return self.field in _FLAGS


@cache
def examples() -> tuple[Example, ...]:
    """Return all examples, in the table's order."""
    lines = (DATA / "examples.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_read(line) for line in lines if line and not line.startswith("#"))


def _read(line: str) -> Example:
    check, field, wrong, right, rest, *_more = [*line.split("\t"), ""]
    said = dict(part.split("=", 1) for part in rest.split(";") if part)
    return Example(
        check,
        field,
        "" if wrong == _NOTHING else wrong,
        "" if right == _NOTHING else right,
        {name: bool(value) if name in _FLAGS else value for name, value in said.items()},
    )


def bearing_on(field: str) -> Iterator[tuple[Check[BookData], Example | None]]:
    """Yield the checks that bear on a field (``details.seals`` for a group), each with an example where there is one.

    Those whose example is of the field stand first, the gravest before the others; then those that weigh it against
    another field, and those that look at its characters.
    """
    own = {example.check: example for example in examples() if example.field == field}
    elsewhere = {example.check: example for example in reversed(examples())}
    for check in _in_order(field, own):
        yield check, own.get(check.id) or elsewhere.get(check.id)


def _in_order(field: str, own: Container[str]) -> Iterator[Check[BookData]]:
    """Yield the checks that bear on a field, those with an example ``own`` to it first, each kind by gravity."""
    reading = [check for check in BOOK_CHECKS if field in check.fields]
    made_for = [check for check in BOOK_CHECKS if check.id in own or (check in reading and _is_narrow(check))]
    yield from sorted(made_for, key=lambda check: (check.id not in own, _gravity(check)))
    others = [check for check in reading if check not in made_for and not isinstance(check, GrammarCheck)]
    yield from sorted(others, key=_gravity)


def _is_narrow(check: Check[BookData]) -> bool:
    return len(check.fields) <= _FEW_FIELDS


def _gravity(check: Check[BookData]) -> int:
    return _GRAVITY.index(check.level)
