"""Who each document of a segment is: its kind and key, and the documents in the order of these."""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_left
from typing import Any, Final
from uuid import UUID, SafeUUID

EXTENSION: Final = ".ids"
#: documents, bytes of the names of kinds
_SIZES: Final = struct.Struct("<QQ")
_KEY: Final = 16
_made: Final = UUID.__new__
_set: Final = object.__setattr__
_SAFETY: Final = SafeUUID.unknown


def written(keys: list[bytes]) -> bytes:
    """Return the file of the keys of :func:`.rows.key_of`, in the order of documents."""
    kinds = sorted({key[:-_KEY] for key in keys})
    numbers = {kind: number for number, kind in enumerate(kinds)}
    order = array("I", sorted(range(len(keys)), key=keys.__getitem__))
    of = bytes(numbers[key[:-_KEY]] for key in keys) if len(kinds) > 1 else b""
    names = json.dumps([kind.decode() for kind in kinds]).encode()
    values = b"".join([key[-_KEY:] for key in keys])
    return b"".join((order.tobytes(), values, of, names, _SIZES.pack(len(keys), len(names))))


class Identities:
    """The identities of one segment, in the map."""

    def __init__(self, data: memoryview, count: int) -> None:
        documents, names = _SIZES.unpack_from(data, len(data) - _SIZES.size)
        end = len(data) - _SIZES.size - names
        kinds: list[str] = json.loads(bytes(data[end : end + names]))
        at = 4 * documents
        if documents != count or end != at + documents * (_KEY + (len(kinds) > 1)):
            raise EOFError("identities")
        self._order = data[:at].cast("I")
        self._values = data[at : at + documents * _KEY]
        self._of = data[at + documents * _KEY : end] if len(kinds) > 1 else None
        self._before = [kind.encode() for kind in kinds]
        self._kinds = [kind.rstrip("\0") for kind in kinds]

    def key(self, doc: int) -> bytes:
        """Return a document's key."""
        return self._before[self._of[doc] if self._of else 0] + bytes(self._values[doc * _KEY : doc * _KEY + _KEY])

    def identity(self, doc: int) -> tuple[str, UUID]:
        """Return a document's kind and key. ``UUID`` is made without its checks: twenty are, for every page."""
        found: Any = _made(UUID)
        _set(found, "int", int.from_bytes(self._values[doc * _KEY : doc * _KEY + _KEY], "big"))
        _set(found, "is_safe", _SAFETY)
        return self._kinds[self._of[doc] if self._of else 0], found

    def docs_of(self, key: bytes) -> list[int]:
        """Return the documents of a key: one or none."""
        order = self._order
        place = bisect_left(order, key, key=self.key)
        return [order[place]] if place < len(order) and self.key(order[place]) == key else []
