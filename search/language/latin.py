"""Latin letters read as pinyin: shuowen, ShuoWen, shuō wén, shuo1wen2, xi'an, and initials such as swjz."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from authority.han import syllables
from search.language.tree import Pinyin

_MOST_READINGS: Final = 8
_LONGEST: Final = 64
_LONGEST_SYLLABLE: Final = 6
_MOST_INITIALS: Final = 12
#: No syllable begins with these.
_NO_INITIAL: Final = re.compile("[iuv]")
#: 哦 begins no title and would cut shuo into shu and o.
_NO_PART: Final = frozenset({"o"})
_BEGINNINGS: Final = frozenset({*"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"})
#: ü for which u was typed, as catalogues of libraries do: lushi chunqiu.
_DOTLESS: Final = {"lu": "lv", "nu": "nv"}
_NUMBERED: Final = re.compile("(?:[a-z]+[1-5])+")
_BREAKS: Final = re.compile(r"['’‘`·\-]+|(?<=[a-z])(?=[A-Z])")


def letters(text: str) -> str:
    """Return the Latin letters of ``text``, cut where it is cut by a sign or a capital; empty if it is not pinyin.

    Tones go, ü becomes v.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)).replace("u\u0308", "v")
    plain = plain.replace("U\u0308", "V")
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    cut = _BREAKS.sub(" ", plain).strip().lower()
    if _NUMBERED.fullmatch(cut.replace(" ", "")):
        cut = re.sub("[1-5]", " ", cut).strip()
    cut = re.sub("(?<![a-z])([ln])ue(?![a-z])", r"\1ve", " ".join(cut.split()))
    return cut if re.fullmatch("[a-z ]+", cut) and len(cut) <= _LONGEST else ""


def is_syllable(text: str) -> bool:
    """Tell whether ``text`` is just one syllable, in any dress."""
    return letters(text) in syllables()


def is_spoken(text: str) -> bool:
    """Tell whether ``text`` is whole syllables and nothing more."""
    sound = as_pinyin(text)
    return sound is not None and bool(sound.readings) and not sound.unfinished


def is_begun(text: str) -> bool:
    """Tell whether ``text`` is the first sound of a syllable, typed apart: shuowen j, shuo wen zh."""
    return letters(text) in _BEGINNINGS


@lru_cache(maxsize=1024)
def as_pinyin(text: str) -> Pinyin | None:
    """Return all that ``text`` can mean as the sound of a title, ``None`` if it can mean nothing of the kind."""
    cut = letters(text)
    if not cut:
        return None
    whole = tuple(islice(_readings(cut.split()), _MOST_READINGS))
    if whole:
        return Pinyin((*sorted(whole, key=len), *_with_dots(whole)))
    begun = tuple(islice(_unfinished(cut.split()), _MOST_READINGS))
    together = cut.replace(" ", "")
    initials = together if 2 <= len(together) <= _MOST_INITIALS and not _NO_INITIAL.search(together) else ""
    return Pinyin(begun, initials, unfinished=bool(begun)) if begun or initials else None


def _with_dots(readings: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the readings that have lu or nu with ü instead, few as they are."""
    for reading in readings[: _MOST_READINGS // 2]:
        if not _DOTLESS.keys().isdisjoint(reading):
            yield tuple(_DOTLESS.get(syllable, syllable) for syllable in reading)


def _readings(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield every way to read all words one after the other."""
    if not words:
        yield ()
        return
    for first in _cuts(words[0]):
        for rest in _readings(words[1:]):
            yield first + rest


def _cuts(word: str) -> Iterator[tuple[str, ...]]:
    """Yield every way to cut a word into syllables, long syllables first. Dead ends are known beforehand."""
    ends = [False] * len(word) + [True]
    for at in range(len(word) - 1, -1, -1):
        ends[at] = any(ends[end] and _may_be(word[at:end]) for end in _next(word, at))

    def cuts(at: int) -> Iterator[tuple[str, ...]]:
        if at == len(word):
            yield ()
            return
        for end in _next(word, at):
            if ends[end] and _may_be(word[at:end]):
                for rest in cuts(end):
                    yield (word[at:end], *rest)

    return cuts(0) if ends[0] else iter(())


def _may_be(part: str) -> bool:
    return part in syllables() and part not in _NO_PART


def _next(word: str, at: int) -> range:
    return range(min(len(word), at + _LONGEST_SYLLABLE), at, -1)


def _unfinished(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield readings whose last syllable is only begun: shuow, shuo w. Something whole must go before."""
    *before, last = words
    for start in range(max(0, len(last) - _LONGEST_SYLLABLE), len(last)):
        begun = last[start:]
        if any(syllable.startswith(begun) for syllable in syllables()):
            head = [*before, last[:start]] if start else before
            if head:
                for reading in islice(_readings(head), _MOST_READINGS):
                    yield (*reading, begun)
