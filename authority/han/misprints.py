"""Characters that a record should not hold, or that are easily taken for one another: data for checks."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final

from authority.han._tables import read_lines

LOOKALIKES: Final = tuple(frozenset(line) for line in read_lines("lookalikes.txt") if not line.startswith("#"))
"""Sets of characters that look alike; some are also variants of each other, only the context decides."""

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_STEM_SLIPS: Final = {"甲": "申由", "丙": "内內", "戊": "戌戍", "己": "已巳", "辛": "幸", "壬": "王"}
_BRANCH_SLIPS: Final = {
    "子": "予",
    "卯": "夘卬",
    "巳": "己已",
    "午": "牛",
    "未": "末",
    "申": "甲由",
    "酉": "西",
    "戌": "戊戍",
}


@cache
def _lookalikes() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in LOOKALIKES:
        for ch in group:
            found[ch] = found.get(ch, frozenset()) | (group - {ch})
    return found


def lookalikes(ch: str) -> frozenset[str]:
    """Characters that are easily written for `ch`; empty if none are known."""
    return _lookalikes().get(ch, frozenset())


@cache
def _ganzhi_slips() -> dict[str, str]:
    """Wrong pair → right one. Pairs of which two readings are possible are left out."""
    right = {_STEMS[n % 10] + _BRANCHES[n % 12] for n in range(60)}
    slips: dict[str, set[str]] = {}
    for pair in right:
        stems = pair[0] + _STEM_SLIPS.get(pair[0], "")
        branches = pair[1] + _BRANCH_SLIPS.get(pair[1], "")
        for stem, branch in product(stems, branches):
            slips.setdefault(stem + branch, set()).add(pair)
    return {slip: pairs.pop() for slip, pairs in slips.items() if slip not in right and len(pairs) == 1}


def ganzhi_correction(pair: str) -> str | None:
    """The 干支 that was meant, where two characters are one but for a look-alike: 丁已 → 丁巳, 戊戍 → 戊戌.

    None for a lawful pair and for anything else. Only for places where a 干支 is expected: 王子 gives 壬子.
    """
    return _ganzhi_slips().get(pair)


@cache
def _simplified() -> dict[str, tuple[str, ...]]:
    return {line[0]: tuple(line[1:]) for line in read_lines("simplified.txt")}


def simplified_only(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Characters that do not occur in Traditional text: offset, character, its Traditional forms.

    后 云 余 干 里 于 谷 and the like are Traditional words in their own right and never found; neither are the
    mainland's Traditional glyphs (説 録 内 别), nor 万 in 万俟.
    """
    table = _simplified()
    if table.keys().isdisjoint(text):
        return []
    return [
        (offset, ch, table[ch]) for offset, ch in enumerate(text) if ch in table and not text.startswith("万俟", offset)
    ]
