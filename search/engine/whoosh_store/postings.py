"""Terms and postings in the form of Whoosh's ``W3Codec``, written and read in whole blocks.

A block holds up to 32,768 documents as differences. Whoosh pickles these as a tuple of numbers; any sequence of numbers
will do for its reader, so small ones are pickled as ``bytes`` and larger ones as an ``array``, and blocks that shrink
much are compressed, which it lets each block say of itself: Whoosh itself still reads them, and we read them without
touching each number.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from pickle import dumps, load, loads
from typing import Any, Final

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec
from whoosh.filedb.filetables import OrderedHashReader

from search.engine.whoosh_store.docset import Docs

BLOCK: Final = 1 << 15
#: A block of at least so many bytes is compressed if no more than this part of it is left.
WORTHWHILE: Final = 96
SHRUNK: Final = 0.75
CODEC: Final = W3Codec(blocklimit=BLOCK, compression=0)
#: flags, weight, documents, shortest and longest field as bytes, largest weight, first and last document
_INFO: Final = struct.Struct("!BfIBBfII")
_EXTENT: Final = struct.Struct("!qi")
_LENGTH: Final = struct.Struct("!i")
_COUNT: Final = struct.Struct("!I")
_PICKLE: Final = 4
#: Up to so many numbers are quicker as a tuple.
FEW: Final = 8


class TermsWriter:
    """Writes the fields of a segment, each with its terms in order."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._writer = CODEC.field_writer(storage, segment)
        self._postings = self._writer._postfile
        self._at = self._postings.tell()

    def add_field(self, name: str, field: Any, terms: Iterable[tuple[bytes, Docs]]) -> None:
        """Write a field's terms, which come in the order of their bytes, each with its sorted documents."""
        self._writer.start_field(name, field)
        prefix = struct.pack("!H", self._writer._fieldid)
        add, write = self._writer._tindex.add, self._postings.write
        for text, docs in terms:
            data = _blocks(docs)
            info = _INFO.pack(0, float(len(docs)), len(docs), 0, 0, 1.0, int(docs[0]), int(docs[-1]))
            add(prefix + text, info + _EXTENT.pack(self._at, len(data)))
            write(data)
            self._at += len(data)
        self._writer.finish_field()

    def close(self) -> None:
        """Finish both files."""
        self._writer.close()


def _blocks(docs: Docs) -> bytes:
    if len(docs) == 1:
        return bytes(WHOOSH3_HEADER_MAGIC) + _block(docs, 0, last=True)
    parts = [WHOOSH3_HEADER_MAGIC]
    for start in range(0, len(docs), BLOCK):
        parts.append(_block(docs, start, last=start + BLOCK >= len(docs)))
    return b"".join(parts)


def _block(docs: Docs, start: int, *, last: bool) -> bytes:
    """Return one block; every block counts its differences from nought, as Whoosh does."""
    held = docs[start : start + BLOCK]
    data, level = _shrunk(dumps((_differences(held), None, None), _PICKLE))
    info = dumps((len(held), int(held[-1]), 1.0, level, 0, 0), 2)
    length = len(info) + len(data)
    return _LENGTH.pack(-length if last else length) + info + data


def _shrunk(data: bytes) -> tuple[bytes, int]:
    """Return a block compressed, if that is worth while, and how far."""
    if len(data) >= WORTHWHILE:
        shrunk = zlib.compress(data, 1)
        if len(shrunk) <= len(data) * SHRUNK:
            return shrunk, 1
    return data, 0


def _differences(held: Docs) -> Any:
    if len(held) <= FEW:
        docs = held.tolist()
        return (docs[0], *(after - before for before, after in pairwise(docs)))
    differences = np.diff(held, prepend=held.dtype.type(0))
    largest = int(differences.max())
    if largest < 1 << 8:
        return differences.astype(np.uint8).tobytes()
    if largest < 1 << 16:
        return array("H", differences.astype(np.uint16).tobytes())
    return array("I", differences.astype(np.uint32).tobytes())


class TermsReader:
    """Looks terms up in a mapped segment. It keeps no place in the files, so threads share it."""

    def __init__(self, files: Any, segment: Any) -> None:
        name = segment.make_filename(W3Codec.TERMS_EXT)
        self._table = OrderedHashReader(files.open_file(name), files.file_length(name))
        self._fields: dict[str, bytes] = {
            field: struct.pack("!H", number) for field, number in self._table.extras["fieldmap"].items()
        }
        self._postings = files.buffer(segment.make_filename(W3Codec.POSTS_EXT))

    def find(self, field: str, text: str) -> tuple[int, int, int] | None:
        """Return how many documents have a term and where its postings lie, ``None`` if none has."""
        prefix = self._fields.get(field)
        if prefix is None:
            return None
        for place, length in self._table.ranges_for_key(prefix + text.encode("utf-8", "replace")):
            data = self._table.dbfile.get(place, length)
            offset, size = _EXTENT.unpack_from(data, _INFO.size)
            return _COUNT.unpack_from(data, 5)[0], offset, size
        return None

    def docs(self, found: tuple[int, int, int]) -> Docs:
        """Return the documents of a term that was found."""
        count, offset, size = found
        blocks = list(_read_blocks(self._postings[offset : offset + size]))
        docs = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
        if len(docs) != count:
            raise EOFError(f"postings: {len(docs)} of {count}")
        return docs


def _read_blocks(data: memoryview) -> Iterator[Docs]:
    if bytes(data[:4]) != WHOOSH3_HEADER_MAGIC:
        raise EOFError("postings")
    at, last = 4, False
    while not last:
        (length,) = _LENGTH.unpack_from(data, at)
        last, end = length < 0, at + 4 + abs(length)
        stream = BytesIO(data[at + 4 : end])
        level = load(stream)[3]  # noqa: S301 - our own index
        rest = stream.read()
        yield _documents(loads(zlib.decompress(rest) if level else rest)[0])  # noqa: S301
        at = end


def _documents(differences: Any) -> Docs:
    if isinstance(differences, tuple):
        return np.cumsum(np.array(differences, np.uint32), dtype=np.uint32)
    kind = np.uint8 if isinstance(differences, bytes) else np.dtype(differences.typecode)
    return np.cumsum(np.frombuffer(differences, kind), dtype=np.uint32)
