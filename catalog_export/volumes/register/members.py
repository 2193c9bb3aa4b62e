"""Lines in gzip members: one file to every other program, and a file that this one can enter in the middle.

RFC 1952 §2.2: a gzip file may be a series of members, each complete in itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: Lines in one member: what is read for nothing when a volume begins in its middle.
LINES = 1000
LEVEL = 6
GZIP = 31
READ = 1 << 18


class DamagedError(ValueError):
    """A file whose members cannot be unpacked."""


class MemberWriter:
    """Writes lines, a thousand to a member; always the same bytes for the same lines.

    ``place`` is the offset of the member to which the next line goes.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lines: list[bytes] = []
        self.place = 0

    def add(self, line: bytes) -> None:
        """Add one line with its end."""
        self._lines.append(line)
        if len(self._lines) == LINES:
            self.close()

    def close(self) -> None:
        """Write what has not been written."""
        if self._lines:
            packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
            self.place += self._file.write(packer.compress(b"".join(self._lines)) + packer.flush())
            self._lines.clear()


def read_lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield the lines from the member at offset ``start`` on, each with the offset of its member.

    Raises :class:`DamagedError` for what is not gzip or was cut short.
    """
    for place, content in _members(path, start):
        for line in content.splitlines():
            yield place, line


def _members(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        file.seek(start)
        place, held = start, file.read(READ)
        while held:
            unpacker = zlib.decompressobj(GZIP)
            parts, taken = [], 0
            while held and not unpacker.eof:
                try:
                    parts.append(unpacker.decompress(held))
                except zlib.error as error:
                    raise DamagedError("压缩数据已损坏") from error
                taken += len(held) - len(unpacker.unused_data)
                held = unpacker.unused_data or file.read(READ)
            if not unpacker.eof:
                raise DamagedError("文件被截断")
            yield place, b"".join(parts)
            place += taken
