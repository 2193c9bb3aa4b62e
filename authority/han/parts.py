"""What characters are put together from, and which characters hold given parts: 氵 + 吾 → 浯.

A description (⿰氵吾) names the parts of a character as they are joined; parts are characters that have descriptions
themselves, so that 灣 holds 彎 and 絲 and 弓 alike. A radical is one part in all its forms: 水 and 氵. Descriptions are
known of all characters up to Extension D and of some beyond; see `tables/NOTICE`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from authority.han._tables import read_lines
from authority.han.characters import is_ideograph
from authority.han.stroke_order import radical, strokes

#: The signs of arrangement, and the two that say only that something is a form of something.
ARRANGEMENTS: Final = "⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻⿼⿽⿾⿿㇯〾"
_THREE: Final = "⿲⿳"
_ONE: Final = "⿾⿿〾"
_UNKNOWN: Final = "？"
#: Parts within parts; no character is put together more deeply.
_DEEPEST: Final = 24
#: Beyond so many only those are looked at that are joined of the part itself: half of all characters hold 一.
_MANY: Final = 4000


@cache
def _descriptions() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in read_lines("parts.txt"):
        start, *descriptions = line.split(" ")
        code = int(start, 16)
        found.update({chr(code + place): ids for place, ids in enumerate(descriptions)})
    return found


@cache
def _radicals() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each Kangxi radical in order: itself, its forms, its names."""
    rows = [[*line.split("\t"), "", ""][:3] for line in read_lines("radicals.txt") if not line.startswith("#")]
    return tuple((sign, forms, tuple(name for name in names.split("|") if name)) for sign, forms, names in rows)


@cache
def _forms() -> dict[str, str]:
    """Radical or form of one → all forms of that radical, itself first."""
    found: dict[str, str] = {}
    for sign, forms, _ in _radicals():
        for form in sign + forms:
            others = found.get(form, form) + sign + forms
            found[form] = "".join(dict.fromkeys(others))
    return found


@cache
def part_names() -> dict[str, str]:
    """What people call a part → the radical: 三点水 → 水. In simplified characters."""
    return {name: sign for sign, _, names in _radicals() for name in names}


def description(ch: str) -> str:
    """Return how a character is put together (浯: ⿰氵吾); "" if that is not known or it is one piece."""
    return _descriptions().get(ch, "")


def forms_of(part: str) -> str:
    """Return all forms of a radical, the one asked for first (水氵氺); a part that is none stands for itself."""
    return _forms().get(part, part)


def pieces(ids: str) -> str:
    """Return the parts that a description names, in order, without the arrangement."""
    return "".join(ch for ch in ids if ch not in ARRANGEMENTS and ch != _UNKNOWN)


def is_description(text: str) -> bool:
    """Whether a text is one whole description: each sign of arrangement with as many parts as it joins."""
    wanted = 1
    for ch in text:
        if not wanted:
            return False
        wanted += (2 if ch in _THREE else 0 if ch in _ONE else 1) if ch in ARRANGEMENTS else -1
    return len(text) > 1 and wanted == 0


