"""Word lists, kept as plain text beside the code so that a cataloguer can read and mend them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from authority.han import fold

_VARIANTS: Final = ("注註", "錄録", "說説", "閱閲", "敘叙", "抄鈔", "簽籤", "刪删", "辯辨")
DATA: Final = Path(__file__).parent / "data"


def load(name: str) -> frozenset[str]:
    """Return the words of ``data/<name>.txt``, separated by white space, also in simplified characters.

    Lines that begin with # are remarks.
    """
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return frozenset(words) | {folded for word in words if len(folded := fold(word)) == len(word)}


def with_variants(words: frozenset[str]) -> frozenset[str]:
    """Return the words with the other common form of 注/註, 錄/録, 說/説, 閱/閲 and the like beside each."""
    found = set(words)
    for one, other in _VARIANTS:
        found |= {word.replace(one, other) for word in found if one in word}
        found |= {word.replace(other, one) for word in found if other in word}
    return frozenset(found)


def both_forms(pattern: str) -> str:
    """Return a regular expression that also matches the simplified form of each of its characters.

    So one wording serves records in traditional characters and the sheets that libraries hand in. The ends of a range
    of characters stay as they are.
    """
    written: list[str] = []
    inside = False
    for index, char in enumerate(pattern):
        inside = char == "[" or (inside and char != "]")
        simple = _simplified(char)
        ranged = inside and "-" in (pattern[index - 1], pattern[index + 1 : index + 2])
        if not simple or ranged:
            written.append(char)
        else:
            written.append(char + simple if inside else f"[{char}{simple}]")
    return "".join(written)


def _simplified(char: str) -> str:
    """Return the simplified form of an ideograph, empty where it has no other."""
    simple = fold(char)
    return simple if len(simple) == 1 and simple != char and "\u3400" <= char <= "\u9fff" else ""
