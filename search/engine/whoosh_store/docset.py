"""Sets of the documents of one segment: sorted numbers where they are few, bits where they are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.uint32]
Bits = NDArray[np.uint8]

#: A set that holds more than one document in so many is kept as bits: there an array would be larger.
SPARSE: Final = 64
#: What is left of two sets of bits stays bits unless it holds less than one document in so many: until there, meeting
#: words is quicker than finding out which documents these are.
SETTLED: Final = 256
#: A set of bits that holds less than one document in so many is listed byte by byte, leaving out empty ones.
LISTED: Final = 16
#: Bytes of a set that are looked through at first for its first documents.
STRETCH: Final = 256


class DocSet:
    """An unchanging set out of ``size`` documents. It has ``docs`` (sorted) or ``bits`` (in whole words)."""

    __slots__ = ("_count", "_mask", "bits", "docs", "size")

    def __init__(self, size: int, docs: Docs | None = None, bits: Bits | None = None) -> None:
        self.size = size
        self.docs = docs
        self.bits = bits
        self._count: int = -1 if docs is None else len(docs)
        self._mask: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, size: int, docs: Docs) -> DocSet:
        """Return the set of sorted, different ``docs``, in the form that suits their number."""
        if len(docs) * SPARSE > size:
            return cls(size, bits=_bits_of(size, docs))
        return cls(size, docs)

    @classmethod
    def where(cls, mask: NDArray[np.bool_]) -> DocSet:
        """Return the set of the documents for which ``mask`` (one a document) is true."""
        size = len(mask)
        count = int(np.count_nonzero(mask))
        if count * SPARSE > size:
            return cls(size, bits=_padded(np.packbits(mask, bitorder="little"), size))
        return cls(size, np.flatnonzero(mask).astype(np.uint32))

    @classmethod
    def nothing(cls, size: int) -> DocSet:
        """Return the empty set."""
        return cls(size, np.empty(0, np.uint32))

    @classmethod
    def everything(cls, size: int) -> DocSet:
        """Return the set of all documents."""
        return cls.where(np.ones(size, np.bool_)) if size else cls.nothing(0)

    def __len__(self) -> int:
        if self._count < 0:
            self._count = int(np.bitwise_count(_words(self.bits)).sum())
        return self._count

    @property
    def nbytes(self) -> int:
        """Return what the set weighs in memory, in bytes."""
        return (0 if self.docs is None else self.docs.nbytes) + (0 if self.bits is None else self.bits.nbytes)

    def to_docs(self) -> Docs:
        """Return the documents, sorted."""
        if self.docs is not None:
            return self.docs
        if len(self) * LISTED < self.size:
            return _few(self.bits)
        return np.flatnonzero(self.to_mask()).astype(np.uint32)

    def stretch(self, start: int, end: int) -> Docs:
        """Return the documents from one place of the set to before another, unpacking only the bits that hold them."""
        if self.bits is None:
            return self.to_docs()[start:end]
        end = min(end, len(self))
        if not start or start >= end:
            return self.first(max(end - start, 0))
        words = _words(self.bits)
        counted = np.cumsum(np.bitwise_count(words), dtype=np.int64)
        begin, last = np.searchsorted(counted, (start + 1, end)).tolist()
        before = int(counted[begin - 1]) if begin else 0
        docs = _few(words[begin : last + 1].view(np.uint8))[start - before : end - before]
        return docs + np.uint32(begin * 64)

    def first(self, most: int) -> Docs:
        """Return the first ``most`` documents, looking no further than for them."""
        if self.bits is None:
            return self.to_docs()[:most]
        start, width, found = 0, STRETCH, np.empty(0, np.uint32)
        while len(found) < most and start < len(self.bits):
            more = _few(self.bits[start : start + width])
            found = np.concatenate((found, more + np.uint32(start * 8))) if start else more
            start, width = start + width, width * 4
        return found[:most]

    def to_mask(self) -> NDArray[np.bool_]:
        """Return one truth a document."""
        if self.bits is not None:
            return np.unpackbits(self.bits, count=self.size, bitorder="little").view(np.bool_)
        mask = np.zeros(self.size, np.bool_)
        mask[self.to_docs()] = True
        return mask

    def at_hand(self) -> DocSet:
        """Return it, with one truth a document kept beside: for what nearly every request is met with."""
        self._mask = self.to_mask()
        return self

    def to_bits(self) -> Bits:
        """Return the set as bits, padded to whole words."""
        return self.bits if self.bits is not None else _bits_of(self.size, self.to_docs())

    def has(self, docs: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell for each of ``docs``, in any order, whether it belongs to the set."""
        if self._mask is not None:
            masked: NDArray[np.bool_] = self._mask[docs]
            return masked
        if self.bits is not None:
            bits: NDArray[np.uint8] = self.bits[docs >> 3] >> (docs & 7).astype(np.uint8) & np.uint8(1)
            return bits.view(np.bool_)
        return _found_in(docs, self.to_docs())

    def __and__(self, other: DocSet) -> DocSet:
        if self.bits is not None and other.bits is not None:
            return _settled(self.size, _words(self.bits) & _words(other.bits))
        few, many = (self, other) if other.bits is not None else (other, self)
        if many.bits is None:
            few, many = (self, other) if self._count <= other._count else (other, self)
        if not few._count:
            return few
        docs = few.to_docs()
        return DocSet(self.size, docs[many.has(docs)])

    def __or__(self, other: DocSet) -> DocSet:
        if not len(other) or self is other:
            return self
        if not len(self):
            return other
        if self.bits is None and other.bits is None:
            return DocSet.of(self.size, union([self.to_docs(), other.to_docs()]))
        if self.bits is not None and other.bits is not None:
            return DocSet(self.size, bits=(_words(self.bits) | _words(other.bits)).view(np.uint8))
        many, few = (self, other) if other.bits is None else (other, self)
        bits, docs = many.to_bits().copy(), few.to_docs()
        np.bitwise_or.at(bits, docs >> 3, np.left_shift(1, docs & 7).astype(np.uint8))
        return DocSet(self.size, bits=bits)

    def __sub__(self, other: DocSet) -> DocSet:
        if not other._count or not self._count:
            return self
        if self.bits is None:
            docs = self.to_docs()
            return DocSet(self.size, docs[~other.has(docs)])
        return _settled(self.size, _words(self.bits) & ~_words(other.to_bits()))


