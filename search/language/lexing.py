"""A query cut into words, quoted words, names before colons, brackets and operators. Every text can be cut."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from authority.han import is_ideograph
from search.language import hinting
from search.language.hinting import Hints
from search.language.names import Name, Names


class Kind(Enum):
    """What a piece of the query is."""

    WORD = "word"
    QUOTED = "quoted"
    TITLE = "title"
    NAME = "name"
    OPEN = "("
    CLOSE = ")"
    OR = "or"
    AND = "and"
    NOT = "not"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query: its kind, its words as typed, and where all of it stands."""

    kind: Kind
    text: str
    offset: int
    length: int
    name: Name | None = None
    whole: bool = False


_DOUBLE: Final = '"“”„＂〝〞″'
#: Opening sign → the signs that may close it. People mix the double quotes, so any closes any.
_QUOTES: Final = {
    **dict.fromkeys(_DOUBLE, _DOUBLE),
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "﹁": "﹂",
    "﹃": "﹄",
    "‘": "’",
}
_TITLES: Final = "《〈"
_COLONS: Final = ":：︰﹕"
_EQUALS: Final = "=＝"
_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_BARS: Final = "|｜∣"
_ANDS: Final = "&＆+＋"
_MINUS: Final = "-－−–—"
#: Words that join, in any width and case, where they stand alone: 韓非子 and 或問 are titles.
OPERATORS: Final = {
    **dict.fromkeys(("or", "或", "或者"), Kind.OR),
    **dict.fromkeys(("and", "且", "并且", "並且"), Kind.AND),
    **dict.fromkeys(("not", "非", "不含", "不要", "不包括"), Kind.NOT),
}
#: Signs at which a sentence pauses part words as a space does.
PAUSES: Final = "，；。,;"
_LONGEST_NAME: Final = 16
#: After so many quotes without their pair no more are looked for: a page of 「 is no quotation.
_MOST_OPEN: Final = 20


def operator(word: str) -> Kind | None:
    """Return which operator a word is, ``None`` for one that is none."""
    return OPERATORS.get(unicodedata.normalize("NFKC", word).lower()) if len(word) <= 3 else None


def is_space(ch: str) -> bool:
    """Tell whether a character parts words: spaces of every width, ends of lines, control characters."""
    return ch.isspace() or unicodedata.category(ch) == "Cc"


