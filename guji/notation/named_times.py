"""Names of dynasties, countries and eras: whether one stands at a place, and how long it is.

A place that begins with the same word (金陵, 紹興府) is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.chronology import (
    DYNASTY_NAMES,
    find_dynasty,
    find_eras,
    match_dynasty,
    match_era,
    match_sexagenary,
)
from guji.notation.lexicon import DYNASTY_WORDS
from guji.notation.places import place_prefix
from guji.notation.time_words import PHASE, YEAR

_AFTER_PLACE: Final = frozenset("府路州縣郡軍監堂齋閣樓軒館院寺庵觀橋坊")
FOREIGN: Final = frozenset(("JP", "KR", "VN", "RY"))
_REGIONS: Final = FOREIGN | {"CN"}
#: Dynasties that are named one by one where several stand side by side (宋元明遞修).
_ONE_BY_ONE: Final = frozenset("唐宋遼金元明清")
#: A fair draft is no draft of the Qing (清稿本).
_FAIR_DRAFT: Final = "清稿"
#: Polities whose years are counted under their own name.
SELF_DATED: Final = ("民國", "民国", "太平天國", "太平天囯", "洪憲", "中華民國", "後金")
_LATER_ACT: Final = re.compile("[刻刊印抄重補遞增修間]")
#: Countries whose periods have names of five or six characters (日本江戶時代).
_LONG_NAMED: Final = frozenset(name[:2] for name in DYNASTY_NAMES if len(name) > 4)
#: What 國 begins as often as it ends a dynasty's name (金國子監).
_OF_THE_REALM: Final = tuple("子史學朝初家師")
#: A country without its 國, known by the eras that follow; elsewhere the word tells a people.
_MANCHURIA: Final = ("滿洲", "满洲")
LISTED: Final = ("唐", "五代", "北宋", "南宋", "宋", "遼", "西夏", "金", "蒙古", "元", "明", "清", "民國")


@lru_cache(maxsize=4096)
def dynasty_at(window: str) -> int:
    """Return the length of the dynasty or country at the beginning of ``window``, 0 if there is none.

    A place that begins with the same word (金陵, 明州) is no dynasty, nor is an era (元豐).
    """
    length = dynasty_length(window[:6] if window[:2] in _LONG_NAMED else window[:4])
    if length > 1 and window[length - 1] in "國国囯" and window.startswith(_OF_THE_REALM, length):
        length -= 1
    return 0 if length == 1 and _begins_another_word(window) else length


def _begins_another_word(window: str) -> bool:
    """Whether a dynasty's one character begins another word: a family (金氏), an era (元豐), a place (金陵)."""
    if window[1:2] == "氏" or window[:2] == _FAIR_DRAFT:
        return True
    if window[0] not in LISTED and era_length(window[:4], ""):
        return True
    return not _era_follows(window) and (len(place_prefix(window[:6])) > 1 or _dated_era(window))


@lru_cache(maxsize=2048)
def dynasty_length(window: str) -> int:
    """Return the length of the dynasty's name at the beginning of ``window``, whatever follows it; 0 if none."""
    if window[:2] in _MANCHURIA and era_length(window[2:4], "偽滿"):
        return 2
    length = _in_calendar(window) or _in_lexicon(window)
    if length > 1 and all(char in _ONE_BY_ONE for char in window[:length]):
        return 1
    return length


def _in_calendar(window: str) -> int:
    """Return the length of a dynasty or country whose years the calendar knows, 0 if there is none."""
    match = match_dynasty(window)
    return match.length if match and match.dynasty.region in _REGIONS else 0


def _in_lexicon(window: str) -> int:
    """Return the length of the longest word for a dynasty that statements use, 0 if there is none."""
    return next((size for size in (4, 3, 2, 1) if len(window) >= size and window[:size] in DYNASTY_WORDS), 0)


def _dated_era(window: str) -> bool:
    """Whether an era with a year or 間 stands at the beginning (元豐三年, not 明德藩)."""
    length = era_length(window[:4], "")
    return length > 0 and bool(YEAR.match(window, length) or PHASE.match(window, length))


def _era_follows(window: str) -> bool:
    length = era_length(window[1:5], window[:1])
    return length > 0 and window[1 + length : 2 + length] not in _AFTER_PLACE


@lru_cache(maxsize=2048)
def era_length(window: str, dynasty: str) -> int:
    """Return the length of the era (under the dynasty, if one is given) at the beginning of four characters."""
    match = match_era(window, 0, dynasty or None)
    return match.length if match else 0


@lru_cache(maxsize=4096)
def era_at(window: str, dynasty: str) -> int:
    """Return the length of the era at the beginning of ``window``, 0 if what stands there is not an era.

    Under a dynasty its own eras are taken; another's only with a year after it, so that the contradiction shows.
    """
    head = window[:4]
    own = era_length(head, dynasty) if dynasty else 0
    length = own or era_length(head, "")
    rest = window[length:]
    if not length or rest[:1] in _AFTER_PLACE:
        return 0
    if own or not dynasty:
        return length
    return length if _is_surely_era(window[:length], rest) else 0


def _is_surely_era(name: str, rest: str) -> bool:
    """Whether another dynasty's era is meant all the same: a year or 干支 follows, or, in China, an act."""
    if YEAR.match(rest) or match_sexagenary(rest):
        return True
    return bool(_LATER_ACT.match(rest)) and _chinese_era(name)


@lru_cache(maxsize=2048)
def _chinese_era(name: str) -> bool:
    return any(era.region == "CN" and era.kind == "era" for era in find_eras(name))


@lru_cache(maxsize=2048)
def region_of(dynasty: str) -> str:
    """Return the region (CN, JP, KR …) of a dynasty or country as written, CN where it is not known."""
    found = find_dynasty(dynasty)
    return found.region if found else "CN"


@lru_cache(maxsize=2048)
def known_era(name: str) -> bool:
    """Whether an era of this name exists anywhere."""
    return bool(find_eras(name))
