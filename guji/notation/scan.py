"""Small helpers that every statement's grammar shares: counts, brackets, what could not be placed, lost characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from authority.han import NUMERAL_CHARS
from guji.notation.issues import Issue, issue
from guji.notation.lexicon import TITLE_UNITS
from guji.notation.numbers import read_number, spoken_value
from guji.notation.structures import Count, Number, Span

#: Opening bracket → closing bracket, the kinds met in catalogues.
BRACKETS: Final = {"（": "）", "(": ")", "［": "］", "[": "]", "〔": "〕", "【": "】", "{": "}", "〈": "〉", "<": ">"}
OPENING: Final = "".join(BRACKETS)
#: Texts up to this length are remembered once read: the same works and editions stand in many libraries.
REMEMBERED: Final = 200
#: A bracket before a name holds a dynasty or nation if it closes within so many characters.
_WORD: Final = 12
SEPARATORS: Final = " \u3000\t\xa0"

_UNITS: Final = "|".join(sorted((*TITLE_UNITS, "集", "部", "編", "輯"), key=len, reverse=True))
_COUNT: Final = re.compile(
    f"(?:(?P<num>[{NUMERAL_CHARS}囗兩两]{{1,24}})(?P<over>[餘余]?)(?P<unit>{_UNITS})|(?P<none>不分|無|无)(?P<nunit>卷數|卷数|卷次|卷))"
)
_END: Final = ("", " ", "\u3000", "（", "(", "、", "，", "；", "全")
_ROUND: Final = ("百", "千", "萬", "万")
_LOST: Final = re.compile("[〓?？\ufffd]+")
_DIGIT_RUN: Final = re.compile("[一二三四五六七八九]{2,}")


class CountMatch(NamedTuple):
    """A count found in a text: where it begins and ends, and the count itself."""

    start: int
    end: int
    found: Count


@lru_cache(maxsize=2048)
def _split_number(run: str) -> tuple[int, Number] | None:
    """Return the longest well-formed numeral at the end of ``run`` and where it begins.

    Digits side by side (六一一卷) are the end of a name and a number, not a positional numeral.
    """
    for start in range(len(run)):
        tail = run[start:]
        if _DIGIT_RUN.match(tail) and not (len(tail) > 2 and "〇" in tail):
            continue
        number = read_number(tail)
        if number is not None:
            return start, number
    return None


def count_matches(text: str, start: int = 0) -> Iterator[CountMatch]:
    """Yield every count (三十卷, □□卷, 不分卷, 一百回) in ``text`` from left to right."""
    for match in _COUNT.finditer(text, start):
        found = _uncounted(match) if match["num"] is None else _counted(match)
        if found is not None:
            yield found


def _uncounted(match: re.Match[str]) -> CountMatch | None:
    """Return 不分卷, or 無卷數 and 無卷次; 無卷 alone is no count."""
    if match["none"] != "不分" and match["nunit"] == "卷":
        return None
    return CountMatch(match.start(), match.end(), Count(Number(None, match["none"]), match["nunit"]))


def _counted(match: re.Match[str]) -> CountMatch | None:
    """Return a number of units; 百 or 千 alone counts only where the name surely ends."""
    split = _split_number(match["num"])
    if split is None:
        return None
    offset, number = split
    if number.written in _ROUND and match.string[match.end() : match.end() + 1] not in _END:
        return None
    if match["over"]:
        number = Number(number.value, number.written + match["over"])
    return CountMatch(match.start() + offset, match.end(), Count(number, match["unit"]))


def closing(text: str, start: int, limit: int | None = None) -> int:
    """Return the index of the bracket that closes the one at ``start``, or -1; brackets of one kind may nest.

    Only the text before ``limit`` is looked at.
    """
    opener = text[start]
    closer = BRACKETS[opener]
    depth = 0
    for index in range(start, len(text) if limit is None else min(limit, len(text))):
        if text[index] == opener:
            depth += 1
        elif text[index] == closer:
            depth -= 1
            if not depth:
                return index
    return -1


def bracket_before(text: str) -> tuple[str, str, str]:
    """Return what the bracket that opens ``text`` holds, its brackets, and the rest; empty where it is too long."""
    end = text.find(BRACKETS[text[0]], 1, _WORD)
    return (text[1:end], text[0] + text[end], text[end + 1 :]) if end > 0 else ("", "", text)


def lost_characters(text: str) -> list[Issue]:
    """Return an issue for each place where a character seems lost (〓, ?, U+FFFD)."""
    if not _LOST.search(text):
        return []
    return [issue("lost_character", m.start(), len(m[0]), text=m[0]) for m in _LOST.finditer(text)]


def doubtful_number(number: Number, offset: int) -> list[Issue]:
    """Return an issue if a numeral reads differently in catalogues and in speech (一百一, 二百五)."""
    spoken = spoken_value(number.written)
    if spoken is None:
        return []
    params = {"text": number.written, "value": number.value, "other": spoken}
    return [issue("ambiguous_numeral", offset, len(number.written), **params)]


def unplaced_issues(spans: list[Span]) -> list[Issue]:
    """Return one issue for each span left over."""
    return [issue("unplaced_text", span.offset, span.length, text=span.text) for span in spans]
