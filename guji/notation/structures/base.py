"""What all statements share: the parsed statement, spans left over, numbers, counts, remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from guji.notation.issues import Issue

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text read that no rule could place."""

    offset: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A statement as written, what was understood of it, what was not, and what was noticed.

    Offsets of ``unplaced`` and ``issues`` count characters of ``text``.
    """

    text: str
    structure: T
    unplaced: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every character of the text found its place."""
        return not self.unplaced


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it is written; ``value`` is None for □, 不分 and the like."""

    value: int | None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A bracketed remark. In an edition a ``supplement`` tells of leaves supplied or lacking (配, 抄配, 補刻, 缺)."""

    text: str
    brackets: str = "（）"
    supplement: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of units: 三十卷, □□卷, 不分卷, 一百回."""

    number: Number
    unit: str

    @property
    def value(self) -> int | None:
        """The number, None where it is not known or the work is not divided."""
        return self.number.value

    @property
    def undivided(self) -> bool:
        """Whether the statement says 不分卷 (or 無卷數)."""
        return self.number.value is None and self.number.written[:1] in ("不", "無", "无")


#: The unit of juan in the forms it is written.
JUAN = frozenset("卷巻券")
