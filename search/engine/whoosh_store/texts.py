"""The texts of one field: each different one once, and which of them a document has.

Titles, editions, people and holders come again and again, so that proof on a text serves all documents that have it. A
text is two columns of :mod:`search.analysis`: folded, for finding; plain, in the very characters. Most plain ones
follow from the folded: of the forms that fold alike one is usual in a field. Only the others are kept.

A file of the segment beside Whoosh's own: the number of each document's text, where the folded and the plain ones end,
these themselves, the usual forms, and the sizes of all.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.analysis import SEPARATOR
from search.analysis.asking import scattered_at
from search.engine.whoosh_store.docset import Docs
from search.engine.whoosh_store.usual import Usual

EXTENSION: Final = ".texts"
#: documents, texts, bytes of the number of a text, of the folded and plain texts, of the usual forms
SIZES: Final = struct.Struct("<QQQQQQ")
#: Instead of a plain text: as usual (no text is shorter than three bytes); and one without a character.
AS_USUAL: Final = b""
EMPTY: Final = b"\0"
#: Up to so many documents, proving each is quicker than finding out which have the same text.
FEW: Final = 48
#: Of no more documents than one in so many texts, their texts are told apart one by one; of more, in a list of all.
SPARSE: Final = 512

Prove = Callable[[Sequence[int]], list[bool]]


class TextColumn:
    """The folded texts of one field, in the map. It is asked by document, and works by text."""

    def __init__(self, data: memoryview, whole: Any, base: int) -> None:
        """``whole`` is the map that holds the file from ``base`` on: texts are searched in place."""
        documents, texts, width, size, plain, forms = SIZES.unpack_from(data, len(data) - SIZES.size)
        at = documents * width
        at += -at % 8
        if at + 8 * (texts + 2) + size + plain + forms + SIZES.size != len(data):
            raise EOFError("texts")
        self.texts: int = texts
        self._codes: NDArray[Any] = np.frombuffer(data, f"<u{width}", documents)
        self._ends = data[at : at + 4 * (texts + 2)].cast("I")
        at += 4 * (texts + 2)
        self._map = whole
        self._base = base + at + 4 * (texts + 2)
        self.plain = PlainColumn(self, data, at, size, plain)

    def __getitem__(self, doc: int) -> bytes:
        return self.at(int(self._codes[doc]))

    def at(self, code: int) -> bytes:
        """Return the text of a number."""
        return bytes(self._map[self._base + self._ends[code] : self._base + self._ends[code + 1]])

    def text(self, doc: int) -> str:
        """Return a value as text."""
        return self[doc].decode("utf-8")

    def values(self, docs: NDArray[Any]) -> Iterator[bytes]:
        """Yield the values of some documents."""
        return map(self.at, self._codes[docs].tolist())

    def containing(self, docs: Docs, needle: bytes) -> Docs:
        """Return those of ``docs`` whose value holds ``needle``."""
        return self.kept(docs, lambda codes: self.holding(codes, needle))

    def holding(self, codes: Sequence[int], needle: bytes) -> list[bool]:
        """Tell of some texts whether they hold ``needle``."""
        find, ends, base = self._map.find, self._ends, self._base
        return [find(needle, base + ends[code], base + ends[code + 1]) >= 0 for code in codes]

    def just(self, docs: Docs, needle: bytes, rest: re.Pattern[bytes]) -> Docs:
        """Return those of ``docs`` in whose value ``rest`` follows some ``needle``."""
        return self.kept(docs, lambda codes: [self._followed(code, needle, rest) for code in codes])

    def _followed(self, code: int, needle: bytes, rest: re.Pattern[bytes]) -> bool:
        find, at, end = self._map.find, self._base + self._ends[code], self._base + self._ends[code + 1]
        while (at := find(needle, at, end)) >= 0:
            at += len(needle)
            if rest.match(self._map, at, end):
                return True
        return False

    def in_order(self, docs: Docs, key: str) -> Docs:
        """Return those of ``docs`` of whose texts one has all characters of ``key`` in this order, together or not."""
        characters = [character.encode() for character in key]
        return self.kept(docs, lambda codes: [self._has_in_order(code, characters, key) for code in codes])

    def _has_in_order(self, code: int, characters: Sequence[bytes], key: str) -> bool:
        find, at, end = self._map.find, self._base + self._ends[code], self._base + self._ends[code + 1]
        for character in characters:
            at = find(character, at, end) + len(character)
            if at < len(character):
                return False
        return any(scattered_at(key, text) is not None for text in self.at(code).decode().split(SEPARATOR))

    def satisfying(self, docs: Docs, met: Callable[[str], object]) -> Docs:
        """Return those of ``docs`` whose value, as text, ``met`` finds something in."""
        return self.kept(docs, lambda codes: [bool(met(self.at(code).decode())) for code in codes])

    def kept(self, docs: Docs, prove: Prove) -> Docs:
        """Return those of ``docs`` whose text is proved."""
        return docs[self.proved(docs, prove)] if len(docs) else docs

    def proved(self, docs: Docs, prove: Prove) -> NDArray[np.bool_]:
        """Tell of each of ``docs`` whether its text is proved, each text once where there are many."""
        codes = self._codes[docs]
        if len(docs) <= FEW:
            return np.array(prove(codes.tolist()), np.bool_)
        if len(docs) * SPARSE <= self.texts:
            given = codes.tolist()
            different = list(set(given))
            known = dict(zip(different, prove(different), strict=True))
            return np.array([known[code] for code in given], np.bool_)
        return self._proved_by_text(codes, prove)

    def _proved_by_text(self, codes: NDArray[Any], prove: Prove) -> NDArray[np.bool_]:
        proved = np.zeros(self.texts + 1, np.bool_)
        proved[codes] = True
        different = np.flatnonzero(proved)
        proved[different] = prove(different.tolist())
        found: NDArray[np.bool_] = proved[codes]
        return found


class PlainColumn:
    """The same texts in the very characters: those kept, and those that follow from the folded ones."""

    def __init__(self, folded: TextColumn, data: memoryview, at: int, folded_size: int, size: int) -> None:
        self._folded = folded
        self._ends = data[at : at + 4 * (folded.texts + 2)].cast("I")
        self._start = at + 4 * (folded.texts + 2) + folded_size
        self._data = data
        self._usual = Usual.read(bytes(data[self._start + size : len(data) - SIZES.size]))

    def __getitem__(self, doc: int) -> bytes:
        return self.at(int(self._folded._codes[doc]))

    def at(self, code: int) -> bytes:
        """Return the text of a number."""
        kept = self._kept(code)
        if kept == AS_USUAL:
            return self._usual.stated(self._folded.at(code))
        return b"" if kept == EMPTY else kept

    def _kept(self, code: int) -> bytes:
        return bytes(self._data[self._start + self._ends[code] : self._start + self._ends[code + 1]])

    def text(self, doc: int) -> str:
        """Return a value as text."""
        return self[doc].decode("utf-8")

    def values(self, docs: NDArray[Any]) -> Iterator[bytes]:
        """Yield the values of some documents."""
        return map(self.at, self._folded._codes[docs].tolist())

    def containing(self, docs: Docs, needle: bytes) -> Docs:
        """Return those of ``docs`` whose value holds ``needle``."""
        return docs[self.holds(docs, needle)] if len(docs) else docs

    def holds(self, docs: Docs, needle: bytes, folded: bytes = b"") -> NDArray[np.bool_]:
        """Tell of each of ``docs`` whether its value holds ``needle``; ``folded`` is what all hold folded, if given."""
        key = self._usual.key(needle)
        if not folded:
            return self._folded.proved(docs, lambda codes: self._holding(codes, needle, key))
        codes = self._folded._codes[docs]
        follows = self._follows[codes]
        found: NDArray[np.bool_] = follows & (key == folded)
        for at in np.flatnonzero(~follows).tolist():
            found[at] = needle in self._kept(int(codes[at]))
        return found

    @cached_property
    def _follows(self) -> NDArray[np.bool_]:
        """Whether each text follows from the folded one."""
        ends = np.frombuffer(self._ends, np.uint32)
        follows: NDArray[np.bool_] = ends[1:] == ends[:-1]
        return follows

    def satisfying(self, docs: Docs, met: Callable[[str], object]) -> Docs:
        """Return those of ``docs`` whose value, as text, ``met`` finds something in."""
        return self._folded.kept(docs, lambda codes: [bool(met(self.at(code).decode())) for code in codes])

    def _holding(self, codes: Sequence[int], needle: bytes, key: bytes | None) -> list[bool]:
        """Tell of texts whether they hold ``needle``: of usual ones their folded form tells, if ``needle`` is usual."""
        ends = self._ends
        usual = [ends[code] == ends[code + 1] for code in codes]
        asked = [code for code, follows in zip(codes, usual, strict=True) if follows]
        found = iter(self._folded.holding(asked, key) if key is not None else [False] * len(asked))
        return [
            next(found) if follows else needle in self._kept(code) for code, follows in zip(codes, usual, strict=True)
        ]
