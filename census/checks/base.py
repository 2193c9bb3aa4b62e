"""What a check is, what it finds, and the registry that runs them.

A check looks at one record's data and says what does not add up. It never changes anything and never
touches the database: what it needs of other records comes in its :class:`Context`. So the same rule
serves the form, the import, submission, the reviewer's queue and ``check_records`` alike.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from typing import Any, ClassVar, Generic, TypeVar

Record = TypeVar("Record")


class Level(enum.StrEnum):
    """How grave a finding is: an error stops submission unless waived, a warning asks, a hint tells."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong: which check, which field, which characters, and what to do about it.

    ``template`` is the message in Simplified Chinese with ``{name}`` places for ``params``; it is also
    the key under which the English message is translated. ``offset`` and ``length`` count characters
    in the field's text; a length of 0 means the whole field.
    """

    check: str
    level: Level
    field: str
    template: str
    params: Mapping[str, Any] = column(default_factory=dict)
    offset: int = 0
    length: int = 0

    @property
    def message(self) -> str:
        """The message in Simplified Chinese."""
        return self.template.format(**self.params)


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beside the record itself.

    ``numbers`` and ``shelf_marks`` count how many *other* records of the same institution (for numbers:
    of the whole house) carry the value, ``twins`` how many say word for word the same; ``settings`` holds what an
    administrator may tune.
    """

    numbers: Mapping[str, int] = column(default_factory=dict)
    shelf_marks: Mapping[tuple[str, str], int] = column(default_factory=dict)
    twins: Mapping[tuple[str, ...], int] = column(default_factory=dict)
    settings: Mapping[str, Any] = column(default_factory=dict)


class Check(ABC, Generic[Record]):
    """A rule: its id, its level, the fields it reads, its words and where it comes from."""

    id: ClassVar[str]
    level: ClassVar[Level]
    fields: ClassVar[tuple[str, ...]]
    title: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def run(self, record: Record, context: Context) -> Iterator[Finding]:
        """Yield what this rule finds in ``record``; nothing at all where the record is right."""

    def finding(
        self, field: str, template: str, *, offset: int = 0, length: int = 0, level: Level | None = None, **params: Any
    ) -> Finding:
        """Return a finding of this check, at the check's own level unless told otherwise."""
        return Finding(self.id, level or self.level, field, template, params, offset, length)


class Registry(Generic[Record]):
    """The checks of one kind of record, in the order they are reported."""

    def __init__(self) -> None:
        self._checks: dict[str, Check[Record]] = {}

    def register(self, check: type[Check[Record]]) -> type[Check[Record]]:
        """Add a check (usable as a class decorator). Raises ``ValueError`` if its id is taken."""
        if check.id in self._checks:
            raise ValueError(f"check id used twice: {check.id}")
        self._checks[check.id] = check()
        return check

    def __iter__(self) -> Iterator[Check[Record]]:
        return iter(self._checks.values())

    def __len__(self) -> int:
        return len(self._checks)

    def __getitem__(self, check_id: str) -> Check[Record]:
        return self._checks[check_id]

    def run(self, record: Record, context: Context, only: Iterable[str] | None = None) -> list[Finding]:
        """Return every finding on one record, in registration order."""
        wanted = self._checks.values() if only is None else [self._checks[check_id] for check_id in only]
        return [finding for check in wanted for finding in check.run(record, context)]
