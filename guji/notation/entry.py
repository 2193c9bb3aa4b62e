"""A one-line entry, taken apart: 題名卷數　著者　版本　批校題跋　收藏單位　存缺, or the register's line with numbers.

Parts are told by what they are, not by their position: an edition is what the grammar of editions accounts for,
a number of pieces is one, an act makes an annotation, and what is left at the end holds the book. Every part is a
stretch of the line as it stands, so that a record can be made from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from guji.notation.annotations import parse_annotations, read_annotation
from guji.notation.edition import parse_edition
from guji.notation.extent import parse_extent
from guji.notation.issues import Issue
from guji.notation.responsibility import parse_responsibility
from guji.notation.scan import BRACKETS, unplaced_issues
from guji.notation.structures import (
    Annotations,
    Edition,
    Extent,
    Parsed,
    Responsibility,
    Section,
    Span,
    Title,
    TitleUnit,
    Volumes,
)
from guji.notation.surnames import is_person
from guji.notation.title import parse_title
from guji.notation.volumes import parse_volumes
from guji.notation.words import both_forms

T = TypeVar("T")

CENSUS_NO: Final = re.compile(r"\d{6}[-－—]\d{4}[-－—]\d{7}")
_EDITION: Final = re.compile("(?:本|拓片|稿|藏[板版])(?:[（(\\[［〔].*)?\\Z|[刻刊抄印寫]\\Z|刻石\\Z|[刻刊]本? ")
_COUNTED: Final = re.compile(both_forms("[卷巻回種折齣冊册幅](?:[（(].*[）)])?\\Z"))
_EXTENT: Final = re.compile("[全殘残]\\Z|(?:存|缺|現存|實存|原缺|殘存)(?!古|誠|素|吾|幾)")
_VOLUMES: Final = re.compile(both_forms("[0-9０-９一二三四五六七八九十百千兩]+[冊册函軸張件幅葉卷種部套夾匣盒包]"))
_INSTITUTION: Final = re.compile(
    both_forms(
        "(?:館|院|所|中心|大學|學院|學校|中學|書店|書局|公司|博物|委員會|文化局|檔案局|文物局|管理處|保管所|文管會|文管所|文保所|寺|宮|祠|社|會|局|處|庫|室|部|黨校|研究|基金會|天一閣|博物苑|紀念館|閣|廟|"
        "馆|书店|书局|学|会)(?:[（(].*[）)])?\\Z"
    )
)
_SUPPLIED: Final = "[［〔"
_SPANNING: Final = re.compile("[（(\\[［〔【][^）)\\]］〕】]{0,400}\u3000")
#: What is said of the copy outside the statements: bound with another, damaged, with something enclosed.
_REMARK: Final = re.compile(
    both_forms(
        "與.+合[訂刻函冊裝印編]|合[訂函裝]|附.+合[訂刻函]|[有略稍]?殘[缺破損]?(?:葉|頁)?\\Z|有(?:缺|闕|破|蟲蛀|水漬|污|補)|複本|重本|零本|"
        "(?:毛|經折|卷軸|蝴蝶|包背|線|綫|平|精|洋|梵夾|旋風|冊葉)裝|金鑲玉|鈐.+印\\Z"
    )
)
_PERIOD: Final = re.compile("[年月日](?:\\Z|全|至)|至")
#: Statements that may run over several pieces.
_JOINED: Final = ("responsibility", "annotation", "extent")
_SHELF_MARK: Final = re.compile("[0-9A-Za-z]|^[（(]|^[善普線线叢丛外特甲乙丙]")


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
        seen = False
        for part in self.parts:
            if part.parsed is None:
                continue
            if part.kind == "title":
                if work is not None:
                    sections.append(Section((), work))
                work, seen = (part.parsed.structure if seen else None), True
            elif part.kind == "responsibility":
                first, *others = part.parsed.structure.sections or (Section(),)
                sections += [replace(first, work=work) if work is not None and first.work is None else first, *others]
                work = None
        if work is not None:
            sections.append(Section((), work))
        return Responsibility(tuple(sections))

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


@dataclass(slots=True)
class _Piece:
    """A stretch between separators."""

    lead: str
    offset: int
    text: str
    kind: str = ""


@dataclass(slots=True)
class _Sorter:
    """Gives each piece its kind."""

    pieces: list[_Piece]
    edition_seen: bool = False
    work_open: bool = True
    extent_seen: bool = False
    unsure: list[_Piece] = field(default_factory=list)

    def sort(self) -> None:
        """Go through the line once, then settle what could be annotation or holder."""
        start = self._numbers()
        for index in range(start, len(self.pieces)):
            piece = self.pieces[index]
            if index == start:
                piece.kind = "title"
                continue
            piece.kind = self._kind(piece.text)
            if piece.kind == "edition":
                self.edition_seen, self.work_open = True, False
            elif piece.kind == "title":
                self.work_open = True
            if not piece.kind:
                self.unsure.append(piece)
        self._settle()

    def _numbers(self) -> int:
        """Place a census number and a shelf mark at the beginning; return the index of the title."""
        pieces = self.pieces
        if not pieces or not CENSUS_NO.fullmatch(pieces[0].text):
            return 0
        pieces[0].kind = "census_no"
        if len(pieces) > 2 and (_SHELF_MARK.search(pieces[1].text) or _COUNTED.search(pieces[2].text)):
            pieces[1].kind = "shelf_mark"
            return 2
        return 1

    def _kind(self, text: str) -> str:
        """Return the kind of a piece after the title; empty for what may be an annotation or a holder."""
        if text[0] in BRACKETS or text[0] in "題题":
            if text[0] in _SUPPLIED and "本" in text and is_edition(text, False):
                return "edition"
            return "responsibility" if self.work_open or not self.edition_seen else ""
        if self.edition_seen and (
            _EXTENT.match(text) or text in ("全", "殘", "残") or (self.extent_seen and _PERIOD.search(text))
        ):
            self.extent_seen = True
            return "extent"
        if self.edition_seen and _VOLUMES.match(text) and not parse_volumes(text).unplaced:
            return "volumes"
        if self.edition_seen and _REMARK.match(text):
            return "remark"
        if is_edition(text, self.edition_seen and not self.work_open):
            return "edition"
        if self.edition_seen and not self.work_open:
            return "title" if _COUNTED.search(text) and not _INSTITUTION.search(text) else ""
        if not self.edition_seen and is_holder(text):
            return "holder"
        return "responsibility"

    def _settle(self) -> None:
        """Pieces up to the last act are annotations; what remains at the end is the holder."""
        acting = [index for index, piece in enumerate(self.unsure) if is_annotation(piece.text)]
        last = acting[-1] if acting else -1
        register = bool(self.pieces) and self.pieces[0].kind == "census_no"
        for index, piece in enumerate(self.unsure):
            if index <= last and not (is_holder(piece.text) and not is_annotation(piece.text)):
                piece.kind = "annotation"
            elif (register or index < len(self.unsure) - 1) and not is_holder(piece.text):
                piece.kind = "annotation" if is_person(piece.text) else "unplaced"
            else:
                piece.kind = "holder"


@lru_cache(maxsize=2048)
def is_holder(text: str) -> bool:
    """Whether ``text`` is an institution by its last word."""
    return len(text) > 3 and bool(_INSTITUTION.search(text))


@lru_cache(maxsize=2048)
def is_annotation(text: str) -> bool:
    """Whether an act of annotation ends ``text``; an institution (臨川區圖書館) is none."""
    return not is_holder(text) and bool(read_annotation(text).acts)


@lru_cache(maxsize=2048)
def is_edition(text: str, closed: bool) -> bool:
    """Whether ``text`` is an edition statement; ``closed`` if one has already ended the work."""
    if not _EDITION.search(text):
        return False
    parsed = parse_edition(text)
    edition = parsed.structure
    if len(text) <= 3 and is_person(text) and not (edition.layers and edition.layers[-1].action):
        return False
    if parsed.unplaced:
        return bool(re.search("本(?:[（(\\[［].*)?\\Z", text)) and not closed
    if edition.ending:
        return True
    return bool(edition.layers) and bool(edition.main.dates) and bool(edition.layers[-1].action)


def parse_entry(line: str) -> ParsedEntry:
    """Take a line apart into its parts and read each. Never raises.

    Parts are separated by U+3000 (by tabs or spaces where the line has none); separators inside brackets belong to
    the part.
    """
    pieces = _pieces(line)
    _Sorter(pieces).sort()
    parts = _read(line, pieces)
    unplaced: list[Span] = []
    issues: list[Issue] = []
    for part in parts:
        if part.kind == "unplaced":
            span = Span(part.offset, len(part.text), part.text)
            unplaced.append(span)
            issues += unplaced_issues([span])
        elif part.parsed is not None and (part.parsed.issues or part.parsed.unplaced):
            unplaced += [Span(s.offset + part.offset, s.length, s.text) for s in part.parsed.unplaced]
            issues += [found.moved(part.offset) for found in part.parsed.issues]
    return ParsedEntry(line, tuple(parts), tuple(unplaced), tuple(issues))


def _pieces(line: str) -> list[_Piece]:
    separators = "\u3000" if "\u3000" in line else "\t " if " " in line or "\t" in line else ""
    if separators == "\u3000" and not _SPANNING.search(line):
        return _plain_pieces(line)
    pieces: list[_Piece] = []
    size = len(line)
    start = lead = index = 0
    while index <= size:
        char = line[index] if index < size else ""
        if index == size or char in separators:
            if index > start:
                pieces.append(_Piece(line[lead:start], start, line[start:index]))
                lead = index
            start = index + 1
        elif char in BRACKETS:
            end = line.find(BRACKETS[char], index, index + 4000)
            if end > 0 and _belongs(line[index:end]):
                index = end
        index += 1
    if pieces and lead < size:
        pieces.append(_Piece("", lead, line[lead:], "blank"))
    return pieces


def _plain_pieces(line: str) -> list[_Piece]:
    """Cut a line in which no bracket holds a separator."""
    pieces: list[_Piece] = []
    start = lead = 0
    for text in line.split("\u3000"):
        if text:
            pieces.append(_Piece(line[lead:start], start, text))
            lead = start + len(text)
        start += len(text) + 1
    if pieces and lead < len(line):
        pieces.append(_Piece("", lead, line[lead:], "blank"))
    return pieces


def _belongs(inside: str) -> bool:
    """Whether a bracket may hold the separators inside it: not if a further bracket opens within."""
    return not any(char in BRACKETS for char in inside[1:])


def _read(line: str, pieces: list[_Piece]) -> list[Part]:
    """Join neighbouring pieces of one statement and parse each statement."""
    parts: list[Part] = []
    index, size = 0, len(pieces)
    while index < size:
        piece = pieces[index]
        kind, text = piece.kind, piece.text
        index += 1
        if kind in _JOINED and index < size and pieces[index].kind == kind:
            while index < size and pieces[index].kind == kind:
                index += 1
            text = line[piece.offset : pieces[index - 1].offset + len(pieces[index - 1].text)]
        parsed = parse_extent(text, _whole(parts)) if kind == "extent" else _parse(kind, text)
        parts.append(Part(kind, piece.offset, text, piece.lead, parsed))
    return parts


def _whole(parts: list[Part]) -> Title:
    """Return the titles read so far with the appended works, against which the extent is checked."""
    units: list[TitleUnit] = []
    for part in parts:
        structure = part.parsed.structure if part.parsed else None
        if isinstance(structure, Title):
            units += structure.units
        elif isinstance(structure, Responsibility):
            units += [unit for work in structure.works for unit in work.units]
    return Title(tuple(units))


def _parse(kind: str, text: str) -> Parsed[Any] | None:
    parser = _PARSERS.get(kind)
    return None if parser is None else parser(text)


def _parse_people(text: str) -> Parsed[Responsibility]:
    return parse_responsibility(text, after_title=True)


_PARSERS: Final[dict[str, Callable[[str], Parsed[Any]]]] = {
    "title": parse_title,
    "responsibility": _parse_people,
    "edition": parse_edition,
    "annotation": parse_annotations,
    "volumes": parse_volumes,
}
