"""A query as typed, understood: never an error, nothing lost without a word.

::

    query   = either (AND? either)*          words side by side must all be met
    either  = one (OR one)*                  OR joins its neighbours: 說文 或 爾雅 段玉裁 is (說文 或 爾雅) 段玉裁
    one     = NOT one | = one | name: one | ( query ) | word | "words"

What does not fit is made to fit: a bracket that is never closed closes at the end, an operator without neighbours is a
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from authority.han import NUMERAL_PATTERN, fold
from search.language import hinting
from search.language.hinting import Hints
from search.language.latin import is_begun, is_spoken, is_syllable
from search.language.lexing import Kind, Lexer, Piece
from search.language.names import FacetName, FieldName, Name, Names, Special
from search.language.reading import Context, Reader
from search.language.tree import And, Everything, Node, Not, Or, Understood
from search.language.years import moment, span

LONGEST_QUERY: Final = 1000
"""Characters of a query that are read."""
MOST_TERMS: Final = 32
"""Words of a query that are used."""
_DEEPEST: Final = 24

_WORDS: Final = (Kind.WORD, Kind.QUOTED, Kind.TITLE)
_PREFIXES: Final = (Kind.NOT, Kind.EXACT, Kind.NAME)
_HELD: Final = {"存": Special.HELD, "缺": Special.LACKING}
_JUAN: Final = re.compile(
    rf"(?:{NUMERAL_PATTERN})[卷冊册本函篇回種种葉叶頁页軸轴幅]|[卷冊册]{NUMERAL_PATTERN}|[卷冊册]?首|(?:{NUMERAL_PATTERN})[至、]"
)
_BETWEEN: Final = re.compile(r"\.{2,}|…+|[~～〜∼]|[-‐‑–—―−－]+|至|到")


def understand(
    text: str, *, fields: Sequence[FieldName] = (), facets: Sequence[FacetName] = (), exact: bool = False
) -> Understood:
    """Return what a query means and what to tell the person about it. ``exact`` asks for the very characters typed."""
    hints = Hints(len(text))
    read = text[:LONGEST_QUERY]
    if len(text) > LONGEST_QUERY:
        hints.add(hinting.TOO_LONG, LONGEST_QUERY, len(text) - LONGEST_QUERY, count=LONGEST_QUERY)
    names = Names(fields, facets)
    pieces = _limited(pieces_of(read, names, hints), hints)
    tree = _Parser(pieces, Reader(names, hints), hints).parse(Context(exact=exact))
    if tree is None and text.strip():
        hints.add(hinting.NOTHING_TO_FIND, 0, len(text))
    return Understood(text, Everything() if tree is None else tree, hints.all())


def pieces_of(text: str, names: Names, hints: Hints) -> list[Piece]:
    """Return a query cut into pieces, those made one that belong together."""
    return list(_joined(Lexer(text, names, hints).cut(), text))


def _limited(pieces: list[Piece], hints: Hints) -> list[Piece]:
    """Leave out all from the word on that is one too many."""
    words = [at for at, piece in enumerate(pieces) if piece.kind in _WORDS]
    if len(words) <= MOST_TERMS:
        return pieces
    last = words[MOST_TERMS]
    start, end = pieces[last].offset, pieces[-1].offset + pieces[-1].length
    hints.add(hinting.TOO_MANY, start, end - start, count=MOST_TERMS)
    return pieces[:last]


def _joined(pieces: list[Piece], text: str) -> Iterator[Piece]:
    """Yield the pieces, with those made one that belong together across spaces.

    Syllables typed one by one (shuo wen), the ends of a range (1573 - 1620), the parts of a number (330000 1701
    0000012), and 存 before a number of juan.
    """
    at = 0
    while at < len(pieces):
        piece, following = pieces[at], pieces[at + 1 : at + 2]
        end = at + 1
        if piece.kind is Kind.WORD:
            end = at + (_syllables(pieces[at:]) or _range(pieces[at : at + 3]) or _number(pieces[at : at + 3]) or 1)
        if end > at + 1:
            last = pieces[end - 1]
            length = last.offset + last.length - piece.offset
            yield Piece(Kind.WORD, text[piece.offset : piece.offset + length], piece.offset, length)
        elif piece.kind is Kind.WORD and piece.text in _HELD and following and _is_juan(following[0]):
            yield Piece(Kind.NAME, piece.text, piece.offset, piece.length, Name(piece.text, special=_HELD[piece.text]))
        else:
            yield piece
        at = end


def _is_juan(piece: Piece) -> bool:
    return piece.kind is Kind.WORD and _JUAN.match(piece.text) is not None


def _syllables(pieces: Sequence[Piece]) -> int:
    """Return how many words from here on are single syllables (the last may be begun only), 0 if fewer than two."""
    count = sum(1 for _ in takewhile(lambda piece: piece.kind is Kind.WORD and is_syllable(piece.text), pieces))
    count = count or int(is_spoken(pieces[0].text))
    rest = pieces[count : count + 1]
    if count and rest and rest[0].kind is Kind.WORD and is_begun(rest[0].text):
        count += 1
    return count if count > 1 else 0


def _number(pieces: Sequence[Piece]) -> int:
    """Return how many words are the parts of one 普查編號 (330000 1701 0000012), 0 if they are not."""
    digits = [piece.text if piece.kind is Kind.WORD and piece.text.isdigit() else "" for piece in pieces]
    lengths = [len(text) for text in digits]
    if lengths[:2] == [6, 4] and 0 < sum(lengths[2:]) <= 7:
        return 3
    return 2 if lengths[:2] == [4, 7] else 0


def _range(pieces: Sequence[Piece]) -> int:
    """Return 3 if the words are the two ends of a range with its sign between them, else 0."""
    if len(pieces) < 3 or any(piece.kind is not Kind.WORD for piece in pieces):
        return 0
    first, sign, last = (piece.text for piece in pieces)
    together = _BETWEEN.fullmatch(sign) and moment(first) and span(first + sign + last)
    return 3 if together else 0


class _Parser:
    """Reads the pieces of one query from left to right."""

    def __init__(self, pieces: Sequence[Piece], reader: Reader, hints: Hints) -> None:
        self.pieces, self.reader, self.hints = pieces, reader, hints
        self.at = 0
        self.depth = 0

    def parse(self, context: Context) -> Node | None:
        """Read everything."""
        found: list[Node] = []
        while self.at < len(self.pieces):
            found += self._all(context)
            if (stray := self._peek()) is not None:
                self.at += 1
                self.hints.add(hinting.STRAY_BRACKET, stray.offset, stray.length)
        return _together(And, found)

    def _peek(self, ahead: int = 0) -> Piece | None:
        at = self.at + ahead
        return self.pieces[at] if at < len(self.pieces) else None

    def _all(self, context: Context) -> list[Node]:
        """Read what must all be met, up to a closing bracket or the end."""
        found: list[Node] = []
        while (piece := self._peek()) is not None and piece.kind is not Kind.CLOSE:
            if piece.kind is Kind.AND and found and self._begins(1):
                self.at += 1
                continue
            either = self._either(context)
            if either is not None:
                found.append(either)
        return found

    def _either(self, context: Context) -> Node | None:
        found = [self._one(context)]
        while (piece := self._peek()) is not None and piece.kind is Kind.OR and self._begins(1):
            self.at += 1
            found.append(self._one(context))
        return _together(Or, [node for node in found if node is not None])

    def _begins(self, ahead: int) -> bool:
        """Tell whether something to be found begins there."""
        piece = self._peek(ahead)
        while piece is not None and piece.kind in (Kind.NOT, Kind.EXACT, Kind.OPEN):
            ahead += 1
            piece = self._peek(ahead)
        return piece is not None and piece.kind in (*_WORDS, Kind.NAME)

    def _one(self, context: Context) -> Node | None:
        """Read one thing to be found with all signs and names before it; they are taken one by one, however many."""
        negated = False
        while (piece := self._peek()) is not None and piece.kind in _PREFIXES and self._begins(1):
            self.at += 1
            negated ^= piece.kind is Kind.NOT
            context = _under(piece, context)
        found = self._operand(context)
        return Not(found) if negated and found is not None else found

    def _operand(self, context: Context) -> Node | None:
        piece = self._peek()
        if piece is None:
            return None
        self.at += 1
        if piece.kind in _WORDS:
            return self.reader.read(piece, context)
        if piece.kind is Kind.OPEN:
            return self._bracket(piece, context)
        if piece.kind is Kind.NAME:
            self.hints.add(hinting.FIELD_WITHOUT_WORDS, piece.offset, piece.length, name=piece.text)
            return self.reader.read(_as_words(piece), Context(exact=context.exact))
        return self._stray(piece, context)

    def _stray(self, piece: Piece, context: Context) -> Node | None:
        """Take an operator without neighbours for a word; signs are passed over."""
        if not fold(piece.text):
            return None
        self.hints.add(hinting.STRAY_OPERATOR, piece.offset, piece.length, word=piece.text)
        return self.reader.read(_as_words(piece), Context(context.field, exact=context.exact))

    def _bracket(self, piece: Piece, context: Context) -> Node | None:
        if self.depth >= _DEEPEST:
            self.hints.add(hinting.TOO_DEEP, piece.offset, piece.length)
            return None
        self.depth += 1
        found = self._all(context)
        self.depth -= 1
        if self._peek() is None:
            self.hints.add(hinting.OPEN_BRACKET, piece.offset, piece.length)
        else:
            self.at += 1
        return _together(And, found)


def _under(piece: Piece, context: Context) -> Context:
    """Return what a sign or a name makes of the context of what follows it."""
    if piece.kind is Kind.EXACT:
        return context.exactly()
    return context if piece.name is None else context.under(piece.name, whole=piece.whole)


def _as_words(piece: Piece) -> Piece:
    return Piece(Kind.QUOTED, piece.text, piece.offset, piece.length)


def _together(join: type[And] | type[Or], parts: Sequence[Node]) -> Node | None:
    """Join nodes without needless brackets: one is itself, none is nothing, and AND in AND is one AND."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, join) else [part]
    kept = list(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else join(tuple(kept)) if kept else None
