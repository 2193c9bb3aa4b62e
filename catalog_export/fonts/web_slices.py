"""Divides the characters of a chain of faces into slices, small enough to be fetched for a few characters' sake."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from catalog_export.typeset import Face

#: The share of the outlines' bytes that is left by packing (measured: 0.60).
PACKED = 0.62
#: Bytes for a slice that a page needs whole or for a single character, and for one of which it needs a few.
WIDE, NARROW = 52_000, 30_000
#: So many of the most frequent characters stand on nearly every page.
COMMON = 900
#: Blocks left to the reader's own system: syllables of Hangul, private use.
SKIPPED = ((0xAC00, 0xD7FF), (0xE000, 0xF8FF), (0xF0000, 0x10FFFF))


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters of one face that make one file: code point → glyph; ``ranges`` is what the stylesheet declares."""

    face: Face
    glyphs: Mapping[int, int]
    ranges: tuple[tuple[int, int], ...]


def frequent_slices(face: Face, characters: Iterable[str]) -> list[Slice]:
    """Return slices of the most frequent characters, in their order; what the face lacks is left out."""
    forms = {code: form[0] for code in map(ord, characters) if (form := face.form(chr(code)))}
    codes = list(forms)
    groups = [*_divided(face, forms, codes[:COMMON], WIDE), *_divided(face, forms, codes[COMMON:], NARROW)]
    return [Slice(face, {code: forms[code] for code in group}, tuple(runs(sorted(group)))) for group in groups]


def other_slices(faces: Sequence[Face], done: Iterable[int] = ()) -> list[Slice]:
    """Return slices of all that is left, each character from the first face of the chain that has it."""
    known = set(done)
    found = []
    for number, face in enumerate(faces):
        codes = [code for code in sorted(face.characters - known) if not _is_skipped(code)]
        forms = {code: form[0] for code in codes if (form := face.form(chr(code)))}
        known |= forms.keys()
        for group in _divided(face, forms, list(forms), WIDE if number else NARROW):
            found.append(Slice(face, {code: forms[code] for code in group}, tuple(runs(group))))
    return found


def _is_skipped(code: int) -> bool:
    return any(first <= code <= last for first, last in SKIPPED)


def _divided(face: Face, forms: Mapping[int, int], codes: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Cut a row of characters where the bytes of their outlines fill the budget."""
    lengths = outline_lengths(face)
    group: list[int] = []
    size = 0.0
    for code in codes:
        more = lengths[forms[code]] * PACKED + 8
        if group and size + more > budget:
            yield group
            group, size = [], 0.0
        group.append(code)
        size += more
    if group:
        yield group


def outline_lengths(face: Face) -> list[int]:
    """Return the bytes of every glyph's outline, read from ``loca``."""
    head, loca = (bytes(face.hb_face.reference_table(tag).data) for tag in ("head", "loca"))
    long = struct.unpack_from(">h", head, 50)[0]
    width, kind, unit = (4, "I", 1) if long else (2, "H", 2)
    offsets = struct.unpack(f">{len(loca) // width}{kind}", loca)
    return [(after - before) * unit for before, after in pairwise(offsets)]


def runs(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return ascending code points as runs of (first, last)."""
    # what ascends by one keeps its distance from its place
    for _distance, group in groupby(enumerate(codes), key=lambda placed: placed[1] - placed[0]):
        run = [code for _place, code in group]
        yield run[0], run[-1]
