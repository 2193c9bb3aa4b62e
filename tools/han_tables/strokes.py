"""The strokes of each character, and its four-corner code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tools.han_tables.sources import Sources

RIME = Path("/usr/share/rime-data/stroke.dict.yaml")


def stroke_lines(sources: Sources) -> Iterator[str]:
    """Runs of code points under one radical: first code point, radical, then the strokes of each character.

    Strokes are digits 1–5; `4412/9` gives the total where the sequence is not that long (only its beginning is known).
    """
    codes = rime_codes()
    radicals = {ch: int(value.split(".")[0].strip("'")) for ch, value in sources.unihan["kRSUnicode"].items()}
    totals = {ch: int(value.split()[0]) for ch, value in sources.unihan["kTotalStrokes"].items()}
    beginnings = radical_beginnings(codes, radicals)
    run: list[str] = []
    previous = (-1, 0)
    for char in sources.ideographs:
        radical = radicals[char]
        if (ord(char) - 1, radical) != previous:
            if run:
                yield " ".join(run)
            run = [f"{ord(char):X}", str(radical)]
        previous = (ord(char), radical)
        sequence = pick_sequence(char, codes, totals[char], beginnings[radical])
        run.append(sequence if len(sequence) == totals[char] else f"{sequence}/{totals[char]}")
    yield " ".join(run)


def rime_codes() -> dict[str, list[str]]:
    """Stroke codes by character, in the order of the source: Taiwan's table first, then the mainland's."""
    digits = str.maketrans("hspnz", "12345")
    codes: dict[str, list[str]] = defaultdict(list)
    for line in RIME.read_text(encoding="utf-8").splitlines():
        char, _, code = line.partition("\t")
        if len(char) == 1 and re.fullmatch("[hspnz]+", code):
            codes[char].append(code.translate(digits))
    return codes


def pick_sequence(char: str, codes: dict[str, list[str]], total: int, beginning: str) -> str:
    """The last code (the mainland's, like kTotalStrokes) of the right length, else the last; else the radical's."""
    known = codes.get(char) or codes.get(unicodedata.normalize("NFC", char)) or []
    fitting = [code for code in known if len(code) == total]
    return (fitting or known or [beginning[:total]])[-1]


def radical_beginnings(codes: dict[str, list[str]], radicals: dict[str, int]) -> dict[int, str]:
    """How characters under each radical begin: strokes shared by three in five of them, at least the first stroke."""
    members: dict[int, list[str]] = defaultdict(list)
    for char, radical in radicals.items():
        if char in codes:
            members[radical].append(codes[char][-1])
    return {radical: shared_beginning(known) for radical, known in members.items()}


def shared_beginning(known: list[str]) -> str:
    """The longest beginning that at least 60 % of `known` share; one stroke by plurality if none does."""
    prefix = Counter(code[0] for code in known).most_common(1)[0][0]
    while True:
        longer = Counter(
            code[: len(prefix) + 1] for code in known if code.startswith(prefix) and len(code) > len(prefix)
        )
        if not longer or (best := longer.most_common(1)[0])[1] < 0.6 * len(known):
            return prefix
        prefix = best[0]


def four_corner_lines(sources: Sources) -> list[str]:
    """One code a line (digits, the small fifth one last), then its characters."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for char, value in sorted(sources.unihan["kFourCornerCode"].items()):
        by_code[value.split()[0].replace(".", "")].append(char)
    return [f"{code}\t{''.join(chars)}" for code, chars in sorted(by_code.items())]
