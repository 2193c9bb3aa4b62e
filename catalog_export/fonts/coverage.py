"""How much of each Unicode block a face has, for ``manage.py fonts``."""

from __future__ import annotations

from dataclasses import dataclass

from catalog_export.typeset import Face


@dataclass(frozen=True, slots=True)
class UnicodeBlock:
    """A block: Chinese name, first and last code point, and characters assigned in it (Unicode 15.1)."""

    name: str
    first: int
    last: int
    assigned: int


BLOCKS = (
    UnicodeBlock("基本", 0x4E00, 0x9FFF, 20992),
    UnicodeBlock("扩展A", 0x3400, 0x4DBF, 6592),
    UnicodeBlock("扩展B", 0x20000, 0x2A6DF, 42720),
    UnicodeBlock("扩展C", 0x2A700, 0x2B73F, 4154),
    UnicodeBlock("扩展D", 0x2B740, 0x2B81F, 222),
    UnicodeBlock("扩展E", 0x2B820, 0x2CEAF, 5762),
    UnicodeBlock("扩展F", 0x2CEB0, 0x2EBEF, 7473),
    UnicodeBlock("扩展G", 0x30000, 0x3134F, 4939),
    UnicodeBlock("扩展H", 0x31350, 0x323AF, 4192),
    UnicodeBlock("扩展I", 0x2EBF0, 0x2EE5F, 622),
    UnicodeBlock("兼容", 0xF900, 0xFAFF, 472),
    UnicodeBlock("兼容补充", 0x2F800, 0x2FA1F, 542),
    UnicodeBlock("部首", 0x2E80, 0x2FDF, 329),
    UnicodeBlock("符号标点", 0x3000, 0x303F, 64),
    UnicodeBlock("全角", 0xFF00, 0xFFEF, 225),
)


def coverage(face: Face) -> dict[str, int]:
    """Return how many characters of each block a face maps."""
    return count_blocks(face.characters)


def count_blocks(characters: frozenset[int]) -> dict[str, int]:
    """Return how many of the code points lie in each block."""
    return {block.name: sum(block.first <= code <= block.last for code in characters) for block in BLOCKS}