@cache
def _holders() -> dict[str, str]:
    """Part → the characters whose own description names it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for ch, ids in _descriptions().items():
        for part in set(pieces(ids)):
            found[part].append(ch)
    return {part: "".join(chars) for part, chars in found.items()}


@lru_cache(maxsize=512)
def holding(part: str) -> frozenset[str]:
    """Return every character that holds a part (in any form of it) at any depth; not the part itself."""
    found: set[str] = set()
    new = set(forms_of(part))
    while new:
        above = {ch for one in new for ch in _holders().get(one, "")} - found
        found |= above
        new = above
    return frozenset(found - set(forms_of(part)))


def count_of(ch: str, part: str, depth: int = 0) -> int:
    """Return how often a character holds a part in any of its forms: 木 in 森 three times."""
    forms = forms_of(part)
    if ch in forms:
        return 1
    if depth > _DEEPEST:
        return 0
    return sum(count_of(piece, part, depth + 1) for piece in pieces(description(ch)) if piece != ch)


def composed_of(parts: Iterable[str]) -> list[str]:
    """Return the characters that hold all these parts, each as often as it is given, best first.

    First those that are made of nothing else, in the order typed before any other, as typed before other forms of a
    radical, then by strokes and code.
    """
    typed = "".join(parts)
    wanted = Counter(typed)
    if not wanted:
        return []
    found = set.intersection(*(set(holding(part)) for part in sorted(wanted, key=lambda part: len(holding(part)))))
    if len(found) > _MANY:
        found = {ch for ch in found if not set(wanted).isdisjoint(pieces(description(ch)))}
    for part, count in wanted.items():
        if count > 1:
            found = {ch for ch in found if count_of(ch, part) >= count}
    return sorted((ch for ch in found if is_ideograph(ch)), key=lambda ch: _rank(ch, typed))


def _rank(ch: str, typed: str) -> tuple[int, int, bool, int]:
    own = pieces(description(ch))
    tests = (own == typed, sorted(own) == sorted(typed), sorted(map(_kind, own)) == sorted(map(_kind, typed)), True)
    return tests.index(True), *_by_strokes(ch)


def _by_strokes(ch: str) -> tuple[int, bool, int]:
    """Order by strokes; of as many, the characters of everyday use before those that were encoded later."""
    return strokes(ch), not "\u4e00" <= ch <= "\u9fff", ord(ch)


def _kind(part: str) -> str:
    return min(forms_of(part))


def described_as(ids: str) -> list[str]:
    """Return the characters whose description is this one, in any forms of the radicals: ⿰水吾 → 浯."""
    return [ch for ch in composed_of(pieces(ids)) if _alike(description(ch), ids)]


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a == b or a in forms_of(b) for a, b in zip(one, other, strict=True))


def of_radical(number: int, rest: int | None = None, total: int | None = None) -> list[str]:
    """Return the characters under a Kangxi radical (1–214) with so many strokes beside it, or in all; by strokes."""
    found = [
        ch
        for ch in _under(number)
        if (rest is None or strokes_beside(ch) == rest) and (total is None or strokes(ch) == total)
    ]
    return sorted(found, key=_by_strokes)


@lru_cache(maxsize=32)
def _under(number: int) -> tuple[str, ...]:
    """Return the characters under a radical; its run of the stroke table is read only when it is asked for."""
    found: list[str] = []
    for line in read_lines("strokes.txt"):
        start, of, *sequences = line.split(" ")
        if int(of) == number:
            found.extend(chr(int(start, 16) + place) for place in range(len(sequences)))
    return tuple(ch for ch in found if radical(ch) == number and is_ideograph(ch))


def strokes_beside(ch: str) -> int:
    """Return a character's strokes without its radical, in the form that the radical has in it: 浯 7, 潁 11."""
    number = radical(ch)
    if not number:
        return 0
    sign = _radicals()[number - 1][0]
    form = next((piece for piece in _nested(ch) if piece in forms_of(sign)), sign)
    return max(0, strokes(ch) - strokes(form))


def _nested(ch: str) -> Iterator[str]:
    """Yield a character's parts, then the parts of those."""
    own = pieces(description(ch))
    yield from own
    for piece in own:
        yield from pieces(description(piece))


def radicals_named(text: str) -> list[int]:
    """Return the numbers of the radicals that a sign, a form or a name stands for: 阝 is 163 and 170."""
    return [
        number
        for number, (sign, forms, names) in enumerate(_radicals(), start=1)
        if text in names or (len(text) == 1 and text in sign + forms)
    ]


def radical_sign(number: int) -> str:
    """Return the Kangxi radical of a number, 1–214."""
    return _radicals()[number - 1][0]
