"""Faces and the chain of faces: which glyph of which face sets a character, and how wide it is.

A character's code in the PDF is its UTF-16 code unit, so that a line is encoded by ``str.encode`` alone;
characters beyond the BMP get a code of the surrogate range, which no text can hold, 2,048 to a PDF font.
What no face has is set as 〓 under its own code: it stays searchable and is listed.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import uharfbuzz as hb

from catalog_export.typeset.characters import TRIMMED_OPENING, closing_trims, is_control, is_ignorable, is_private

GETA = "\u3013"
#: Stand-ins for the left and the right digit of an upright pair in a vertical line; no text holds them.
LEFT_DIGITS, RIGHT_DIGITS = ("".join(chr(first + digit) for digit in range(10)) for first in (0x10FF00, 0x10FF10))
PAIRED = dict(zip(LEFT_DIGITS + RIGHT_DIGITS, "01234567890123456789", strict=True))
VIRTUAL_FIRST, VIRTUAL_END = 0xD800, 0xE000
WIDE_FIRST = 0x2E80
STANDARDS = {"mainland": "zh-Hans", "taiwan": "zh-Hant", "old": "ko", "japan": "ja"}
BOLD_FROM = 600
BIG_ENDIAN = sys.byteorder == "big"
FEATURES = dict.fromkeys(
    ("ccmp", "liga", "clig", "calt", "kern", "rlig", "rclt", "vert", "mark", "mkmk", "curs", "dist", "abvm", "blwm"),
    False,
) | {"locl": True}


@dataclass(frozen=True, slots=True)
class FaceFile:
    """One TrueType face on disk, with one weight (a variable font's pinned instance, never the variable font).

    ``private`` says that the face's private-use characters are the user's own: no other face is asked for those,
    for what it has under their codes is something else.
    """

    path: Path
    name: str
    index: int = 0
    private: bool = False


class Face:
    """An opened face: its character map after the glyph standard's ``locl`` forms, and advances.

    Lengths are in 1/1000 em. A ``vertical`` face gives marks their forms for vertical lines (``vert``). Raises
    :class:`FaceError` for a file that is no TrueType-outline face.
    """

    def __init__(self, file: FaceFile, standard: str = "mainland", *, vertical: bool = False) -> None:
        self.file = file
        self.language = STANDARDS[standard]
        self.vertical = vertical
        try:
            blob = hb.Blob.from_file_path(str(file.path))
            self.hb_face = hb.Face(blob, file.index)
        except (OSError, hb.HarfBuzzError) as error:
            raise FaceError(f"{file.path}: {error}") from error
        tags = set(self.hb_face.table_tags)
        if not {"glyf", "cmap", "hmtx"} <= tags or "fvar" in tags:
            raise FaceError(f"{file.path}: 不是固定字重的 TrueType 字体")
        self.hb_font = hb.Font(self.hb_face)
        self.upem = int(self.hb_face.upem)
        self._events: dict[str, re.Pattern[str]] = {}

    @cached_property
    def characters(self) -> frozenset[int]:
        """Code points that the face maps."""
        return frozenset(self.hb_face.unicodes)

    def form(self, char: str) -> tuple[int, int] | None:
        """Return glyph id and advance of a character in the glyph standard's form, ``None`` if the face lacks it."""
        nominal = self.hb_font.get_nominal_glyph(ord(char))
        if not nominal:
            return None
        glyph = self._localised(char, nominal) if self._has_forms else nominal
        return glyph, round(self.hb_font.get_glyph_h_advance(glyph) * 1000 / self.upem)

    def narrow_digit(self, digit: str) -> tuple[int, int]:
        """Return glyph id and advance of a digit half an em wide (``hwid``): two stand side by side (縱中橫)."""
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(digit)])
        buffer.direction, buffer.script, buffer.language = "ltr", "Hani", self.language
        hb.shape(self.hb_font, buffer, {"hwid": True})
        glyph = int(buffer.glyph_infos[0].codepoint)
        return glyph, round(self.hb_font.get_glyph_h_advance(glyph) * 1000 / self.upem)

    @cached_property
    def _has_forms(self) -> bool:
        return b"locl" in bytes(self.hb_face.reference_table("GSUB").data)

    def _localised(self, char: str, nominal: int) -> int:
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(char)])
        buffer.direction, buffer.script, buffer.language = "ttb" if self.vertical else "ltr", "Hani", self.language
        hb.shape(self.hb_font, buffer, FEATURES | {"vert": self.vertical})
        infos = buffer.glyph_infos
        return int(infos[0].codepoint) if len(infos) == 1 and infos[0].codepoint else nominal

    @cached_property
    def plain(self) -> str:
        """Return, as the inside of a ``re`` character class, the BMP characters that the face sets one em wide.

        Line breaking need not look at these one by one.
        """
        font = self.hb_font
        wide = []
        for code in sorted(self.characters):
            if WIDE_FIRST <= code <= 0xFFEF and not VIRTUAL_FIRST <= code < 0xF900:
                if code < 0x3100 or code >= 0xFE00:
                    form = self.form(chr(code))
                    fits = form is not None and form[1] == 1000 and not is_ignorable(chr(code))
                else:
                    fits = font.get_glyph_h_advance(font.get_nominal_glyph(code) or 0) == self.upem
                if fits and code != 0x3000:
                    wide.append(code)
        return _as_ranges(wide)

    def events(self, standard: str) -> re.Pattern[str]:
        """Return the pattern that finds what line breaking must look at: marks that meet, separators, odd characters.

        The last are its only group.
        """
        if standard not in self._events:
            plain = self.plain
            inside = re.compile(f"[{plain}]")
            closing = re.escape("".join(filter(inside.match, closing_trims(standard))))
            opening = re.escape("".join(filter(inside.match, TRIMMED_OPENING)))
            meeting = f"[{closing}](?=[{closing}{opening}\u3000])|[{opening}](?=[{opening}])"
            self._events[standard] = re.compile(f"{meeting}|\u3000|([^{plain}\u3000]+)")
        return self._events[standard]

    @cached_property
    def blank(self) -> int:
        """A glyph without ink."""
        for char in ("\u00a0", " ", "\u3000"):
            if (found := self.form(char)) is not None:
                return found[0]
        return 0

    @cached_property
    def postscript_name(self) -> str:
        """Name for the PDF, without characters that a PDF name cannot hold plainly."""
        name = self.file.name or self.hb_face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_")) or "Face"


