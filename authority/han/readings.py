"""Pinyin for order, search by sound and headings; four-corner codes (四角號碼).

Syllables carry no tone; ü is written v (呂 lv, 略 lve). A word list of the field (樂府 yue fu, 會稽 kuai ji) goes
before single readings, longest word first, whatever form the characters are written in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from authority.han._tables import read_pairs
from authority.han.characters import is_ideograph
from authority.han.folding import fold, fold_char, fold_with_offsets

_UNKNOWN: Final = "□"

Words = dict[str, list[tuple[str, tuple[str, ...]]]]


@cache
def _single() -> dict[str, str]:
    return {ch: syllable for syllable, chars in read_pairs("pinyin.txt") for ch in chars}


_SYLLABLE: Final = re.compile("[^aeiouv]*[aeiouv]+(?:ng?|r)?")


@cache
def syllables() -> frozenset[str]:
    """Every toneless syllable of Mandarin; the readings of characters that stand for words (糎) are left out."""
    return frozenset(syllable for syllable, _ in read_pairs("pinyin.txt") if _SYLLABLE.fullmatch(syllable))


@cache
def _words() -> Words:
    """First folded character → (folded word, syllables), longest first."""
    words: Words = defaultdict(list)
    for word, reading in read_pairs("pinyin_words.txt"):
        key = fold(word)
        words[key[0]].append((key, tuple(reading.split(" "))))
    for entries in words.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return dict(words)


@cache
def _polyphones() -> dict[str, tuple[str, ...]]:
    """Character → all syllables that dictionaries give for it, where they are several."""
    return {ch: tuple(choices.split(" ")) for choices, chars in read_pairs("polyphones.txt") for ch in chars}


@cache
def _codes() -> dict[str, str]:
    return {ch: code for code, chars in read_pairs("four_corner.txt") for ch in chars}


class Reading(NamedTuple):
    """How one item of a text is read: its syllable, then its other readings; from ``start`` to before ``end``."""

    choices: tuple[str, ...]
    start: int
    end: int


def readings(text: str) -> list[Reading]:
    """Every way to read each character of `text`; a run of Latin letters or digits is one item, in lower case.

    The first choice is the reading of `pinyin`, the others are those that dictionaries give beside it (說: shuo, shui,
    yue). A character without known reading, kana and □ stand for themselves; punctuation is passed over.
    """
    key, offsets = fold_with_offsets(text)
    others = _polyphones()
    found: list[Reading] = []
    for syllable, at, end in _items(text, key, offsets):
        more = others.get(text[offsets[at]]) or others.get(key[at], ())
        choices = (syllable, *(other for other in more if other != syllable))
        found.append(Reading(choices, offsets[at], offsets[end - 1] + 1))
    return found


def pinyin(text: str) -> list[str]:
    """Syllables of `text`, one an ideograph; a run of Latin letters or digits is one item, in lower case.

    A character without known reading, kana and □ stand for themselves; punctuation is passed over.
    """
    key, offsets = fold_with_offsets(text)
    return [syllable for syllable, _, _ in _items(text, key, offsets)]


def _items(text: str, key: str, offsets: list[int]) -> Iterator[tuple[str, int, int]]:
    """Yield each item's reading and where in the key it stands; words of the field before single characters."""
    words = _words()
    at = 0
    while at < len(key):
        for word, reading in words.get(key[at], ()):
            if key.startswith(word, at):
                yield from ((syllable, at + i, at + i + 1) for i, syllable in enumerate(reading))
                at += len(word)
                break
        else:
            item, end = _item(text, key, offsets, at)
            yield item, at, end
            at = end


def _item(text: str, key: str, offsets: list[int], at: int) -> tuple[str, int]:
    end = at + 1
    if key[at].isascii():
        while end < len(key) and key[end].isascii():
            end += 1
        return key[at:end], end
    source = text[offsets[at]]
    return _reading(source if is_ideograph(source) else key[at]), end


def _reading(ch: str) -> str:
    single = _single()
    return single.get(ch) or single.get(fold_char(ch)) or ch


def initials(text: str) -> str:
    """First letters of the syllables: 樂府詩集 → yfsj; □ for a character without known reading."""
    return "".join(item[0] if item.isascii() else _UNKNOWN for item in pinyin(text))


def four_corner(ch: str) -> str | None:
    """Four-corner code, four digits and mostly the small fifth (經 21911); None for characters without one."""
    return _codes().get(ch)
