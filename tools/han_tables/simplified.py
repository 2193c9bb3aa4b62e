"""Which simplified characters no Traditional text uses."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from tools.han_tables.sources import TABLES, Sources

#: A simplified character and its Traditional forms.
Forms = dict[str, str]


def simplified_lines(sources: Sources) -> list[str]:
    """Simplified characters that no Traditional text uses, each with its Traditional forms.

    Traditional in their own right is what Big5 or GB/T 12345 (the mainland's Traditional set) holds.
    """
    own_right = set(sources.unihan["kBigFive"]) | set(sources.unihan["kGB1"])
    modern = set(sources.unihan["kTGH"]) | set(sources.unihan["kGB0"])
    found = {
        simple: traditional
        for simple, traditional in traditional_forms(sources).items()
        if simple not in own_right and (simple in modern or marked_simplified(sources, simple))
    }
    mended = mend_by_hand(found, (TABLES / "simplified_extra.txt").read_text(encoding="utf-8"))
    return [simple + mended[simple] for simple in sorted(mended)]


def traditional_forms(sources: Sources) -> Forms:
    """Every simplified character with its Traditional forms: OpenCC's, and Unihan's where OpenCC has none."""
    forms: dict[str, list[str]] = defaultdict(list)
    for traditional, simple in sorted(sources.to_simplified.items()):
        if not unicodedata.decomposition(traditional):
            forms[simple].append(traditional)
    for simple, traditional in sources.variants("kTraditionalVariant"):
        if marked_simplified(sources, simple) and traditional != simple and simple not in forms:
            forms[simple].append(traditional)
    return {simple: "".join(traditional) for simple, traditional in forms.items()}


def mend_by_hand(forms: Forms, extra: str) -> Forms:
    """What the hand-kept list adds (``+`` 简 its forms) and takes away (``-``)."""
    mended = dict(forms)
    for line in extra.splitlines():
        if line.startswith("+"):
            mended[line[1]] = line[2:]
        elif line.startswith("-"):
            mended.pop(line[1], None)
    return mended


def marked_simplified(sources: Sources, char: str) -> bool:
    """Does Unihan count it under a simplified radical (讠, 钅 …)?"""
    return "'" in sources.unihan["kRSUnicode"].get(char, "")
