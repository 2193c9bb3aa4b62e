"""Faces: which glyph of a face sets a character in the volume's glyph standard, and how wide it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import uharfbuzz as hb

from catalog_export.typeset.characters import TRIMMED_OPENING, closing_trims, is_ignorable
from catalog_export.typeset.composing import Contour
from catalog_export.typeset.glyph_file import font_file
from catalog_export.typeset.ideographs import OPERATORS

#: Stand-ins for the left and the right digit of an upright pair in a vertical line; no text holds them.
LEFT_DIGITS, RIGHT_DIGITS = ("".join(chr(first + digit) for digit in range(10)) for first in (0x10FF00, 0x10FF10))
PAIRED = dict(zip(LEFT_DIGITS + RIGHT_DIGITS, "01234567890123456789", strict=True))
VIRTUAL_FIRST, VIRTUAL_END = 0xD800, 0xE000
#: BMP characters that may fill a square, from the first code point to before the second: marks, whose form depends on
#: the standard, and ideographs, syllables and compatibility characters, of which all forms are equally wide.
MARKS = ((0x2E80, 0x3100), (0xFE00, 0xFFF0))
IDEOGRAPHS = ((0x3100, VIRTUAL_FIRST), (0xF900, 0xFE00))
#: Of these, what line breaking must look at: the separator, which is elastic, and what describes characters.
APART = frozenset((0x3000, *map(ord, OPERATORS)))
STANDARDS = {"mainland": "zh-Hans", "taiwan": "zh-Hant", "old": "ko", "japan": "ja"}
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

    Lengths are in 1/1000 em. A ``vertical`` face gives marks their forms for vertical lines (``vert``). ``exchanged``
    are characters that are shown by another's glyph, where the face has that. Raises :class:`FaceError` for a file that
    is no TrueType-outline face.
    """

    def __init__(
        self,
        file: FaceFile,
        standard: str = "mainland",
        *,
        vertical: bool = False,
        exchanged: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.file = file
        self._exchanged = {ord(char): ord(other) for char, other in exchanged.items()}
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
        char = self._shown(char)
        nominal = self.hb_font.get_nominal_glyph(ord(char))
        if not nominal:
            return None
        glyph = self._localised(char, nominal) if self.has_forms else nominal
        return glyph, round(self.hb_font.get_glyph_h_advance(glyph) * 1000 / self.upem)

    def forms(self, chars: Sequence[str]) -> list[tuple[int, int] | None]:
        """Return the forms of many characters, shaped in one go where each becomes one glyph."""
        chars = [self._shown(char) for char in chars]
        nominal = [self.hb_font.get_nominal_glyph(ord(char)) or 0 for char in chars]
        glyphs = self._all_localised(chars, nominal) if self.has_forms and chars else nominal
        advance, upem = self.hb_font.get_glyph_h_advance, self.upem
        return [
            (glyph, round(advance(glyph) * 1000 / upem)) if known else None
            for known, glyph in zip(nominal, glyphs, strict=True)
        ]

    def _shown(self, char: str) -> str:
        """Return the character whose glyph shows another: mostly itself."""
        other = self._exchanged.get(ord(char))
        return chr(other) if other and self.hb_font.get_nominal_glyph(other) else char

    def narrow_digit(self, digit: str) -> tuple[int, int]:
        """Return glyph id and advance of a digit half an em wide (``hwid``): two stand side by side (縱中橫)."""
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(digit)])
        buffer.direction, buffer.script, buffer.language = "ltr", "Hani", self.language
        hb.shape(self.hb_font, buffer, {"hwid": True})
        glyph = int(buffer.glyph_infos[0].codepoint)
        return glyph, round(self.hb_font.get_glyph_h_advance(glyph) * 1000 / self.upem)

    def ink_middle(self, glyph: int) -> int:
        """Return where the middle of a glyph's ink lies, from its origin to the right."""
        box = self.hb_font.get_glyph_extents(glyph)
        return round((box.x_bearing + box.width / 2) * 1000 / self.upem) if box else 0

    @cached_property
    def has_forms(self) -> bool:
        """Whether the face has forms for several standards (``locl``)."""
        return b"locl" in bytes(self.hb_face.reference_table("GSUB").data)

    def _localised(self, char: str, nominal: int) -> int:
        infos = self._shaped(char)
        return int(infos[0].codepoint) if len(infos) == 1 and infos[0].codepoint else nominal

    def _all_localised(self, chars: Sequence[str], nominal: Sequence[int]) -> list[int]:
        """Return the standard's forms of many characters; one by one where some of them would join to one glyph."""
        infos = self._shaped("".join(chars))
        if [info.cluster for info in infos] != list(range(len(chars))):
            return [self._localised(char, plain) for char, plain in zip(chars, nominal, strict=True)]
        return [info.codepoint or plain for info, plain in zip(infos, nominal, strict=True)]

    def _shaped(self, text: str) -> list[hb.GlyphInfo]:
        """Return the glyphs of text with nothing applied but the standard's forms."""
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(char) for char in text])
        buffer.direction, buffer.script, buffer.language = "ttb" if self.vertical else "ltr", "Hani", self.language
        hb.shape(self.hb_font, buffer, FEATURES | {"vert": self.vertical})
        infos: list[hb.GlyphInfo] = buffer.glyph_infos
        return infos

    @cached_property
    def plain(self) -> str:
        """Return, as the inside of a ``re`` character class, the BMP characters that the face sets one em wide.

        Line breaking need not look at these one by one.
        """
        advance, nominal, upem = self.hb_font.get_glyph_h_advance, self.hb_font.get_nominal_glyph, self.upem
        wide = {code for code in self._between(MARKS) if self._is_wide_mark(chr(code))}
        wide |= {code for code in self._between(IDEOGRAPHS) if advance(nominal(code) or 0) == upem}
        return _as_ranges(sorted(wide - APART))

    def _between(self, spans: Sequence[tuple[int, int]]) -> list[int]:
        """Return the characters of the face that lie in some spans of code points, in their order."""
        codes = sorted(self.characters)
        return [code for first, end in spans for code in codes[bisect_left(codes, first) : bisect_left(codes, end)]]

    def _is_wide_mark(self, char: str) -> bool:
        """Say whether a mark is one em wide in the standard's form; its plain glyph may be another."""
        form = self.form(char)
        return form is not None and form[1] == 1000 and not is_ignorable(char)

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


class ComposedFace(Face):
    """The composed characters of a document in one weight; ``hb_face`` is there once all are known."""

    def __init__(self, weight: int, *, vertical: bool = False) -> None:
        self.file = FaceFile(Path(), f"Composed-{weight}")
        self.vertical = vertical
        self._outlines: list[list[Contour]] = []

    def add(self, contours: list[Contour]) -> int:
        """Take in an outline and return its glyph."""
        self._outlines.append(contours)
        return len(self._outlines)

    def settle(self) -> None:
        """Make the face of the outlines gathered."""
        self.hb_face = hb.Face(hb.Blob(font_file(self._outlines)))


class FaceError(ValueError):
    """A file that cannot serve as a face."""