class Lexer:
    """Cuts one query. Signs are operators only where one would write them: 韓非子 and 善-12 are words."""

    def __init__(self, text: str, names: Names, hints: Hints) -> None:
        self.text, self.names, self.hints = text, names, hints
        self.at = 0
        self.depth = 0
        self.unpaired = 0
        self.pieces: list[Piece] = []

    def cut(self) -> list[Piece]:
        """Return the pieces."""
        while self.at < len(self.text):
            ch = self.text[self.at]
            if is_space(ch):
                self.at += 1
            elif ch in _QUOTES:
                self._quoted(ch)
            elif not (self._sign(ch) or self._colon(ch)):
                self._word()
        return self.pieces

    def _add(self, kind: Kind, start: int, text: str = "", name: Name | None = None, whole: bool = False) -> None:
        self.pieces.append(Piece(kind, text, start, self.at - start, name, whole))

    def _sign(self, ch: str) -> bool:
        """Read a one-character operator or bracket at the start of a word."""
        if ch in _OPEN:
            self.depth += 1
            return self._one(Kind.OPEN, ch)
        if ch in _CLOSE:
            self.depth = max(0, self.depth - 1)
            return self._one(Kind.CLOSE, ch)
        if ch in _BARS:
            return self._one(Kind.OR, ch, _BARS)
        if ch in _ANDS:
            return self._one(Kind.AND, ch, _ANDS)
        following = self.text[self.at + 1 : self.at + 2]
        before_something = bool(following) and not is_space(following) and following not in _CLOSE
        if ch in _MINUS and before_something and following not in _MINUS:
            return self._one(Kind.NOT, ch)
        return ch in _EQUALS and before_something and self._one(Kind.EXACT, ch)

    def _colon(self, ch: str) -> bool:
        """Take a colon apart from its name by spaces (題名 ：史記) for that name's, if the word before it is one."""
        last = self.pieces[-1] if self.pieces and ch in _COLONS else None
        if last is None or last.kind is not Kind.WORD or self.text[last.offset + last.length : self.at].strip():
            return False
        name = self.names.find(last.text) if len(last.text) <= _LONGEST_NAME else None
        if name is None:
            return False
        self.pieces[-1] = replace(last, kind=Kind.NAME, name=name)
        self.at += 1
        return True

    def _one(self, kind: Kind, ch: str, repeated: str = "") -> bool:
        """Take a sign for one piece, those of ``repeated`` that follow it (||, &&) along with it."""
        start = self.at
        self.at += 1
        while repeated and self.text[self.at : self.at + 1] in (*repeated,):
            self.at += 1
        self._add(kind, start, ch)
        return True

    def _quoted(self, opening: str) -> None:
        start = self.at
        end = self._closing(start + 1, opening) if self.unpaired < _MOST_OPEN else -1
        if end < 0:
            self.unpaired += 1
            self.hints.add(hinting.OPEN_QUOTE, start, 1, sign=opening)
            self.at += 1
            return
        self.at = end + 1
        self._add(Kind.TITLE if opening in _TITLES else Kind.QUOTED, start, self.text[start + 1 : end])
        self._pass_pauses()

    def _closing(self, at: int, opening: str) -> int:
        """Return where the quotation ends, those inside it passed over; -1 if it does not."""
        closing, inside = _QUOTES[opening], 0
        while at < len(self.text):
            ch = self.text[at]
            if ch in closing and not inside:
                return at
            if ch == opening:
                inside += 1
            elif ch in closing:
                inside -= 1
            at += 1
        return -1

    def _word(self) -> None:
        """Read up to what ends a word; a bracket or quote glued to its inside (一年（1573）) belongs to it."""
        start = self.at
        opened = 0
        while self.at < len(self.text):
            ch = self.text[self.at]
            if self._ends(ch, start):
                break
            if ch in _OPEN:
                opened += 1
            elif ch in _CLOSE:
                if not opened and self.depth:
                    break
                opened -= 1
            elif ch in _COLONS + _EQUALS and self._name(start, whole=ch in _EQUALS):
                return
            self.at += 1
        text = self.text[start : self.at]
        self._add(operator(text) or Kind.WORD, start, text)
        self._pass_pauses()

    def _ends(self, ch: str, start: int) -> bool:
        """Tell whether a word that began at ``start`` ends before ``ch``.

        Title marks inside begin a title (段玉裁《說文解字注》), a bracket or quote after an operator what it governs
        (或「漢書」); a pause between two words is a space between them, a plus behind characters joins them.
        """
        if is_space(ch) or ch in _BARS:
            return True
        if self.at == start:
            return False
        if ch in "《" and self._closing(self.at + 1, ch) >= 0:
            return True
        if ch in _OPEN or ch in _QUOTES:
            return operator(self.text[start : self.at]) is not None
        if ch in _ANDS:
            return is_ideograph(self.text[self.at - 1])
        return ch in PAUSES and not (ch == "," and self.text[self.at - 1 : self.at + 2 : 2].isdigit())

    def _pass_pauses(self) -> None:
        """Pass over the pauses behind a word or quotation."""
        while self.text[self.at : self.at + 1] in (*PAUSES,):
            self.at += 1

    def _name(self, start: int, *, whole: bool) -> bool:
        """Take what was read so far as a name, if it is one; ``at`` is on the colon."""
        written = self.text[start : self.at]
        if not 0 < len(written) <= _LONGEST_NAME:
            return False
        name = self.names.find(written)
        if name is None:
            if not whole and self.text[self.at + 1 : self.at + 2].strip():
                self.hints.add(hinting.NO_SUCH_FIELD, start, self.at - start + 1, name=written)
            return False
        self.at += 1
        self._add(Kind.NAME, start, written, name, whole)
        return True