def _as_ranges(codes: list[int]) -> str:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


class FaceError(ValueError):
    """A file that cannot serve as a face."""


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

    ``special`` are the characters met so far that the first slot cannot set by their own code unit; ``slot_of``
    and ``virtual`` say where those are and under which code.
    """

    def __init__(self, weight: int, fonts: Typefaces) -> None:
        super().__init__()
        self.weight = weight
        self._fonts = fonts
        self.main = fonts.slot(fonts.main_face(weight), embolden=False)
        self.special: set[str] = set()
        self._plain_used: set[int] = set()
        self.events = self.main.face.events(fonts.standard)
        self.slot_of: dict[str, FontSlot] = {}
        self.virtual: dict[int, int] = {}

    def __missing__(self, char: str) -> int:
        face, glyph, advance, text = self._find(char)
        embolden = self.weight >= BOLD_FROM and face is not self.main.face
        slot = self._fonts.slot(face, embolden=embolden, room_for=char)
        code = self._code(slot, char)
        slot.codes[code] = (glyph, advance, text)
        if slot is not self.main or code != ord(char):
            self.special.add(char)
            self.slot_of[char] = slot
            self.virtual[ord(char)] = code
        if face.vertical and advance:
            advance = 0 if char in LEFT_DIGITS else 1000
        self[char] = advance
        return advance

    def encode(self, text: str) -> str:
        """Return the codes of text in hexadecimal, four digits a character, and note them as used."""
        encoded = text.encode("utf-16-be", "surrogatepass")
        if not text.isascii():
            self._plain_used.update(array("H", encoded))
        return encoded.hex()

    def settle(self) -> None:
        """Enter the plain characters used, which were not looked at one by one, into the main slot."""
        for unit in self._plain_used:
            code = unit if BIG_ENDIAN else (unit & 0xFF) << 8 | unit >> 8
            if code not in self.main.codes and (form := self.main.face.form(chr(code))) is not None:
                self.main.codes[code] = (*form, chr(code))
        self._plain_used.clear()

    def _code(self, slot: FontSlot, char: str) -> int:
        code = ord(char)
        if code < VIRTUAL_FIRST or VIRTUAL_END <= code <= 0xFFFF:
            return code
        code = self._fonts.virtual_codes.get((slot.name, char), 0)
        if not code:
            code = self._fonts.virtual_codes[slot.name, char] = slot.virtual_codes[char] = slot.next_virtual
            slot.next_virtual += 1
        return code

    def _find(self, char: str) -> tuple[Face, int, int, str]:
        main = self.main.face
        if is_ignorable(char) or char == "\n":
            return main, main.blank, 0, char
        if main.vertical and (digit := PAIRED.get(char)):
            return main, *main.narrow_digit(digit), digit
        for face in () if is_control(char) else self._fonts.faces(self.weight):
            if is_private(char) and not face.file.private:
                continue
            if (form := face.form(char)) is not None:
                return face, form[0], form[1], char
        self._fonts.missing.add(char)
        glyph, advance = main.form(GETA) or (0, 1000)
        return main, glyph, advance, char if not is_control(char) else "\ufffd"


class Typefaces:
    """All faces of a document: the main face by weight, and the fallbacks tried in order for what it lacks.

    ``standard`` is the glyph standard (字形標準): mainland, taiwan, old or japan. A weight that is not there is
    served by the nearest one. ``missing`` collects what no face has.
    """

    def __init__(
        self,
        main: dict[int, FaceFile],
        fallbacks: tuple[FaceFile, ...] = (),
        standard: str = "mainland",
        *,
        vertical: bool = False,
    ) -> None:
        if not main:
            raise FaceError("至少要有一个主字体")
        self.standard = standard
        self.vertical = vertical
        self._main_files = main
        self._fallback_files = fallbacks
        self._opened: dict[FaceFile, Face] = {}
        self._slots: dict[tuple[FaceFile, bool], list[FontSlot]] = {}
        self._chains: dict[int, Chain] = {}
        self._served: dict[int, Chain] = {}
        self.virtual_codes: dict[tuple[str, str], int] = {}
        self.missing: set[str] = set()

    def fresh(self) -> Typefaces:
        """Return the same faces, still open, with nothing used yet: for the next document."""
        other = Typefaces(self._main_files, self._fallback_files, self.standard, vertical=self.vertical)
        other._opened = self._opened
        return other

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
            nearest = min(self._main_files, key=lambda known: (abs(known - weight), known))
            if nearest not in self._chains:
                self._chains[nearest] = Chain(nearest, self)
            found = self._served[weight] = self._chains[nearest]
        return found

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

    def _open(self, file: FaceFile) -> Face:
        if file not in self._opened:
            self._opened[file] = Face(file, self.standard, vertical=self.vertical)
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
