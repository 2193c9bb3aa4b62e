"""Where the two half columns of small text end (雙行夾注): as even as can be, no number parted that a half line holds.

In vertical lines figures are Han numerals and a hyphen is a dash, between which a line may end by the common rules; a
census number, a year in brackets, a count with its 卷 or 冊 are told here to be words, which are not broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalog_export.typeset.breaking import break_lines
from catalog_export.typeset.characters import COUNTED, FREE, INSEPARABLE, NUMERALS, penalty
from catalog_export.typeset.faces import LEFT_DIGITS, RIGHT_DIGITS
from catalog_export.typeset.judging import Cut
from catalog_export.typeset.matter import EM, Matter

_FIGURE = f"[〇一二三四五六七八九{''.join(LEFT_DIGITS)}{''.join(RIGHT_DIGITS)}]"
_NUMERAL = f"(?:{_FIGURE}|[{''.join(sorted(NUMERALS - {'首'}))}])"
_COUNTER = f"[{''.join(sorted(COUNTED - {'年'}))}]"
#: 三三〇〇〇〇—一七〇一—〇〇〇〇〇一二; 存五十八卷, 十二冊; 第三; a shelf mark, 普三四七．八／四四七一; 一六二五;
#: what stands before 年.
_UNIT = re.compile(
    f"{_FIGURE}+(?:[—．／]{_FIGURE}+)+|[存缺]?{_NUMERAL}+{_COUNTER}|第{_NUMERAL}+"
    f"|(?<![^\u3000])[^\u3000（）]{{0,2}}{_FIGURE}{{2,}}(?:[．／]{_FIGURE}+)*|{_FIGURE}{{2,}}|{_NUMERAL}+(?=年)"
)


def in_words(matter: Matter) -> Matter:
    """Return matter to break lines of, in which every number is a word: ＃000, so that a line may end between two."""
    return replace(matter, text=_UNIT.sub(lambda unit: "＃" + "0" * (len(unit[0]) - 1), matter.text))


@dataclass(frozen=True, slots=True)
class Pair:
    """The half columns of one line: none, one or two; ``end`` is how far in the text they go."""

    cuts: tuple[Cut, ...]
    end: int
    #: Whether they are as short as they can be: at the text's end, or before a number that wants a line of its own.
    even: bool
    #: The text as it is broken, every number a word.
    words: str = ""


def note_pair(matter: Matter, room: int, longest: int) -> Pair:
    """Return the half columns that fit into ``room``; ``longest`` is the room of a whole line (1/1000 em).

    Where all is held they are as even, and so as short, as the rules of line breaking allow. A number that ``room``
    would part and a whole line would not is left to the next line, with what stands before it evened out.
    """
    words = in_words(matter)
    cuts = break_lines(words, room, room, ragged=False)
    number = None if room >= longest else _parted(matter, cuts[:2], longest)
    if number is not None:
        return Pair(_evened(words, number, room) if number else (), number, even=True, words=words.text)
    if len(cuts) > 2:
        return Pair(tuple(cuts[:2]), cuts[1].end, even=False, words=words.text)
    size = len(words.text)
    return Pair(_evened(words, size, room), size, even=True, words=words.text)


def _parted(matter: Matter, cuts: Iterable[Cut], longest: int) -> int | None:
    """Return where the first number begins that these lines part and that a whole line would hold."""
    units = [unit.span() for unit in _UNIT.finditer(matter.text)]
    for cut in cuts:
        for begin, end in units:
            if begin < cut.end < end and matter.prefix[end] - matter.prefix[begin] <= longest:
                return begin
    return None


def _evened(words: Matter, end: int, room: int) -> tuple[Cut, ...]:
    """Return the text up to ``end``, which is known to fit, in the shortest two half columns that break it best."""
    part = words if end == len(words.text) else replace(words, text=words.text[:end])
    best: list[Cut] = []
    least = INSEPARABLE + 1
    for measure in range(max(words.prefix[end] // 2, EM), room + EM // 2, EM // 2):
        even = break_lines(part, min(measure, room), min(measure, room), ragged=True)
        cost = _pair_cost(part.text, even)
        if cost < least:
            best, least = even, cost
        if cost == FREE:
            break
    return tuple(best or break_lines(part, room, room, ragged=False))


def _pair_cost(text: str, cuts: list[Cut]) -> int:
    """Return what the break between two half columns costs; more than any if the lines make no pair."""
    if len(cuts) > 2 or any(cut.slack < 0 for cut in cuts):
        return INSEPARABLE + 1
    return penalty(text, cuts[0].end) if len(cuts) == 2 else FREE