def union(arrays: Sequence[Docs], *, again: bool = False) -> Docs:
    """Return what is in any of the arrays, sorted, each once; ``again`` if even one array may have some twice."""
    if len(arrays) == 1 and not again:
        return arrays[0]
    if not arrays:
        return np.empty(0, np.uint32)
    docs = np.concatenate(arrays)
    docs.sort()
    return docs[np.concatenate(([True], docs[1:] != docs[:-1]))] if len(docs) else docs


def any_of(size: int, sets: Iterable[DocSet]) -> DocSet:
    """Return the union of many sets."""
    sparse: list[Docs] = []
    whole: DocSet | None = None
    for one in sets:
        if one.bits is None:
            sparse.append(one.to_docs())
        else:
            whole = one if whole is None else whole | one
    rest = DocSet.of(size, union([docs for docs in sparse if len(docs)]))
    return rest if whole is None else whole | rest


def all_of(sets: Iterable[DocSet]) -> DocSet:
    """Return what is in every one of the sets, of which there is at least one; the smallest are met first."""
    first, *rest = sorted(sets, key=len)
    for one in rest:
        if not len(first):
            break
        first = first & one
    return first


def _words(bits: Any) -> NDArray[np.uint64]:
    words: NDArray[np.uint64] = bits.view(np.uint64)
    return words


def _padded(bits: Bits, size: int) -> Bits:
    whole = np.zeros((size + 63) // 64 * 8, np.uint8)
    whole[: len(bits)] = bits
    return whole


def _bits_of(size: int, docs: Docs) -> Bits:
    mask = np.zeros(size, np.bool_)
    mask[docs] = True
    return _padded(np.packbits(mask, bitorder="little"), size)


def _settled(size: int, words: NDArray[np.uint64]) -> DocSet:
    """Return the set of some words of bits, as an array if few are left."""
    made = DocSet(size, bits=words.view(np.uint8))
    if len(made) * SETTLED > size:
        return made
    return DocSet(size, _few(words.view(np.uint8)))


def _few(bits: Any) -> Docs:
    """Return the documents of a sparse set of bits without unpacking all of it."""
    places = np.flatnonzero(bits != 0)
    at = np.flatnonzero(np.unpackbits(bits[places], bitorder="little").view(np.bool_))
    found: Docs = ((places[at >> 3] << 3) + (at & 7)).astype(np.uint32)
    return found


def _found_in(docs: NDArray[Any], held: Docs) -> NDArray[np.bool_]:
    if not len(held):
        return np.zeros(len(docs), np.bool_)
    at = np.searchsorted(held, docs)
    at[at == len(held)] = 0
    found: NDArray[np.bool_] = held[at] == docs
    return found
