"""書名筆畫索引, 著者筆畫索引: titles or persons by strokes, and the index of first characters that leads into them.

Order: strokes, stroke sequence, radical, code point, character by character (:func:`authority.han.stroke_key`); a reign
or place in brackets before a title does not count, nor does punctuation; titles that begin with no Han character, and
those whose first character is lost (□), come last. Equal titles share one line and list their references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from authority.han import first_stroke, format_numeral, is_ideograph, stroke_key, strokes
from catalog_export.volumes.register.entry import IndexTitle

#: Where titles stand that begin with no Han character.
OTHERS = "其他"
#: Numbers in sort keys are written as characters from here on.
KEY_BASE = 0x100


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """Where a title is found: the entry's place in the volume, and the number it is known by."""

    place: int
    number: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line of the index: the title as printed, the name it is sorted by, and where it occurs."""

    text: str
    name: str
    references: tuple[Reference, ...]

    @property
    def head(self) -> str:
        """The character under which the line stands (字頭), empty if the name has no Han character first."""
        return head_of(self.name)

    @property
    def anchor(self) -> str:
        """The anchor of the line in an index of titles, to which entries link back."""
        return line_anchor(self.text)


@dataclass(frozen=True, slots=True)
class IndexSection:
    """The lines that share strokes and first stroke: ``三畫 [一]``. ``strokes`` is 0 for :data:`OTHERS`."""

    strokes: int
    first_stroke: str
    lines: tuple[IndexLine, ...]

    @property
    def heading(self) -> str:
        """三畫, 十一畫; 其他."""
        return stroke_heading(self.strokes)


def line_anchor(text: str) -> str:
    """Return the anchor of the index line that prints ``text``."""
    return f"title-{text}"


def sort_text(name: str) -> str:
    """Return a string by which names sort as by :func:`authority.han.stroke_key`: cheap to compare, easy to write.

    Names that begin with no Han character stand behind all others. No key holds a tab or the end of a line.
    """
    items = (
        f"{chr(KEY_BASE + count)}{sequence} {chr(KEY_BASE + number)}{chr(point)}"
        for count, sequence, number, point in stroke_key(name)
    )
    return ("" if head_of(name) else "\uffff") + "".join(items)


def stroke_heading(count: int) -> str:
    """Return the heading of a number of strokes: ``三畫``; 0 is :data:`OTHERS`."""
    return f"{format_numeral(count)}畫" if count else OTHERS


def head_of(name: str) -> str:
    """Return the first Han character of ``name`` if it begins with one (marks before it set aside), else ``""``."""
    for char in name:
        if is_ideograph(char):
            return char
        if char.isalnum() or char == "□":
            return ""
    return ""


def index_lines(titles: Iterable[tuple[IndexTitle, Reference]]) -> list[IndexLine]:
    """Return the lines of the index in their order, equal titles merged, references in the volume's order."""
    gathered: dict[IndexTitle, set[Reference]] = {}
    for title, reference in titles:
        gathered.setdefault(title, set()).add(reference)
    keys = {title.name: "" for title in gathered}
    for name in keys:
        keys[name] = sort_text(name)
    ordered = sorted(gathered, key=lambda title: (keys[title.name], title.text))
    return [IndexLine(title.text, title.name, tuple(sorted(gathered[title]))) for title in ordered]


def heading_of(name: str) -> tuple[int, str]:
    """Return strokes and first stroke of the heading under which a name stands, ``(0, "")`` for :data:`OTHERS`."""
    head = head_of(name)
    return (strokes(head), first_stroke(head)) if head else (0, "")


def index_sections(lines: Iterable[IndexLine]) -> Iterator[IndexSection]:
    """Group ordered lines under their stroke headings."""
    for (count, first), group in groupby(lines, key=lambda line: heading_of(line.name)):
        yield IndexSection(count, first, tuple(group))


@dataclass(frozen=True, slots=True)
class HeadSection:
    """The first characters under one heading of the index, in its order, each with the anchor of its first line."""

    strokes: int
    first_stroke: str
    heads: tuple[tuple[str, str], ...]

    @property
    def heading(self) -> str:
        """三畫, 十一畫."""
        return stroke_heading(self.strokes)


def head_sections(sections: Iterable[IndexSection]) -> Iterator[HeadSection]:
    """Return the 字頭索引: the first characters of every section of the index that has any."""
    for section in sections:
        if section.strokes:
            heads: dict[str, str] = {}
            for line in section.lines:
                heads.setdefault(line.head, line.anchor)
            yield HeadSection(section.strokes, section.first_stroke, tuple(heads.items()))
