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
    found: tuple[int, tuple[Act, ...]] | None = None
    for start in range(2, len(body)):
        acts = read_acts(body, start)
        if not acts:
            continue
        if _is_name(body[:start]):
            found = (start, acts)
            break
        found = found or (start, acts)
    if found is None:
        etc = _etc(body)
        return _names(body[: len(body) - len(etc)]), etc, ()
    start, acts = _longer_name(body, *found)
    etc = _etc(body[:start])
    return _names(body[: start - len(etc)]), etc, acts


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
    for size in range(min(_MODE_MAX, len(body) - pos), 0, -1):
        verb = body[pos : pos + size]
        end = pos + size
        if verb in TRANSCRIBERS:
            copied = _transcription(body, end, verb, link)
            if copied is not None:
                yield copied
        if verb in MODES or (verb[:2] in _BRUSHES and verb[2:] in MODES):
            for word in _SORTED_OBJECTS:
                if body.startswith(word, end):
                    yield Act(verb, link, object=word), end + len(word)
            yield Act(verb, link), end
    if copying and link:
        more = _transcription(body, pos, "", link)
        if more is not None:
            yield more


def _transcription(body: str, pos: int, verb: str, link: str) -> tuple[Act, int] | None:
    """Read whose notes were copied and how they are called, as far as the next link or the end."""
    end = _next_link(body, pos)
    text = body[pos:end]
    if len(text) < 2 or text[0] in "並补補缺闕序" or text in MODES or text.startswith(_SORTED_OBJECTS):
        return None
    start = next((i for i in range(2, len(text)) if text[i:] in MODES), len(text))
    name, copied = text[:start], text[start:]
    etc = _etc(name)
    name = name[: len(name) - len(etc)]
    dynasty = bare_dynasty(name)
    people = _people(name[len(dynasty) :])
    group = Group(people, dynasty, etc=etc, separator="、" if "、" in name else "", lead="")
    return Act(verb, link, (group,), copied), end


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
    if is_person(text) or len(text) < 4:
        return (read_name(text),)
    for first in (3, 2):
        if is_person(text[:first]) and len(text) - first >= 2:
            rest = _people(text[first:])
            if all(is_person(name.text) for name in rest):
                return (read_name(text[:first]), *rest)
    return (read_name(text),)
