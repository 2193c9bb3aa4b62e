"""Where a character's glyph comes from: rules tried in order, until one of them has a glyph for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from catalog_export.typeset.characters import is_control, is_ideograph, is_ignorable
from catalog_export.typeset.faces import PAIRED, ComposedFace, Face

if TYPE_CHECKING:
    from catalog_export.typeset.chains import Typefaces

#: What stands for a character that no face has (下駄, 〓).
GETA = "\u3013"
#: What a control character is in text that is copied.
REPLACEMENT = "\ufffd"
#: Standards from which the faces for rare characters are known to depart.
FOLLOWED = frozenset({"taiwan", "old"})


class Found(NamedTuple):
    """The glyph of a character: of which face, how wide (1/1000 em), and which text it is when it is copied."""

    face: Face
    glyph: int
    advance: int
    text: str


class GlyphFinder:
    """Finds the glyphs of one weight: in its ``main`` face, in the faces for rare characters, or composed of parts."""

    def __init__(self, fonts: Typefaces, weight: int, main: Face, composed: ComposedFace) -> None:
        self._fonts, self._weight, self._main, self._composed = fonts, weight, main, composed

    def find(self, char: str) -> Found:
        """Return the glyph that sets a character; 〓 for one that none of the rules has a glyph for."""
        for rule in (self._without_ink, self._half_of_pair, self._of_parts, self._of_face):
            if (found := rule(char)) is not None:
                return found
        return self._geta(char)

    def _without_ink(self, char: str) -> Found | None:
        """What is invisible by definition, and the end of a line that was asked for."""
        if is_ignorable(char) or char == "\n":
            return Found(self._main, self._main.blank, 0, char)
        return None

    def _half_of_pair(self, char: str) -> Found | None:
        """A digit of an upright pair (縱中橫), which only vertical lines have."""
        digit = PAIRED.get(char) if self._main.vertical else None
        return Found(self._main, *self._main.narrow_digit(digit), digit) if digit else None

    def _of_parts(self, char: str) -> Found | None:
        """A character without a code, drawn as it is described; its text is the description."""
        description = self._fonts.described.get(char, "")
        contours = self._fonts.compose(description, self._weight) if description else None
        return Found(self._composed, self._composed.add(contours), 1000, description) if contours else None

    def _of_face(self, char: str) -> Found | None:
        """A character that a face has; one whose form may not be the standard's is noted."""
        if is_control(char):
            return None
        for face in self._fonts.faces_for(char, self._weight):
            if (form := face.form(char)) is not None:
                if self._fonts.standard in FOLLOWED and not face.has_forms and is_ideograph(char):
                    self._fonts.unformed.add(char)
                return Found(face, *form, char)
        return None

    def _geta(self, char: str) -> Found:
        """What nobody has: noted, set as 〓, and still found by its own text."""
        self._fonts.missing.add(char)
        form = self._main.form(GETA) or (0, 1000)
        text = self._fonts.described.get(char) or (REPLACEMENT if is_control(char) else char)
        return Found(self._main, *form, text)
