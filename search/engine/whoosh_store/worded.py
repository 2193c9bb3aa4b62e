"""Titles by their sound, with one character for each word of readings (:class:`.runs.SoundRuns` gives them out)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import Final

from search.analysis import JUAN_SOUND, NUMERAL_SOUNDS, SEPARATOR, UNDIVIDED, Sound
from search.engine.whoosh_store.docset import Docs
from search.engine.whoosh_store.runs import numbered, place_of
from search.engine.whoosh_store.texts import TextColumn

#: Up to so many titles are looked through in the time in which a pattern is made.
FEW: Final = 256


class Sounds:
    """The sound columns of a segment."""

    def __init__(self, column: TextColumn | None, words: Sequence[str]) -> None:
        self._column = column
        self._words = words

    @cached_property
    def _readings(self) -> dict[str, str]:
        """The characters of all words that can be read as a syllable."""
        found: dict[str, list[str]] = defaultdict(list)
        for place, word in enumerate(self._words):
            for syllable in word[1:-1].split("/"):
                found[syllable].append(chr(numbered(place)))
        return {syllable: "".join(characters) for syllable, characters in found.items()}

    @cached_property
    def _known(self) -> dict[Sound, frozenset[str]]:
        return {}

    def _one(self, sound: Sound) -> frozenset[str]:
        """Return the characters of the words that can be read as a sound."""
        if sound not in self._known:
            readings = self._readings
            if sound.whole:
                kept = readings.get(sound.text, "")
            else:
                kept = "".join(found for syllable, found in readings.items() if syllable.startswith(sound.text))
            self._known[sound] = frozenset(kept)
        return self._known[sound]

    @cached_property
    def _rest(self) -> str:
        """What may follow where a title is just this: nothing, or its juan."""
        undivided = "".join(self._any([syllable]) for syllable in UNDIVIDED)
        return f"(?:{SEPARATOR}|{self._any(NUMERAL_SOUNDS)}+{self._any([JUAN_SOUND])}|{undivided})"

    def _any(self, syllables: Iterable[str]) -> str:
        held = "".join(self._readings.get(syllable, "") for syllable in syllables)
        return f"[{held}]" if held else "(?!)"

    def having(self, docs: Docs, sounds: Sequence[Sound], *, begins: bool = False, whole: bool = False) -> Docs:
        """Return those of ``docs`` of which a title has the sounds in a row, ``begins`` with them, or is just them."""
        if self._column is None or not len(docs):
            return docs[:0]
        words = [self._one(sound) for sound in sounds]
        if not all(words):
            return docs[:0]
        if whole:
            row = "".join(f"[{''.join(held)}]" for held in words)
            return self._column.satisfying(docs, re.compile(f"{SEPARATOR}{row}{self._rest}").search)
        if begins:
            return self._column.satisfying(docs, partial(_begin, words))
        if len(docs) <= FEW:
            return self._column.satisfying(docs, partial(_follow, words))
        pattern = re.compile("".join(f"[{''.join(held)}]" for held in words))
        return self._column.satisfying(docs, pattern.search)

    def text(self, doc: int) -> str:
        """Return a document's sound column as :func:`search.analysis.sound_column` makes it."""
        column = "" if self._column is None else self._column.text(doc)
        return SEPARATOR.join(self._spelled(text) for text in column.split(SEPARATOR))

    def _spelled(self, text: str) -> str:
        return f" {' '.join(map(self._word, text))} " if text else ""

    def _word(self, character: str) -> str:
        return self._words[place_of(ord(character))]


def _follow(sounds: Sequence[frozenset[str]], column: str) -> bool:
    """Tell whether some words of a column, one after another, have the sounds."""
    first = sounds[0]
    return any(character in first and _stand(sounds, column, at) for at, character in enumerate(column))


def _begin(sounds: Sequence[frozenset[str]], column: str) -> bool:
    """Tell whether the first words of some title of a column have the sounds."""
    at = 1
    while at:
        if _stand(sounds, column, at):
            return True
        at = column.find(SEPARATOR, at) + 1
    return False


def _stand(sounds: Sequence[frozenset[str]], column: str, at: int) -> bool:
    """Tell whether the words from a place on have the sounds; behind the last there is always a separator."""
    for sound in sounds:
        if column[at : at + 1] not in sound:
            return False
        at += 1
    return True
