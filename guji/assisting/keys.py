"""The ways to type a form: its characters in any form, its pinyin, its initials, and the same from inside a name.

Pure. Typing 段, 段玉, duanyu or dyc leads to 段玉裁; jigu to 毛氏汲古閣; a character with several readings is found by
each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Final, NamedTuple

from authority.folding import fold_name
from authority.han import FOLD_VERSION, readings

#: Changes whenever the keys of a form may change.
RULES: Final = f"1/{FOLD_VERSION}"
#: Ways to read a form that are kept: a name with many ambiguous characters has hundreds.
MOST_READINGS: Final = 6
#: Characters of a key: nobody types more of a name to find it.
LONGEST: Final = 24
#: Kinds whose names are found from inside as well, from so many characters on.
INSIDE: Final = {"person": 1, "maker": 1, "series": 2, "institution": 2, "source": 2}
_BEGINNING, _WITHIN = 0, 1
_LATIN: Final = re.compile("[a-z']*")
_APOSTROPHES: Final = str.maketrans("", "", "'’`")


class Key(NamedTuple):
    """One way to type a form; ``at`` is 0 from its beginning, 1 from inside."""

    text: str
    at: int


def typed_key(text: str) -> str:
    """Return what somebody typed as keys are written: folded, the apostrophes of pinyin (xi'an) left out."""
    return fold_name(text.translate(_APOSTROPHES))[:LONGEST]


def is_latin(key: str) -> bool:
    """Whether a key is typed as sound."""
    return bool(key) and _LATIN.fullmatch(key) is not None


def keys_of(kind: str, form: str, others: Iterable[str] = ()) -> list[Key]:
    """Return the keys of a form, each once, from the beginning before from inside; ``others`` are typed as they are."""
    found: dict[str, int] = {}
    for text in (form, *others):
        for key in _keys(text):
            found.setdefault(key[:LONGEST], _BEGINNING)
    for start in _starts(kind, form):
        for key in _sounds_and_characters(form[start:]):
            found.setdefault(key[:LONGEST], _WITHIN)
    return [Key(text, at) for text, at in found.items() if text]


def _starts(kind: str, form: str) -> Iterator[int]:
    """Yield where inside a name one may begin: a person's given name, any later part of a house's or a set's."""
    first = INSIDE.get(kind)
    if first is None:
        return
    last = min(len(form) - 1, first + 1 if kind == "person" else LONGEST)
    yield from range(first, last)


def _keys(text: str) -> Iterator[str]:
    yield from _sounds_and_characters(text)
    yield from ("".join(sound[:1] for sound in way) for way in _ways(text))


def _sounds_and_characters(text: str) -> Iterator[str]:
    yield fold_name(text)
    yield from ("".join(way) for way in _ways(text))


def _ways(text: str) -> list[tuple[str, ...]]:
    """Return the first ways to read a text, the usual one before all, sounds only."""
    choices = [tuple(sound for sound in reading.choices if _LATIN.fullmatch(sound)) for reading in readings(text)]
    return list(islice(product(*choices), MOST_READINGS)) if choices and all(choices) else []


def mixed_keys(head: str, tail: str) -> tuple[str, ...]:
    """Return the keys that characters followed by sound stand for: 段yuc is duanyuc, 段yc is dyc too."""
    way = next(iter(_ways(head)), ())
    whole, initials = "".join(way) + tail, "".join(sound[:1] for sound in way) + tail
    return tuple(dict.fromkeys(key[:LONGEST] for key in (whole, initials))) if way else ()
