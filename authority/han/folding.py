"""The folding key for searching and for suggestions of union: one key for all the ways to write a title.

Simplified and traditional, mainland and Taiwan glyphs, variants and taboo forms (避諱: 玄 = 元, 弘 = 宏, 丘 = 邱) fold
together; width, case, punctuation and spaces vanish. It works character by character, never by phrase, so that a part
of a text always folds to a part of its key. The key is only for comparing: it is never stored over a statement nor
shown. It joins characters that are different words too (后 後, 余 餘, 玄 元): recall first, then rank equal
glyphs higher.
券 stays apart from 卷, being another character. A voiced kana or an accented letter folds to its plain form.
"""

from __future__ import annotations

import unicodedata
import zlib
from functools import cache
from itertools import chain
from typing import Final

from authority.han._tables import TABLES, read_lines
from authority.han.characters import Gap, gap, is_separator

FOLD_VERSION: Final = f"1-{zlib.crc32((TABLES / 'fold.txt').read_bytes()):08x}-{unicodedata.unidata_version}"
"""Changes whenever a key may change; part of the index's schema."""

_REMEMBERED: Final = 200_000


class _FoldTable(dict[int, str]):
    """Code point → folded text, worked out when first met."""

    def __init__(self) -> None:
        super().__init__()
        self._classes = {ch: line[0] for line in read_lines("fold.txt") for ch in line[1:]}

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded

    def _fold(self, ch: str) -> str:
        if gap(ch) in (Gap.UNREADABLE, Gap.UNENCODED, Gap.BROKEN):
            return "□"
        if gap(ch) is Gap.CIRCLE:
            return "〇"
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", ch).lower())
        kept = "".join(self._classes.get(part, part) for part in text if not is_separator(part))
        return unicodedata.normalize("NFC", kept)


@cache
def _table() -> _FoldTable:
    return _FoldTable()


def fold(text: str) -> str:
    """The folding key of `text`; folding a key again changes nothing."""
    return text.translate(_table())


def fold_char(ch: str) -> str:
    """The folding key of one character: usually one character, none for punctuation, several for ㈱."""
    return _table()[ord(ch)]


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folding key, and for each of its characters the offset in `text` that it comes from."""
    table = _table()
    parts: list[str] = []
    offsets: list[int] = []
    for offset, ch in enumerate(text):
        folded = table[ord(ch)]
        parts.append(folded)
        offsets.extend([offset] * len(folded))
    return "".join(parts), offsets


#: Where characters stand that fold to others without being in the table: letters, numbers in rings, kana, compatibility
#: ideographs, half and full width.
_DERIVED: Final = (
    range(0x21, 0x250),
    range(0x1E00, 0x1F00),
    range(0x2100, 0x2190),
    range(0x2460, 0x2500),
    range(0x2E80, 0x2FE0),
    range(0x3040, 0x3400),
    range(0xF900, 0xFB00),
    range(0xFF00, 0xFFF0),
    range(0x2F800, 0x2FA20),
)


@cache
def _spellings() -> dict[str, str]:
    """Return folded character → all characters that fold to it alone."""
    found: dict[str, list[str]] = {}
    listed = (ord(ch) for line in read_lines("fold.txt") for ch in line)
    for code in {*listed, *chain.from_iterable(_DERIVED)}:
        key = _table()[code]
        if len(key) == 1:
            found.setdefault(key, []).append(chr(code))
    return {key: "".join(sorted(chars)) for key, chars in found.items()}


def spellings(key: str) -> str:
    """Every character that folds to the folded character `key`, itself among them: 説 → 說说説."""
    found = _spellings().get(key, "")
    return found if key in found else key + found
