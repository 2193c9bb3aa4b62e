"""How characters are read: the first reading of each, and those that are read in several ways."""

from __future__ import annotations

import importlib
import unicodedata
from collections import defaultdict

from tools.han_tables.sources import Field, Sources


def pinyin_lines(sources: Sources) -> list[str]:
    """One syllable a line, then the characters whose first reading it is."""
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char, reading in sorted(readings(sources).items()):
        by_syllable[toneless(reading)].append(char)
    return [f"{syllable}\t{''.join(chars)}" for syllable, chars in sorted(by_syllable.items())]


def readings(sources: Sources) -> Field:
    """First reading of each character, the most trusted source winning."""
    found: Field = {}
    for table in ("zdic", "khanyupinyin", "pinyin"):
        found |= dictionary(table)
    mandarin = {ch: value.split()[0] for ch, value in sources.unihan["kMandarin"].items()}
    found = found | mandarin | dictionary("kmandarin_8105")
    return {ch: reading for ch, reading in found.items() if ch in sources.unihan["kTotalStrokes"] or ch == "〇"}


def dictionary(table: str) -> Field:
    """A table of pypinyin-dict: character → first reading."""
    data: dict[int, str] = importlib.import_module(f"pypinyin_dict.pinyin_data.{table}").pinyin_dict
    return {chr(code): value.split(",")[0] for code, value in data.items()}


def polyphone_lines(sources: Sources) -> list[str]:
    """One set of syllables a line, then the characters that two dictionaries of today read in all these ways.

    A Traditional character that they do not have is read like its simplified form.
    """
    by_choices: dict[str, list[str]] = defaultdict(list)
    for char in sources.ideographs:
        choices = every_reading(sources, char) or every_reading(sources, sources.to_simplified.get(char, char))
        if len(choices) > 1:
            by_choices[" ".join(choices)].append(char)
    return [f"{choices}\t{''.join(chars)}" for choices, chars in sorted(by_choices.items())]


def every_reading(sources: Sources, char: str) -> list[str]:
    """All toneless syllables of a character in 《現代漢語詞典》 (1983) and 《通用規範漢字字典》 (2013), sorted."""
    entries = f"{sources.unihan['kXHC1983'].get(char, '')} {sources.unihan['kTGHZ2013'].get(char, '')}".split()
    return sorted({toneless(reading) for entry in entries for reading in entry.split(":")[1].split(",")})


def toneless(reading: str) -> str:
    """lǜ → lv: no tone, ü as v, letters only."""
    plain = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "v")
    return "".join(ch for ch in plain if ch.isascii() and ch.isalpha())
