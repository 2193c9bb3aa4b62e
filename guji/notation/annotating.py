"""What an annotator did: the acts after a name (校跋並錄周春批校), and whose notes an act of transcription copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from guji.notation.lexicon import MODE_OBJECTS, MODES, TRANSCRIBERS
from guji.notation.people import bare_dynasty, read_name
from guji.notation.structures import Act, Group, Name
from guji.notation.surnames import KNOWN, is_person
from guji.notation.words import both_forms, load

_LINKS: Final = re.compile(both_forms("並又|并又|[並并竝又及兼]|，|、"))
_ETC: Final = re.compile("等(?:[一二三四五六七八九十百]+[家人]?|人)?\\Z")
_JOINED: Final = re.compile("[、及]")
#: What an annotator wrote with, before his act (朱筆圈點).
_BRUSHES: Final = load("brushes")
_MODE_MAX: Final = 8
_MOST_ACTS: Final = 8
#: Two names side by side have as many characters at least.
_TWO_NAMES: Final = 4
#: What no name of somebody whose notes were copied begins with.
_NO_NAMES: Final = frozenset("並補补缺闕序")
_NAME_CHARS: Final = frozenset("書畫詩詞記識觀臨釋贊印補訂寫繪书画诗词记识观临释赞补订写绘")
_SORTED_OBJECTS: Final = tuple(sorted(MODE_OBJECTS, key=len, reverse=True))


def split_acts(body: str) -> tuple[tuple[str, ...], str, tuple[Act, ...]]:
    """Return names, 等 and acts of ``吳騫校跋並錄周春批校``; without an act all is names.

    The acts begin where a full name ends; failing that, as early as two characters in.
    """
    if body in KNOWN:
        return (body,), "", ()
    alone = () if is_person(body) else read_acts(body, 0)
    if alone:
        return (), "", alone
    found = _acts_behind_name(body)
    if found is None:
        etc = _etc(body)
        return _names(body[: len(body) - len(etc)]), etc, ()
    start, acts = _longer_name(body, *found)
    etc = _etc(body[:start])
    return _names(body[: start - len(etc)]), etc, acts


def _acts_behind_name(body: str) -> tuple[int, tuple[Act, ...]] | None:
    """Return where the acts begin behind a full name, or else the earliest that they can, and the acts."""
    ways = ((start, acts) for start in range(2, len(body)) if (acts := read_acts(body, start)))
    earliest = None
    for start, acts in ways:
        if _is_name(body[:start]):
            return start, acts
        earliest = earliest or (start, acts)
    return earliest


def _longer_name(body: str, start: int, acts: tuple[Act, ...]) -> tuple[int, tuple[Act, ...]]:
    """Give a name of two characters a third that often ends names, where an act still follows (葉昌書|跋)."""
    if start == 2 and ((body[2] in _NAME_CHARS and is_person(body[:3])) or body[:3] in KNOWN):
        longer = read_acts(body, 3)
        if longer:
            return 3, longer
    return start, acts


def _etc(body: str) -> str:
    match = _ETC.search(body)
    return match[0] if match and match.start() > 1 else ""


def _is_name(text: str) -> bool:
    name = text[: len(text) - len(_etc(text))]
    return is_person(name) or any(is_person(piece) for piece in _JOINED.split(name)) or bool(bare_dynasty(name))


def _names(text: str) -> tuple[str, ...]:
    pieces = tuple(text.split("、"))
    return pieces if all(pieces) else (text,) if text else ()


@lru_cache(maxsize=2048)
def read_acts(body: str, start: int) -> tuple[Act, ...]:
    """Read acts from ``start`` to the end of ``body``; empty if anything there is not an act."""
    return _acts(body, start, False, 0) or ()


def _acts(body: str, pos: int, copying: bool, depth: int) -> tuple[Act, ...] | None:
    """Read acts to the end, trying longer words first; ``copying`` if the act before copied another's notes."""
    if pos == len(body):
        return ()
    if depth > _MOST_ACTS:
        return None
    link = _LINKS.match(body, pos) if depth else None
    word = link[0] if link else ""
    for act, end in _candidates(body, pos + len(word), word, copying):
        rest = _acts(body, end, bool(act.originals), depth + 1)
        if rest is not None:
            return (act, *rest)
    return None


def _candidates(body: str, pos: int, link: str, copying: bool) -> Iterator[tuple[Act, int]]:
    for end in range(min(pos + _MODE_MAX, len(body)), pos, -1):
        verb = body[pos:end]
        if verb in TRANSCRIBERS:
            yield from _transcription(body, end, verb, link)
        if _is_mode(verb):
            objects = (word for word in _SORTED_OBJECTS if body.startswith(word, end))
            yield from ((Act(verb, link, object=word), end + len(word)) for word in objects)
            yield Act(verb, link), end
    if copying and link:
        yield from _transcription(body, pos, "", link)


def _is_mode(verb: str) -> bool:
    """Whether a word is an act of annotation, be it with what was written with (朱筆|圈點)."""
    return verb in MODES or (verb[:2] in _BRUSHES and verb[2:] in MODES)


def _transcription(body: str, pos: int, verb: str, link: str) -> Iterator[tuple[Act, int]]:
    """Yield whose notes were copied and how they are called, as far as the next link or the end, if that is told."""
    end = _next_link(body, pos)
    text = body[pos:end]
    if len(text) < 2 or text[0] in _NO_NAMES or text in MODES or text.startswith(_SORTED_OBJECTS):
        return
    start = next((i for i in range(2, len(text)) if text[i:] in MODES), len(text))
    yield Act(verb, link, (_copied(text[:start]),), text[start:]), end


def _copied(name: str) -> Group:
    """Return those whose notes were copied: 清|何焯, 唐順之茅坤|等."""
    etc = _etc(name)
    name = name[: len(name) - len(etc)]
    dynasty = bare_dynasty(name)
    separator = "、" if "、" in name else ""
    return Group(_people(name[len(dynasty) :]), dynasty, etc=etc, separator=separator, lead="")


def _next_link(body: str, pos: int) -> int:
    """Return where the next act begins after a copied one: at 並, 又 or 及 behind an act's word."""
    for match in re.finditer("[並并又及]", body[pos:]):
        before = body[pos : pos + match.start()]
        if any(before.endswith(mode) for mode in ("跋", "校", "批", "識", "評", "注", "點")):
            return pos + match.start()
    return len(body)


def _people(text: str) -> tuple[Name, ...]:
    """Split a run of names, with or without 、 (唐順之茅坤何焯)."""
    if "、" in text:
        return tuple(read_name(name) for name in text.split("、"))
    if is_person(text) or len(text) < _TWO_NAMES:
        return (read_name(text),)
    return _one_by_one(text) or (read_name(text),)


def _one_by_one(text: str) -> tuple[Name, ...]:
    """Return the full names that a run is made of without a rest (唐順之|茅坤|何焯); empty if it is not."""
    for first in (3, 2):
        if is_person(text[:first]) and len(text) - first >= 2:
            rest = _people(text[first:])
            if all(is_person(name.text) for name in rest):
                return (read_name(text[:first]), *rest)
    return ()
