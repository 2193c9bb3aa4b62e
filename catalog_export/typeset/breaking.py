"""Where the lines of a paragraph end.

Justified paragraphs are divided as a whole, with the least sum of badness (:mod:`catalog_export.typeset.fitting`);
where a paragraph is not justified each line takes what fits. Rules are given up only where they cannot be kept:
numerals are parted from their counters before a mark begins or ends a line where it must not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from catalog_export.typeset.characters import FORBIDDEN, FREE, INSEPARABLE, LIGHT, SPACES, WEAK, penalty
from catalog_export.typeset.elastic import GAP_MOST, SEPARATOR_MOST
from catalog_export.typeset.fitting import best_lines
from catalog_export.typeset.judging import Cut, is_single
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter, past_spaces

RAGGED = 6000
#: Breaks that the rules allow, the better ones first.
ALLOWED = (FREE, LIGHT, WEAK)


def break_lines(matter: Matter, first: int, rest: int, *, ragged: bool = False) -> list[Cut]:
    """Return the lines; together they are the whole text.

    ``first`` and ``rest`` are the measures of the first and of the other lines, in 1/1000 em. ``ragged`` lines
    are not justified, so that their looseness counts for nothing.
    """
    text = matter.text
    size = len(text)
    if "\n" not in text:
        return _break_stretch(matter, 0, size, first, rest, ragged)
    lines: list[Cut] = []
    start = 0
    while start < size:
        stop = text.find("\n", start)
        stop = size if stop < 0 else stop
        lines += _break_stretch(matter, start, stop, rest if lines else first, rest, ragged)
        start = stop + 1
    return lines


def forced_ends(text: str, lines: Iterable[Cut]) -> list[int]:
    """Return where lines end that should not: in a word, after an opening mark, before a closing one."""
    ends = [cut.end for cut in lines if 0 < cut.end < len(text) and text[cut.end] != "\n"]
    return [end for end in ends if penalty(text, end) >= FORBIDDEN]


def _break_stretch(matter: Matter, start: int, stop: int, first: int, rest: int, ragged: bool) -> list[Cut]:
    """Return the lines of text between forced breaks."""
    if start == stop:
        return [Cut(start, start, stop, first)]
    prefix = matter.prefix
    if prefix[stop] - prefix[start] <= first:
        content = matter.content_end(start, stop)
        return [Cut(start, content, stop, first - matter.bare_width(start, content))]
    if not ragged and (best := best_lines(matter, start, stop, (first, rest))):
        return best
    lines = greedy_lines(matter, start, stop, first, rest, ragged=ragged)
    matter.forced = True
    if ragged:
        _mend_last(matter, lines, rest if len(lines) > 2 else first)
    return lines


def greedy_lines(matter: Matter, start: int, stop: int, first: int, rest: int, *, ragged: bool = False) -> list[Cut]:
    """Return lines each of which takes what fits, and then goes back to the last break that the rules allow."""
    lines = []
    measure = first
    while start < stop:
        end = _line_end(matter, start, stop, measure, ragged)
        content = matter.content_end(start, end)
        lines.append(Cut(start, content, end, measure - matter.bare_width(start, content)))
        start, measure = end, rest
    return lines


def _line_end(matter: Matter, start: int, stop: int, measure: int, ragged: bool) -> int:
    prefix, text = matter.prefix, matter.text
    limit = prefix[start] + measure
    if text[start] in matter.opening:
        limit += HALF
    end = bisect_right(prefix, limit, start + 1, stop + 1) - 1
    end = max(end, start + 1)
    if end >= stop:
        return stop
    if text[end] in SPACES:
        end = past_spaces(text, end, stop)
    if end < stop and text[end] in matter.closing and matter.bare_width(start, end + 1) <= measure:
        end = past_spaces(text, end + 1, stop)
    if end >= stop or penalty(text, end) == FREE:
        return end
    return _pushed_out(matter, start, end, measure, ragged)


def _pushed_out(matter: Matter, start: int, end: int, measure: int, ragged: bool) -> int:
    """Return the last break up to ``end`` that the rules allow, the strictest rules first."""
    found = _last_of_each(matter.text, start, end)
    for allowed in ALLOWED:
        if allowed in found and _is_fit(matter, start, found[allowed], measure, ragged):
            return found[allowed]
    if furthest := max(found.get(allowed, 0) for allowed in ALLOWED):
        return furthest
    return found.get(FORBIDDEN) or found.get(INSEPARABLE) or start + 1


def _last_of_each(text: str, start: int, end: int) -> dict[int, int]:
    """Return the last break of each cost up to ``end``; none before a free one, which is good enough."""
    found: dict[int, int] = {}
    for candidate in range(end, start, -1):
        cost = penalty(text, candidate)
        found.setdefault(cost, candidate)
        if cost == FREE:
            break
    return found


def _is_fit(matter: Matter, start: int, end: int, measure: int, ragged: bool) -> bool:
    """Say whether a line can be brought to its measure within the bounds, or be left as short as it is."""
    content = matter.content_end(start, end)
    if ragged:
        return measure - matter.bare_width(start, content) <= max(RAGGED, measure // 2)
    room = matter.text.count(SEPARATOR, start, content) * SEPARATOR_MOST + (content - start - 1) * GAP_MOST
    return measure - matter.bare_width(start, content) <= room


def _mend_last(matter: Matter, lines: list[Cut], measure: int) -> None:
    """Give a last line of one character company from the line before."""
    if len(lines) < 2 or not is_single(matter.text, lines[-1].start, lines[-1].end):
        return
    before, _, cut, _ = lines[-2]
    end = lines[-1].end
    for allowed in ALLOWED:
        for candidate in range(cut - 1, before + 1, -1):
            content = matter.content_end(before, candidate)
            slack = measure - matter.bare_width(before, content)
            if slack > RAGGED:
                break
            if penalty(matter.text, candidate) <= allowed and not is_single(matter.text, candidate, end):
                last = lines[-1].slack + matter.bare_width(cut, lines[-1].content)
                last -= matter.bare_width(candidate, lines[-1].content)
                lines[-2:] = [Cut(before, content, candidate, slack), Cut(candidate, lines[-1].content, end, last)]
                return
