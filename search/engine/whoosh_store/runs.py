"""Tokens of many texts at once: every character and every bigram, with the documents that have it.

A token is a number (first character, second character or nought) whose order is that of its bytes; with the document
behind it, sorting 64-bit numbers does the work of an inverted index. Chunks of documents keep it flat in
memory; what they found is put together token by token at the end.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from search.analysis import AGAIN, SEPARATOR, apart
from search.engine.whoosh_store.docset import Docs, union

#: Documents of one chunk: their number within it takes 16 bits, two characters take 42.
CHUNK: Final = 1 << 16
_DOC_BITS: Final = np.uint64(16)
_CHAR_BITS: Final = np.uint64(21)
_DOC: Final = np.uint64((1 << 16) - 1)
_MARK: Final = ord(SEPARATOR)
_AGAIN: Final = ord(AGAIN)
#: Above every character that means something here; and the mark of initials, as in :mod:`search.analysis.sounds`.
_FIRST_WORD: Final = 0x100
_SURROGATES: Final = range(0xD800, 0xE000)
_INITIAL: Final = "'"

Tokens = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What one chunk found: its tokens in order, where the documents of each begin, and where all its documents are."""

    tokens: Tokens
    starts: NDArray[np.int64]
    place: int


class Runs:
    """The tokens of one field. What waits to be put together lies in a file without a name, in ``folder``."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._texts: list[str] = []
        self._docs: list[int] = []
        self._base = 0
        self._chunks: list[_Chunk] = []
        self._held: list[Docs] = []
        self._written = 0
        self._file: IO[bytes] | None = None

    def add(self, text: str, doc: int) -> None:
        """Take a document's text; documents come in order."""
        if doc >= self._base + CHUNK:
            self._settle()
            self._base = doc // CHUNK * CHUNK
        self._texts.append(text)
        self._docs.append(doc)

    def _settle(self) -> None:
        if not self._texts:
            return
        keys = _keys(self._texts, np.array(self._docs, np.int64) - self._base)
        self._texts, self._docs = [], []
        tokens = keys >> _DOC_BITS
        starts = np.flatnonzero(np.concatenate(([True], tokens[1:] != tokens[:-1])))
        self._chunks.append(_Chunk(tokens[starts], np.append(starts, len(keys)), self._written))
        self._keep((keys & _DOC).astype(np.uint32) + np.uint32(self._base))

    def _keep(self, docs: Docs) -> None:
        self._written += len(docs)
        if self._folder is None:
            self._held.append(docs)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - as long as the field
        docs.tofile(self._file)

    def _kept(self) -> Docs:
        if self._file is None:
            return np.concatenate(self._held)
        self._file.flush()
        return np.memmap(self._file, np.uint32, mode="r")

    def items(self) -> Iterator[tuple[int, Docs]]:
        """Yield each token as a number, in order, with its documents."""
        self._settle()
        if not self._chunks:
            return
        docs = self._kept()
        tokens = np.concatenate([chunk.tokens for chunk in self._chunks])
        starts = np.concatenate([chunk.starts[:-1] + chunk.place for chunk in self._chunks])
        ends = np.concatenate([chunk.starts[1:] + chunk.place for chunk in self._chunks])
        order = np.argsort(tokens, kind="stable")
        firsts = np.flatnonzero(np.concatenate(([True], tokens[order][1:] != tokens[order][:-1])))
        for first, last in pairwise([*firsts.tolist(), len(order)]):
            parts = [docs[starts[at] : ends[at]] for at in order[first:last].tolist()]
            yield int(tokens[order[first]]), parts[0] if len(parts) == 1 else np.concatenate(parts)


def _keys(texts: list[str], docs: NDArray[np.int64]) -> Tokens:
    characters, of = _spread(texts, docs)
    marks = characters == _MARK
    together = (of[:-1] == of[1:]) & ~(marks[:-1] & marks[1:])
    double = ((characters[:-1] << _CHAR_BITS | characters[1:]) << _DOC_BITS | of[:-1])[together]
    characters, of = _spread(list(map(apart, texts)), docs)
    single = (characters << (_CHAR_BITS + _DOC_BITS) | of)[characters != _MARK]
    single.sort()
    again = single[1:][single[1:] == single[:-1]] | np.uint64(_AGAIN) << _DOC_BITS
    keys = np.concatenate((single, again, double))
    keys.sort()
    if not len(keys):
        return keys
    return keys[np.concatenate(([True], keys[1:] != keys[:-1]))]


