"""Pinyin for order, search by sound and headings; four-corner codes (四角號碼).

Syllables carry no tone; ü is written v (呂 lv, 略 lve). A word list of the field (樂府 yue fu, 會稽 kuai ji) goes
before single readings, longest word first, whatever form the characters are written in.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Final

from authority.han._tables import read_pairs
from authority.han.characters import is_ideograph
from authority.han.folding import fold, fold_char, fold_with_offsets

_UNKNOWN: Final = "□"

Words = dict[str, list[tuple[str, tuple[str, ...]]]]


@cache
def _single() -> dict[str, str]:
    return {ch: syllable for syllable, chars in read_pairs("pinyin.txt") for ch in chars}


@cache
def _words() -> Words:
    """First folded character → (folded word, syllables), longest first."""
    words: Words = defaultdict(list)
    for word, syllables in read_pairs("pinyin_words.txt"):
        key = fold(word)
        words[key[0]].append((key, tuple(syllables.split(" "))))
    for entries in words.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return dict(words)


@cache
def _codes() -> dict[str, str]:
    return {ch: code for code, chars in read_pairs("four_corner.txt") for ch in chars}


def pinyin(text: str) -> list[str]:
    """Syllables of `text`, one an ideograph; a run of Latin letters or digits is one item, in lower case.

    A character without known reading, kana and □ stand for themselves; punctuation is passed over.
    """
    key, offsets = fold_with_offsets(text)
    words = _words()
    found: list[str] = []
    at = 0
    while at < len(key):
        for word, syllables in words.get(key[at], ()):
            if key.startswith(word, at):
                found.extend(syllables)
                at += len(word)
                break
        else:
            item, at = _item(text, key, offsets, at)
            found.append(item)
    return found


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
