"""Gathers the texts of one field while a segment is built (:mod:`.texts` reads them)."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from search.engine.whoosh_store.keylist import narrowest
from search.engine.whoosh_store.texts import EMPTY, SIZES
from search.engine.whoosh_store.usual import Characters, Usual, characters

#: With fewer texts than this, nothing is usual: to find that out would cost more than it saves.
WORTHWHILE: Final = 256
#: So many different texts are known again at most, and none any more if hardly one of so many came twice.
KNOWN: Final = 1 << 19
TRIED: Final = 1 << 16
HARDLY: Final = 0.95
#: Texts of which the characters are compared at a time.
STRETCH: Final = 1 << 15

Pair = tuple[bytes, bytes]


class TextsWriter:
    """Takes texts document by document. Different ones wait in a file without a name, in ``folder`` if one is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self._codes = array("I")
        self._known: dict[Pair, int] | None = {}
        self._file: IO[bytes] = BytesIO() if folder is None else tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._folded = array("I")
        self._plain = array("I")

    def add(self, doc: int, folded: bytes, plain: bytes = b"") -> None:
        """Take a document's text; documents come in order, those left out have none."""
        codes = self._codes
        while len(codes) < doc:
            codes.append(0)
        codes.append(self._code((folded, plain)))

    def _code(self, pair: Pair) -> int:
        known = self._known
        code = None if known is None else known.get(pair)
        if code is not None:
            return code
        self._file.writelines(pair)
        self._folded.append(len(pair[0]))
        self._plain.append(len(pair[1]))
        code = len(self._folded)
        if known is not None and code <= KNOWN:
            known[pair] = code
            if code == TRIED and code > HARDLY * np.count_nonzero(self._codes):
                self._known = None
        return code

    def to_bytes(self, count: int) -> Iterator[bytes]:
        """Yield the file of ``count`` documents, piece by piece."""
        self._known = None
        texts = len(self._folded)
        codes = self._codes_of(count, narrowest(texts))
        usual = Usual.of(map(_aligned, self._stretches())) if texts >= WORTHWHILE else Usual()
        follows = [follow for pairs in self._stretches() for follow in _follow(pairs, usual)]
        plain = [0 if follow else length or len(EMPTY) for follow, length in zip(follows, self._plain, strict=True)]
        forms = usual.to_bytes()
        yield codes.tobytes()
        yield bytes(-codes.nbytes % 8)
        yield _ends(self._folded)
        yield _ends(plain)
        yield from (b"".join([one for one, _other in pairs]) for pairs in self._stretches())
        yield from self._others(follows)
        yield forms
        yield SIZES.pack(count, texts, codes.itemsize, sum(self._folded), sum(plain), len(forms))

    def _codes_of(self, count: int, width: Any) -> NDArray[Any]:
        """Return one code a document, in numbers of a width; the last documents may have no text."""
        codes = np.zeros(count, width)
        codes[: len(self._codes)] = np.frombuffer(self._codes, np.uint32) if self._codes else 0
        return codes

    def _others(self, follows: Sequence[bool]) -> Iterator[bytes]:
        """Yield the plain texts that do not follow from the folded ones."""
        left = iter(follows)
        for pairs in self._stretches():
            yield b"".join([other or EMPTY for _one, other in pairs if not next(left)])

    def _stretches(self) -> Iterator[list[Pair]]:
        self._file.seek(0)
        for start in range(0, len(self._folded), STRETCH):
            folded, plain = self._folded[start : start + STRETCH], self._plain[start : start + STRETCH]
            data, ends = self._file.read(sum(folded) + sum(plain)), [0]
            for one, other in zip(folded, plain, strict=True):
                ends += (ends[-1] + one, ends[-1] + one + other)
            cut = [data[begin:end] for begin, end in pairwise(ends)]
            yield list(zip(cut[::2], cut[1::2], strict=True))


def _ends(lengths: Sequence[int]) -> bytes:
    """Return where the texts end, before them nought twice: text nought is empty."""
    ends = np.zeros(len(lengths) + 2, np.int64)
    np.cumsum(lengths, out=ends[2:])
    if ends[-1] >= 1 << 32:
        raise OverflowError("a column of more than 4 GiB")
    return ends.astype("<u4").tobytes()


def _aligned(pairs: Sequence[Pair]) -> tuple[Characters, Characters]:
    """Return the characters of what is folded, and those of what is plain beside them, where these are as many."""
    kept = [pair for pair in pairs if _alike(pair)]
    return characters([one for one, _other in kept]), characters([other for _one, other in kept])


def _alike(pair: Pair) -> bool:
    return len(pair[0].decode()) == len(pair[1].decode())


def _follow(pairs: Sequence[Pair], usual: Usual) -> list[bool]:
    """Tell of each pair whether the plain text follows from the folded one."""
    if not usual.forms:
        return [one == other for one, other in pairs]
    lengths = [len(one.decode()) if _alike((one, other)) else 0 for one, other in pairs]
    folded, plain = _aligned(pairs)
    same = np.concatenate(([0], np.cumsum(usual.table[folded] == plain)))
    ends = np.cumsum(lengths)
    same = same[ends] - same[ends - lengths]
    return [bool(length) and length == alike for length, alike in zip(lengths, same.tolist(), strict=True)]
