"""Titles by their sound: toneless syllables and initials, with every reading of characters that have several.

The *sound column* of titles is one word a character, all its readings between slashes:
``␟ /shuo/shui/yue/ /wen/ /jie/xie/ /zi/ ␟``. Syllables that were typed are verified on it, whichever reading each one
is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Final, NamedTuple

from authority.han import readings
from search.analysis.columns import AGAIN, SEPARATOR, apart, title_forms
from search.analysis.tiers import Tier
from search.language.tree import Pinyin

_INITIAL: Final = "'"
"""Marks tokens of initials, which would else be mistaken for syllables."""

NUMERAL_SOUNDS: Final = frozenset(
    ["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "bai", "qian", "wan", "ling", "nian", "sa", "xi"]
)
"""How the numerals before 卷 sound. Other counts are left out: 詩集 sounds like 十集."""
UNDIVIDED: Final = ("bu", "fen", "juan")
JUAN_SOUND: Final = "juan"


def _word_of(syllables: Iterable[str]) -> str:
    return f"/(?:[^ ]*/)?(?:{'|'.join(sorted(syllables))})/[^ ]* "


_REST: Final = re.compile(
    f"{SEPARATOR}|(?:{_word_of(NUMERAL_SOUNDS)})+{_word_of([JUAN_SOUND])}"
    f"|{''.join(_word_of([syllable]) for syllable in UNDIVIDED)}"
)
"""What may follow in a sound column where a title is just this: nothing, or its juan."""


def sound_column(titles: Iterable[str]) -> str:
    """Return the sound column of titles; empty without any."""
    forms = [form for title in titles for form in title_forms(title)]
    kept = [words for words in map(_words, forms) if words]
    return f"{SEPARATOR}{SEPARATOR.join(kept)}{SEPARATOR}" if kept else ""


def _words(title: str) -> str:
    words = ["/".join(reading.choices) for reading in readings(title)]
    return f" /{'/ /'.join(words)}/ " if words else ""


def sound_tokens(column: str) -> set[str]:
    """Return the syllables of a sound column, each two that follow each other, and the same of initials."""
    found: set[str] = set()
    for text in column.split(SEPARATOR):
        syllables = [word[1:-1].split("/") for word in text.split()]
        letters = [{syllable[0] for syllable in choices if syllable} for choices in syllables]
        for choices, firsts in zip(syllables, letters, strict=True):
            found.update(choices)
            found.update(map(_INITIAL.__add__, firsts))
        found.update(f"{x} {y}" for pair in pairwise(syllables) for x, y in product(*pair))
        found.update(f"{_INITIAL}{x}{y}" for firsts in pairwise(letters) for x, y in product(*firsts))
    return found


def repeated_sounds(column: str) -> set[str]:
    """Return the marks of the syllables and initials that can be read in more than one place of a sound column."""
    read: Counter[str] = Counter()
    for word in apart(column).replace(SEPARATOR, " ").split():
        syllables = set(filter(None, word[1:-1].split("/")))
        read.update(syllables | {_INITIAL + syllable[0] for syllable in syllables})
    return {sound + AGAIN for sound, times in read.items() if times > 1}


class Sound(NamedTuple):
    """A syllable, or unless ``whole`` the beginning of one: what one character of a title has to be read as."""

    text: str
    whole: bool = True

    @property
    def token(self) -> str:
        """Return the token of the titles that have it, or at least its initial."""
        return self.text if self.whole else _INITIAL + self.text[0]


@dataclass(frozen=True, slots=True)
class SoundAsk:
    """One way to read what was typed: tokens that must all be among a record's, and the sounds that follow each other.

    Of a title, that is: they are proved by ``pattern`` on its sound column.
    """

    tokens: tuple[str, ...]
    sounds: tuple[Sound, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the sounds in a sound column."""
        return _pattern(self.sounds)

    @property
    def sure(self) -> bool:
        """Whether the tokens alone prove it in a column that has none of :attr:`doubts`.

        They are then the sounds, or the letters of which nothing more is known.
        """
        plain = all(sound.whole or len(sound.text) == 1 for sound in self.sounds)
        return plain and len({sound.whole for sound in self.sounds}) == 1

    @property
    def doubts(self) -> tuple[str, ...]:
        """The marks of the sounds inside: where one can be read in several places, its neighbours may be others'."""
        return tuple(dict.fromkeys(sound.token + AGAIN for sound in self.sounds[1:-1]))

    def found_in(self, column: str) -> bool:
        """Tell whether a sound column has the syllables in a row."""
        return self.pattern.search(column) is not None

    def tier_in(self, column: str) -> Tier | None:
        """Return whether a title is just this, begins so or has it inside, ``None`` if none of it.

        A single sound is never all: too many titles would have to be read for it.
        """
        best: Tier | None = None
        for hit in self.pattern.finditer(column):
            if column[hit.start() - 1] != SEPARATOR:
                best = best or Tier.IN_TITLE
            elif len(self.sounds) > 1 and _REST.match(column, hit.end()):
                return Tier.WHOLE
            else:
                best = Tier.BEGINS
        return best


@lru_cache(maxsize=4096)
def sound_asks(node: Pinyin) -> tuple[SoundAsk, ...]:
    """Return all ways to meet what was typed as pinyin, any of which will do."""
    found = [_syllables(reading, node.unfinished) for reading in node.readings if reading]
    if node.initials:
        found.append(_initials(node.initials))
    return tuple(found)


def _syllables(reading: tuple[str, ...], unfinished: bool) -> SoundAsk:
    *whole, last = reading
    wanted = whole if unfinished else list(reading)
    pairs = [f"{a} {b}" for a, b in pairwise(wanted)]
    if unfinished:
        first_letters = "".join(syllable[0] for syllable in reading)
        pairs.append(f"{_INITIAL}{first_letters[-2:]}")
    sounds = (*map(Sound, whole), Sound(last, not unfinished))
    return SoundAsk(tuple(dict.fromkeys(pairs or wanted)), sounds)


def _initials(letters: str) -> SoundAsk:
    pairs = [f"{_INITIAL}{a}{b}" for a, b in pairwise(letters)] or [_INITIAL + letters]
    return SoundAsk(tuple(dict.fromkeys(pairs)), tuple(Sound(letter, whole=False) for letter in letters))


@lru_cache(maxsize=4096)
def _pattern(sounds: tuple[Sound, ...]) -> re.Pattern[str]:
    words = [f" /(?:[^ ]*/)?{re.escape(sound.text)}{'/' if sound.whole else ''}[^ ]*" for sound in sounds]
    return re.compile("".join(words) + " ")
