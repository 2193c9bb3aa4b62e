"""A one-line entry, taken apart: 題名卷數　著者　版本　批校題跋　收藏單位　存缺, or the register's line with numbers.

Parts are told by what they are, not by their position: an edition is what the grammar of editions accounts for,
a number of pieces is one, an act makes an annotation, and what is left at the end holds the book. Every part is a
stretch of the line as it stands, so that a record can be made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from guji.notation.annotations import parse_annotations
from guji.notation.edition import parse_edition
from guji.notation.extent import parse_extent
from guji.notation.issues import Issue
from guji.notation.named_times import SELF_DATED, region_of
from guji.notation.parts import ParsedEntry, Part
from guji.notation.pieces import Piece, cut
from guji.notation.responsibility import parse_responsibility
from guji.notation.scan import unplaced_issues
from guji.notation.sorting import Sorter
from guji.notation.structures import Edition, Parsed, Responsibility, Span, Title, TitleUnit
from guji.notation.title import parse_title
from guji.notation.volumes import parse_volumes

#: Statements that may run over several pieces.
_JOINED: Final = ("responsibility", "annotation", "extent")


def parse_entry(line: str) -> ParsedEntry:
    """Take a line apart into its parts and read each. Never raises.

    Parts are separated by U+3000 (by tabs or spaces where the line has none); separators inside brackets belong to
    the part.
    """
    pieces = cut(line)
    Sorter(pieces).sort()
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


def _read(line: str, pieces: list[Piece]) -> list[Part]:
    """Join neighbouring pieces of one statement and parse each statement."""
    parts: list[Part] = []
    old = any(_is_old(piece.edition.structure) for piece in pieces if piece.edition is not None)
    for group in _joined(pieces):
        first, last = group[0], group[-1]
        text = line[first.offset : last.offset + len(last.text)]
        if first.kind == "edition" and last is not first:
            first.edition = parse_edition(text)
        parts.append(Part(first.kind, first.offset, text, first.lead, _parsed(first, text, parts, old)))
    return parts


def _joined(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each statement: neighbours of one kind, or an edition with the rubbing of its stone."""
    index = 0
    while index < len(pieces):
        end = _end_of_statement(pieces, index)
        yield pieces[index:end]
        index = end


def _end_of_statement(pieces: list[Piece], index: int) -> int:
    """Return the index behind the last piece of the statement that begins at ``index``."""
    piece, end = pieces[index], index + 1
    if piece.kind == "edition":
        return end + (end < len(pieces) and _is_rubbing(piece, pieces[end]))
    while piece.kind in _JOINED and end < len(pieces) and pieces[end].kind == piece.kind:
        end += 1
    return end


def _is_rubbing(stone: Piece, piece: Piece) -> bool:
    """Whether a piece says when the stone of the piece before was rubbed (宋刻石　明拓本): one edition, two layers."""
    if stone.edition is None or piece.edition is None or stone.edition.structure.ending:
        return False
    carved, rubbed = stone.edition.structure.layers, piece.edition.structure.layers
    return bool(carved and rubbed) and carved[-1].action.endswith("石") and rubbed[0].action.endswith("拓")


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


def _is_old(edition: Edition) -> bool:
    """Whether an edition is of the empire, when an author without a dynasty in brackets has it without them."""
    return bool(edition.dynasty) and region_of(edition.dynasty) == "CN" and edition.dynasty not in SELF_DATED


def _parsed(piece: Piece, text: str, before: list[Part], old: bool) -> Parsed[Any] | None:
    """Read the statement that begins with ``piece``; ``old`` if the line's edition is of the empire."""
    if piece.kind == "responsibility":
        return parse_responsibility(text, after_title=True, unbracketed=old)
    if piece.kind == "edition" and piece.edition is not None:
        return piece.edition
    if piece.kind == "extent":
        return parse_extent(text, _whole(before))
    parser = _PARSERS.get(piece.kind)
    return None if parser is None else parser(text)


_PARSERS: Final[dict[str, Callable[[str], Parsed[Any]]]] = {
    "title": parse_title,
    "annotation": parse_annotations,
    "volumes": parse_volumes,
}