def _spread(texts: list[str], docs: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return all characters of some texts, and the document of each."""
    joined = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    return joined, np.repeat(docs.astype(np.uint64), [len(text) for text in texts])


def characters(token: int) -> tuple[int, int]:
    """Return the characters of a token; the second is nought where it is a single one."""
    return token >> 21, token & 0x1FFFFF


def spelled(token: int) -> bytes:
    """Return a token as the term index writes it."""
    first, second = characters(token)
    return (chr(first) + chr(second) if second else chr(first)).encode()


def as_terms(runs: Runs, numbers: list[int] | None = None) -> Iterator[tuple[bytes, Docs]]:
    """Yield the tokens of a text field for the term index; note them as ``numbers`` too."""
    for token, docs in runs.items():
        if numbers is not None:
            numbers.append(token)
        yield spelled(token), docs


class SoundRuns:
    """The tokens of titles by sound (:func:`search.analysis.sound_tokens`), each word of readings as one character.

    So the work is done once for each pair of words, not for each title. A separator before or behind a syllable or
    initial is the token of a title that begins or ends so.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._runs = Runs(folder)
        self._words: dict[str, int] = {}

    def add(self, column: str, doc: int) -> str:
        """Take a document's sound column; return it with a character for each word."""
        words = self._words
        coded = [
            "".join([chr(words.get(word) or self._number(word)) for word in text.split()])
            for text in column.split(SEPARATOR)
            if text
        ]
        text = SEPARATOR + SEPARATOR.join(coded) + SEPARATOR
        self._runs.add(text, doc)
        return text

    def _number(self, word: str) -> int:
        number = self._words[word] = numbered(len(self._words))
        return number

    def words_as_bytes(self) -> bytes:
        """Return the words of the columns in the order of their characters (:func:`numbered`), a line each."""
        return "\n".join(self._words).encode()

    def terms(self) -> Iterator[tuple[bytes, Docs]]:
        """Yield the tokens for the term index."""
        choices = {code: tuple(filter(None, word[1:-1].split("/"))) for word, code in self._words.items()}
        found: dict[str, list[Docs]] = defaultdict(list)
        for number, docs in self._runs.items():
            first, second = characters(number)
            for token in _sounds(choices.get(first, ()), choices.get(second, ()), second, begins=first == _MARK):
                found[token].append(docs)
        for token in {token for choice in choices.values() for token in _alone(choice)}:
            found[token + AGAIN].append(_twice(found[token]))
        for token in sorted(found, key=str.encode):
            docs = union(found.pop(token), again=True)
            if len(docs):
                yield token.encode(), docs


def _twice(lists: list[Docs]) -> Docs:
    """Return the documents that are in more than one list."""
    docs = np.concatenate(lists)
    docs.sort()
    again: Docs = docs[1:][docs[1:] == docs[:-1]]
    return again


def numbered(place: int) -> int:
    """Return the character that stands for a word; halves of surrogate pairs stand for none."""
    number = _FIRST_WORD + place
    return number if number < _SURROGATES[0] else number + len(_SURROGATES)


def place_of(number: int) -> int:
    """Return the place of the word for which a character stands."""
    return number - _FIRST_WORD - (len(_SURROGATES) if number >= _SURROGATES[-1] else 0)


def _sounds(first: tuple[str, ...], second: tuple[str, ...], code: int, *, begins: bool = False) -> set[str]:
    """Return the tokens of a word, or of two that follow each other (``code`` is the second's; a mark has no words)."""
    if not code:
        return _alone(first)
    if code == _AGAIN:
        return {token + AGAIN for token in _alone(first)}
    if begins:
        return {SEPARATOR + token for token in _alone(second)}
    if code == _MARK:
        return {token + SEPARATOR for token in _alone(first)}
    return {token for a in first for b in second for token in (f"{a} {b}", f"{_INITIAL}{a[0]}{b[0]}")}


def _alone(word: tuple[str, ...]) -> set[str]:
    """Return the tokens of a word by itself: its readings and their initials."""
    return {*word, *(_INITIAL + reading[0] for reading in word)}
