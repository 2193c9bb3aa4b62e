"""找字: characters by their parts, by radical and strokes, by description or code point, with what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from authority.han import pinyin, radical, strokes
from authority.han.finding import find_characters
from authority.han.parts import description, radical_sign

#: As many are shown; each may bring a slice of the web face along.
MOST: Final = 72


@dataclass(frozen=True, slots=True)
class ShownCharacter:
    """A character with its code point, strokes, radical, reading, and how it is put together."""

    char: str
    code: str
    strokes: int
    radical: str
    reading: str
    description: str

    @property
    def told(self) -> str:
        """What is known of it, in one line."""
        known = (self.code, self.description, self.radical and f"{self.radical}部", str(self.strokes), self.reading)
        return "　".join(part for part in known if part)


@dataclass(frozen=True, slots=True)
class CharacterAnswer:
    """How a question was read (see `authority.han.finding`), the characters that answer it, how many are left out."""

    way: str
    characters: tuple[ShownCharacter, ...] = ()
    left_out: int = 0
    radicals: str = ""


def look_up(question: str) -> CharacterAnswer:
    """Return the characters that a question means, the best of them with what is known."""
    found = find_characters(question)
    shown = tuple(map(_shown, found.characters[:MOST]))
    signs = "、".join(map(radical_sign, found.radicals))
    return CharacterAnswer(found.way, shown, max(0, len(found.characters) - MOST), signs)


def _shown(char: str) -> ShownCharacter:
    number, (reading, *_rest) = radical(char), pinyin(char) or [""]
    return ShownCharacter(
        char,
        f"U+{ord(char):04X}",
        strokes(char),
        radical_sign(number) if number else "",
        reading if reading.isascii() else "",
        description(char),
    )
