"""ICC profiles of a few bytes, made as ISO 15076-1 lays them out: a header, one ``desc`` tag, nothing to print by."""

from __future__ import annotations

import struct


def icc_profile(
    name: str = "Test Coated",
    *,
    kind: bytes = b"prtr",
    space: bytes = b"CMYK",
    version: int = 4,
    signature: bytes = b"acsp",
) -> bytes:
    """Return a profile that says what it is and describes itself as its version (2 or 4) does."""
    if version == 2:
        words = name.encode("ascii") + b"\0"
        element = b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words
    else:
        words = name.encode("utf-16-be")
        element = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(words), 28) + words
    tags = struct.pack(">I4sII", 1, b"desc", 144, len(element))
    header = bytearray(128)
    header[0:4] = struct.pack(">I", 128 + len(tags) + len(element))
    header[8] = version
    header[12:16], header[16:20], header[36:40] = kind, space, signature
    return bytes(header) + tags + element
