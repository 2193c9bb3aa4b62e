"""Whoosh's files without copies: a compound segment mapped into memory, read in place.

Whoosh 2.7.4 copies each file of a compound segment into private memory whenever it opens one (``BufferFile`` hands the
map to ``BytesIO``), which made a commit twenty times slower and every open reader as large as the index. What is here
leans on the insides of that version, so another version is refused.
"""

from __future__ import annotations

import io
from typing import IO, Any, Final

import whoosh
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

VERSION: Final = (2, 7, 4)

if whoosh.__version__ != VERSION:
    raise ImportError(f"search.engine.whoosh_store reads the files of Whoosh {VERSION}, not {whoosh.__version__}")


class _MapReader(io.RawIOBase):
    """Reads a stretch of a map as a stream, without copying more than what is asked for."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer = buffer
        self._at = 0

    def read(self, size: int | None = -1, /) -> bytes:
        end = len(self._buffer) if size is None or size < 0 else self._at + size
        found = bytes(self._buffer[self._at : end])
        self._at += len(found)
        return found

    def readline(self, size: int | None = -1, /) -> bytes:
        """Pickle reads lines only for protocols older than those that Whoosh writes."""
        raise io.UnsupportedOperation("readline")

    def readinto(self, target: Any, /) -> int:
        found = self.read(len(target))
        target[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._buffer)}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at


class MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh is untyped
    """One file inside a mapped segment. :meth:`get` has no state, so threads share it."""

    def __init__(self, buffer: memoryview, name: str) -> None:
        self._buf = buffer
        self._name = name
        self.file: IO[bytes] = _MapReader(buffer)  # type: ignore[assignment]
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def subset(self, position: int, length: int, name: str | None = None) -> MappedFile:
        """Return a part of it as a file of its own, in the same memory."""
        return MappedFile(self._buf[position : position + length], name or self._name)


class MappedSegment(CompoundStorage):  # type: ignore[misc]
    """The files of one compound segment. The map outlives the file: what was read stays readable."""

    def __init__(self, storage: FileStorage, name: str) -> None:
        super().__init__(storage.open_file(name))
        self._name = name

    def open_file(self, name: str, *_args: Any, **_kwargs: Any) -> MappedFile:
        """Return a file of the segment."""
        return MappedFile(self.buffer(name), name)

    def buffer(self, name: str) -> memoryview:
        """Return the bytes of a file of the segment, in the map."""
        offset, length = self.range(name)
        if offset + length > len(self._source):
            raise EOFError(f"{name}: {offset + length} > {len(self._source)}")
        return memoryview(self._source)[offset : offset + length]

    @property
    def map(self) -> Any:
        """Return the map of the whole segment, which can search for bytes in itself."""
        return self._source

    @property
    def size(self) -> int:
        """Return the bytes of the segment on disk."""
        return len(self._source)
