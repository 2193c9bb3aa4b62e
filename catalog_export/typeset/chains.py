"""The chain of faces: which face sets a character, and under which code.

A character's code in the PDF is its UTF-16 code unit, so that a line is encoded by ``str.encode`` alone;
characters beyond the BMP get a code of the surrogate range, which no text can hold, 2,048 to a PDF font.
What has no code is composed as it is described (:mod:`catalog_export.typeset.composing`), and its text is the
description. What no face has is set as 〓 under its own code: it stays searchable and is listed.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import uharfbuzz as hb

from catalog_export.typeset.characters import is_private
from catalog_export.typeset.composing import Composer, Contour, drawn
from catalog_export.typeset.faces import (
    LEFT_DIGITS,
    VIRTUAL_END,
    VIRTUAL_FIRST,
    ComposedFace,
    Face,
    FaceError,
    FaceFile,
)
from catalog_export.typeset.finding import GlyphFinder
from catalog_export.typeset.ideographs import OPERATORS, parse

#: From here on private characters stand for descriptions while a document is set (no face is asked for these).
STAND_IN_FIRST = 0x10F000
BOLD_FROM = 600
NOTED_AT_ONCE = 1024
BIG_ENDIAN = sys.byteorder == "big"


class FontSlot:
    """One PDF font: a face and the codes used of it, ``code → (glyph, advance, text)``."""

    def __init__(self, name: str, face: Face, embolden: bool) -> None:
        self.name, self.face, self.embolden = name, face, embolden
        self.vertical = face.vertical
        self.codes: dict[int, tuple[int, int, str]] = {}
        self.virtual_codes: dict[str, int] = {}
        self.next_virtual = VIRTUAL_FIRST

    def virtual_code(self, char: str) -> int:
        """Return the code given to a character that has none of its own, 0 if it was not used."""
        return self.virtual_codes.get(char, 0)


class Chain(dict[str, int]):
    """The faces of one weight in order: a mapping ``character → advance`` (1/1000 em) that fills as text comes.

    ``special`` are the characters met so far that no face has, or that the first slot cannot set by their own code
    unit (``has_odd_ascii``: some of ASCII among them); ``slot_of`` and ``virtual`` say where those are and under
    which code.
    """

    def __init__(self, weight: int, fonts: Typefaces) -> None:
        super().__init__()
        self.weight = weight
        self._fonts = fonts
        self.main = fonts.slot(fonts.main_face(weight), embolden=False)
        self.special: set[str] = set()
        self.has_odd_ascii = False
        self._plain_used: set[int] = set()
        self._encoded: list[bytes] = []
        self.composed = ComposedFace(weight, vertical=fonts.vertical)
        self.slot_of: dict[str, FontSlot] = {}
        self.virtual: dict[int, int] = {}
        self._finder = GlyphFinder(fonts, weight, self.main.face, self.composed)

    @cached_property
    def events(self) -> re.Pattern[str]:
        """What line breaking must look at one by one in text of the main face."""
        return self.main.face.events(self._fonts.standard)

    def __missing__(self, char: str) -> int:
        found = self._finder.find(char)
        face = found.face
        embolden = self.weight >= BOLD_FROM and face not in (self.main.face, self.composed)
        slot = self._fonts.slot(face, embolden=embolden, room_for=char)
        code = self._code(slot, char)
        slot.codes[code] = (found.glyph, found.advance, found.text)
        if slot is not self.main or code != ord(char) or char in OPERATORS or char in self._fonts.missing:
            self._note_special(char, slot, code)
        advance = self[char] = _along(face, char, found.advance)
        return advance

    def _note_special(self, char: str, slot: FontSlot, code: int) -> None:
        """Note a character that the first slot does not set by its own code unit, or that must be looked at."""
        self.special.add(char)
        self.has_odd_ascii = self.has_odd_ascii or char.isascii()
        self.slot_of[char] = slot
        self.virtual[ord(char)] = code

    def encode(self, text: str) -> str:
        """Return the codes of text in hexadecimal, four digits a character, and note them as used."""
        encoded = text.encode("utf-16-be", "surrogatepass")
        if not text.isascii():
            self._encoded.append(encoded)
            if len(self._encoded) == NOTED_AT_ONCE:
                self._note()
        return encoded.hex()

    def _note(self) -> None:
        """Note the codes of what was encoded: many texts at once, which takes half the time of one by one."""
        self._plain_used.update(array("H", b"".join(self._encoded)))
        self._encoded.clear()

    def settle(self) -> None:
        """Enter the plain characters used, which were not looked at one by one, into the main slot."""
        self._note()
        swapped = (unit if BIG_ENDIAN else (unit & 0xFF) << 8 | unit >> 8 for unit in self._plain_used)
        chars = [chr(code) for code in swapped if code not in self.main.codes]
        for char, form in zip(chars, self.main.face.forms(chars), strict=True):
            if form is not None:
                self.main.codes[ord(char)] = (*form, char)
        self._plain_used.clear()
        self.composed.settle()

    def _code(self, slot: FontSlot, char: str) -> int:
        code = ord(char)
        if code < VIRTUAL_FIRST or VIRTUAL_END <= code <= 0xFFFF:
            return code
        code = self._fonts.virtual_codes.get((slot.name, char), 0)
        if not code:
            code = self._fonts.virtual_codes[slot.name, char] = slot.virtual_codes[char] = slot.next_virtual
            slot.next_virtual += 1
        return code


def _along(face: Face, char: str, advance: int) -> int:
    """Return how far a line goes on with a character: down a vertical line by whole ems, an upright pair by one."""
    if not face.vertical or not advance:
        return advance
    return 0 if char in LEFT_DIGITS else 1000


class Typefaces:
    """All faces of a document: the main face by weight, and the fallbacks tried in order for what it lacks.

    ``standard`` is the glyph standard (字形標準): mainland, taiwan, old or japan. A weight that is not there is
    served by the nearest one. ``exchanged`` are characters that the standard shows by another's glyph. ``missing``
    collects what no face has, ``unformed`` the ideographs whose face does not know the standard. ``variable`` is the
    main face with all weights, whose glyphs have the same numbers; from it characters without a code are composed as
    they are described, and ``described`` keeps which private character stands for which description.
    """

    def __init__(
        self,
        main: dict[int, FaceFile],
        fallbacks: tuple[FaceFile, ...] = (),
        standard: str = "mainland",
        variable: Path | None = None,
        *,
        vertical: bool = False,
        exchanged: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        if not main:
            raise FaceError("至少要有一个主字体")
        self.standard = standard
        self._exchanged = exchanged
        self.vertical = vertical
        self._main_files = main
        self._fallback_files = fallbacks
        self._variable_file = variable
        self._opened: dict[FaceFile, Face] = {}
        self._slots: dict[tuple[FaceFile, bool], list[FontSlot]] = {}
        self._chains: dict[int, Chain] = {}
        self._served: dict[int, Chain] = {}
        self.virtual_codes: dict[tuple[str, str], int] = {}
        self.missing: set[str] = set()
        self.unformed: set[str] = set()
        self.described: dict[str, str] = {}
        self._composer = Composer(self._draw)
        self._drawings: dict[tuple[str, int], list[Contour] | None] = {}

    def fresh(self) -> Typefaces:
        """Return the same faces, still open, with nothing used yet: for the next document."""
        other = Typefaces(
            self._main_files,
            self._fallback_files,
            self.standard,
            self._variable_file,
            vertical=self.vertical,
            exchanged=self._exchanged,
        )
        other._opened = self._opened
        return other

    def stand_in(self, description: str) -> str:
        """Return the private character that stands for a description while the document is set."""
        for char, known in self.described.items():
            if known == description:
                return char
        char = chr(STAND_IN_FIRST + len(self.described))
        self.described[char] = description
        return char

    def compose(self, description: str, weight: int) -> list[Contour] | None:
        """Return the outline of a described character, ``None`` if a part of it is not to be had."""
        described = parse(description)
        return self._composer.compose(described, weight) if described else None

    def _draw(self, char: str, weight: float) -> list[Contour] | None:
        """Return a character's outline in a weight of the main face, or as the first fallback that has it draws it."""
        key = char, round(weight)
        if key not in self._drawings:
            self._drawings[key] = self._outline(char, key[1])
        return self._drawings[key]

    def _outline(self, char: str, weight: int) -> list[Contour] | None:
        nearest = self._nearest(weight)
        for face in self.faces_for(char, nearest):
            if (form := face.form(char)) is not None:
                font = face.hb_font
                if face is self.main_face(nearest) and self._variable is not None:
                    font = self._variable
                    font.set_variations({"wght": weight})
                return drawn(font, form[0], face.upem)
        return None

    @cached_property
    def _variable(self) -> hb.Font | None:
        if self._variable_file is None:
            return None
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(self._variable_file))))

    @property
    def slots(self) -> list[FontSlot]:
        """The PDF fonts in use, in order of their first use."""
        for chain in self._chains.values():
            chain.settle()
        return [slot for slots in self._slots.values() for slot in slots]

    def chain(self, weight: int) -> Chain:
        """Return the chain for the nearest weight that there is."""
        found = self._served.get(weight)
        if found is None:
            nearest = self._nearest(weight)
            if nearest not in self._chains:
                self._chains[nearest] = Chain(nearest, self)
            found = self._served[weight] = self._chains[nearest]
        return found

    def _nearest(self, weight: int) -> int:
        """Return the weight of the main face that is nearest to one asked for, the lighter of two."""
        return min(self._main_files, key=lambda known: (abs(known - weight), known))

    def em_wide(self, marks: str) -> str:
        """Return those of some marks that every main face sets one em wide, so that they have half an em to give."""
        faces = [self.main_face(weight) for weight in self._main_files]
        return "".join(c for c in marks if all((face.form(c) or (0, 0))[1] == 1000 for face in faces))

    def main_face(self, weight: int) -> Face:
        """Return the main face of exactly this weight."""
        return self._open(self._main_files[weight])

    def faces(self, weight: int) -> Iterator[Face]:
        """Iterate over the chain's faces in order; a face is opened only when those before it did not do."""
        yield self.main_face(weight)
        yield from map(self._open, self._fallback_files)

    def faces_for(self, char: str, weight: int) -> Iterator[Face]:
        """Iterate over the faces that may be asked for a character: for one of private use (造字) the user's own."""
        faces = self.faces(weight)
        return (face for face in faces if face.file.private) if is_private(char) else faces

    def odd_kinds(self) -> list[tuple[str, Container[str]]]:
        """Return which characters met so far must be told of: those no face has, the composed, those of another form.

        A kind with no characters is left out; of two kinds that hold a character the first tells of it.
        """
        kinds = (("missing", self.missing), ("composed", self.described), ("form", self.unformed))
        return [(kind, members) for kind, members in kinds if members]

    def _open(self, file: FaceFile) -> Face:
        if file not in self._opened:
            self._opened[file] = Face(file, self.standard, vertical=self.vertical, exchanged=self._exchanged)
        return self._opened[file]

    def slot(self, face: Face, *, embolden: bool, room_for: str = "") -> FontSlot:
        """Return the PDF font for a face that has room for a character, a further one when its codes run out."""
        slots = self._slots.setdefault((face.file, embolden), [])
        if room_for and ord(room_for) > 0xFFFF:
            for slot in slots:
                if (slot.name, room_for) in self.virtual_codes or slot.next_virtual < VIRTUAL_END:
                    return slot
        elif slots:
            return slots[0]
        name = f"F{sum(map(len, self._slots.values())) + 1}"
        slots.append(FontSlot(name, face, embolden))
        return slots[-1]
