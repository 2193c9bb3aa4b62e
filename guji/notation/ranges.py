"""The places of an extent: ``三``, ``三至五``, ``卷首``, ``十九下至二十上``, ``一之三``, ``甲至癸``, ``冊一至三``.

What has the form of a place is one; everything else in a list of places is a part's name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.numbers import read_number
from guji.notation.structures import Place, Range

NUM: Final = f"[{NUMERAL_CHARS}]{{1,12}}"
_FEW: Final = "[上中下一二三四五六七八九十]+"
MARK: Final = f"[上中下](?:[一二三四五六七八九十]+)?半?|之{_FEW}(?:之{_FEW})?|[甲乙丙丁戊己庚辛壬癸]|半"
_WORD: Final = "(?:卷首|卷末|卷端|首卷|末卷|首|末|上|中|下)(?:之[一二三四五六七八九十]+)?"
_BEFORE: Final = "卷第|卷之|卷|第|冊|册|回|函|帙|齣|折"
JOINT: Final = "[至到\\-－—–~～]{1,2}"
_PLACE: Final = f"(?:({NUM})({MARK})?|({_WORD}))"
RANGE: Final = re.compile(
    f"({_BEFORE})?{_PLACE}([葉頁回冊册折年月日]|之[上中下])?(?:({JOINT})({_BEFORE})?{_PLACE})?([卷巻葉頁回種冊册折齣年月日集]?)\\Z"
)
#: Rows of characters that number the parts of a work.
SEQUENCES: Final = (
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "元亨利貞",
    "天地人",
    "春夏秋冬",
    "仁義禮智信",
    "禮樂射御書數",
    "金石絲竹匏土革木",
    "乾坎艮震巽離坤兌",
    "宮商角徵羽",
    "上中下",
)
#: Every character that can number a part by itself.
NUMBERING: Final = frozenset("".join(SEQUENCES))
_SEQUENCE: Final = re.compile(
    f"(卷)?([{''.join(sorted(NUMBERING))}])({JOINT})([{''.join(sorted(NUMBERING))}])([卷集冊册編]?)\\Z"
)
_HALVES: Final = re.compile("(卷)?([上中下]{2,3}|首末)([卷冊册]?)\\Z")
_RUN_ON: Final = re.compile(f"卷{NUM}(?:至卷?{NUM})?(?!至)")
_RUN_ON_ALL: Final = re.compile(f"(?:卷{NUM}(?:至卷?{NUM})?)+")


def steps(first: str, last: str) -> int | None:
    """Return how many members of one row stand from ``first`` to ``last`` (元至貞: 4), None if not of one row."""
    for row in SEQUENCES:
        if first in row and last in row:
            return row.index(last) - row.index(first) + 1
    return None


@lru_cache(maxsize=2048)
def read_ranges(text: str, lead: str = "") -> tuple[Range, ...]:
    """Read one place or run, or several written without commas (上下, 卷一至卷十八卷二十); empty if it is none."""
    span = read_range(text, lead)
    return (span,) if span is not None else _halves(text, lead) or _run_on(text, lead)


def _halves(text: str, lead: str) -> tuple[Range, ...]:
    """Read halves or ends written one behind the other: 上下, 卷上中下, 首末."""
    found = _HALVES.match(text)
    if found is None:
        return ()
    first, *middle, last = list(found[2])
    return (
        Range(Place(None, first), lead=lead, before=found[1] or ""),
        *(Range(Place(None, mark)) for mark in middle),
        Range(Place(None, last), after=found[3]),
    )


def _run_on(text: str, lead: str) -> tuple[Range, ...]:
    """Read places with 卷 before each, written without commas (卷一至卷十八卷二十)."""
    pieces = _RUN_ON.findall(text) if text.startswith("卷") and _RUN_ON_ALL.fullmatch(text) else []
    spans = [read_range(piece, "" if index else lead) for index, piece in enumerate(pieces)]
    found = [span for span in spans if span is not None]
    return tuple(found) if len(found) == len(spans) else ()


@lru_cache(maxsize=2048)
def read_range(text: str, lead: str = "") -> Range | None:
    """Read one place or run of places (卷三, 三至五, 十九下至二十上, 一之三, 卷首); None if it is not one."""
    match = RANGE.match(text)
    if match is None:
        return _lettered(text, lead)
    start = _place(match[2], match[3], match[4])
    end = _place(match[8], match[9], match[10]) if match[6] else None
    if start is None or (match[6] and end is None):
        return None
    before, after_start, joint, before_end, after = (match[number] or "" for number in (1, 5, 6, 7, 11))
    return Range(start, end, joint or "至", lead, before, before_end, after_start, after)


def _lettered(text: str, lead: str) -> Range | None:
    """Read a run counted by a row of characters (甲至癸, 元至貞)."""
    match = _SEQUENCE.match(text)
    if match is None or not (steps(match[2], match[4]) or 0) > 1:
        return None
    return Range(Place(None, match[2]), Place(None, match[4]), match[3], lead, match[1] or "", after=match[5])


def _place(number: str | None, mark: str | None, word: str | None) -> Place | None:
    if word:
        return Place(None, word)
    found = read_number(number or "")
    return None if found is None else Place(found, mark or "")


def words_of(span: Range) -> str:
    """The words of a range as they were written."""
    middle = span.joint + span.before_end if span.end else ""
    end = _written(span.end) if span.end else ""
    return span.before + _written(span.start) + span.after_start + middle + end + span.after


def _written(place: Place) -> str:
    return (place.number.written if place.number else "") + place.mark
