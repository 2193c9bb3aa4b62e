"""An entry taken apart: its parts, and the structure of each statement by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from guji.notation.issues import Issue
from guji.notation.structures import (
    Annotations,
    Edition,
    Extent,
    Parsed,
    Responsibility,
    Section,
    Span,
    Title,
    Volumes,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: its kind, where it stands in the line, its text, and what was understood of it.

    ``kind`` is one of census_no, shelf_mark, title, responsibility, edition, annotation, holder, volumes, extent,
    remark (合訂, 有殘 …), or unplaced. ``lead`` is the separator before it.
    """

    kind: str
    offset: int
    text: str
    lead: str = ""
    parsed: Parsed[Any] | None = None


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """A line taken apart. Offsets of ``unplaced`` and ``issues`` count characters of ``text``, the line."""

    text: str
    parts: tuple[Part, ...] = ()
    unplaced: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()

    def _all(self, kind: str) -> Iterator[Part]:
        return (part for part in self.parts if part.kind == kind)

    def _structure(self, kind: str, empty: T) -> T:
        found = next((part.parsed for part in self._all(kind) if part.parsed), None)
        return empty if found is None else found.structure

    def _text(self, kind: str) -> str:
        return "\u3000".join(part.text for part in self._all(kind))

    @property
    def complete(self) -> bool:
        """Whether every part, and every character of every part, found its place."""
        return not self.unplaced

    @property
    def title(self) -> Title:
        """題名卷數 of the first work."""
        return self._structure("title", Title())

    @property
    def responsibility(self) -> Responsibility:
        """著者 of all works, the appended ones and those after a first edition included."""
        sections: list[Section] = []
        work: Title | None = None
        titles = 0
        for part in self.parts:
            if part.parsed is None:
                continue
            if part.kind == "title":
                sections += _of_nobody(work)
                work = part.parsed.structure if titles else None
                titles += 1
            elif part.kind == "responsibility":
                sections += _with_work(part.parsed.structure.sections, work)
                work = None
        return Responsibility((*sections, *_of_nobody(work)))

    @property
    def edition(self) -> Edition:
        """版本, the first where the line has several."""
        return self._structure("edition", Edition())

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All editions of the line."""
        return tuple(part.parsed.structure for part in self._all("edition") if part.parsed)

    @property
    def annotations(self) -> Annotations:
        """批校題跋."""
        found = [part.parsed.structure for part in self._all("annotation") if part.parsed]
        return Annotations(tuple(item for one in found for item in one.items))

    @property
    def volumes(self) -> Volumes:
        """冊數."""
        return self._structure("volumes", Volumes())

    @property
    def extent(self) -> Extent:
        """存缺卷."""
        return self._structure("extent", Extent())

    @property
    def holder(self) -> str:
        """收藏單位 as named."""
        return self._text("holder")

    @property
    def census_no(self) -> str:
        """普查編號."""
        return self._text("census_no")

    @property
    def shelf_mark(self) -> str:
        """索書號."""
        return self._text("shelf_mark")

    @property
    def remark(self) -> str:
        """What is said of the copy outside the statements (合訂, 有殘)."""
        return self._text("remark")

    @property
    def statements(self) -> dict[str, str]:
        """The statements as they stood in the line, by kind; parts of one kind joined by U+3000."""
        kinds = ("census_no", "shelf_mark", "title", "responsibility", "edition", "annotation", "holder")
        return {kind: self._text(kind) for kind in (*kinds, "volumes", "extent", "remark")}


def _of_nobody(work: Title | None) -> tuple[Section, ...]:
    """Return a further work that no author follows."""
    return () if work is None else (Section((), work),)


def _with_work(sections: tuple[Section, ...], work: Title | None) -> tuple[Section, ...]:
    """Return the sections of a statement, the first being of the ``work`` that stands before it."""
    first, *others = sections or (Section(),)
    return (replace(first, work=work) if work is not None and first.work is None else first, *others)
