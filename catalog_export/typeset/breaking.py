"""Where the lines of a paragraph end.

Lines are broken one after the other on prefix sums of the advances. A line takes what fits; where the rules forbid the
break there, it first tries to push the next characters in (closing marks give up half an em, separators
shrink), else pushes characters out, and only then gives up the weaker rules.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from catalog_export.typeset.characters import CLOSING, FORBIDDEN, FREE, INSEPARABLE, SPACES, WEAK, penalty

HALF = 500
SEPARATOR_SHRINK = 350
SEPARATOR_STRETCH = 500
PUSH_IN_REACH = 4
LOOSE, RAGGED = 3000, 6000
SHORT = 8


@dataclass(slots=True)
class Measured:
    """A paragraph's text and what line breaking needs of it, in 1/1000 em of the paragraph's size.

    ``prefix`` are the sums of advances, compression included; ``opening`` and ``closing`` are the marks that give
    up half an em at a line's edge; ``kerned`` are the positions after which half an em is already given up.
    ``loose`` is how short a line may fall for the sake of the weaker rules.
    """

    text: str
    prefix: list[int]
    opening: str
    closing: str
    kerned: set[int]
    half: int = HALF
    loose: int = LOOSE

    def content_end(self, start: int, end: int) -> int:
        """Return the end of a line without the spaces that hang at it."""
        text = self.text
        while end > start + 1 and text[end - 1] in SPACES:
            end -= 1
        return end

    def width(self, start: int, end: int) -> int:
        """Return the natural width of a line, edges trimmed, hanging spaces not counted."""
        return self.bare_width(start, self.content_end(start, end))

    def bare_width(self, start: int, end: int) -> int:
        """Return the natural width of a line that does not end in spaces, edges trimmed."""
        width = self.prefix[end] - self.prefix[start]
        if self.text[start] in self.opening:
            width -= self.half
        if self.text[end - 1] in self.closing and end - 1 not in self.kerned:
            width -= self.half
        return width

    def separators(self, start: int, end: int) -> int:
        """Return how many separators stand inside a line."""
        return self.text.count("\u3000", start, self.content_end(start, end))


def break_lines(measured: Measured, first: int, rest: int) -> list[tuple[int, int]]:
    """Return the lines as (start, end) offsets; together they are the whole text.

    ``first`` and ``rest`` are the measures of the first and of the other lines, in 1/1000 em.
    """
    text = measured.text
    size = len(text)
    if not size:
        return [(0, 0)]
    if measured.prefix[-1] <= first and "\n" not in text:
        return [(0, size)]
    lines = []
    start, measure = 0, first
    while start < size:
        forced = text.find("\n", start)
        stop = size if forced < 0 else forced
        end = _line_end(measured, start, stop, measure)
        if end == stop and forced >= 0:
            end += 1
        lines.append((start, end))
        start, measure = end, rest
    if len(lines) > 1:
        _mend_last(measured, lines, rest if len(lines) > 2 else first)
    return lines


def _line_end(measured: Measured, start: int, stop: int, measure: int) -> int:
    prefix, text = measured.prefix, measured.text
    limit = prefix[start] + measure
    if text[start] in measured.opening:
        limit += measured.half
    end = bisect_right(prefix, limit, start + 1, stop + 1) - 1
    if end >= stop:
        return stop
    end = end if end > start else start + 1
    if text[end : end + 1] in SPACES:
        end = _hang(measured, end, stop)
    if end < stop and text[end] in measured.closing and measured.width(start, end + 1) <= measure:
        end = _hang(measured, end + 1, stop)
    if end >= stop or penalty(text, end) == FREE:
        return end
    return _pushed_in(measured, start, end, stop, measure) or _pushed_out(measured, start, end, measure)


def _hang(measured: Measured, end: int, stop: int) -> int:
    text = measured.text
    while end < stop and text[end] in SPACES:
        end += 1
    return end


def _pushed_in(measured: Measured, start: int, end: int, stop: int, measure: int) -> int:
    """Return a free break a little further on that the line can shrink to, 0 if there is none."""
    for candidate in range(end + 1, min(end + PUSH_IN_REACH, stop) + 1):
        candidate = _hang(measured, candidate, stop)
        over = measured.width(start, candidate) - measure
        if over > measured.separators(start, candidate) * SEPARATOR_SHRINK:
            return 0
        if candidate == stop or penalty(measured.text, candidate) == FREE:
            return candidate
    return 0


def _pushed_out(measured: Measured, start: int, end: int, measure: int) -> int:
    """Return the last break before ``end`` that the rules allow, the strictest rules first."""
    text = measured.text
    found: dict[int, int] = {}
    for candidate in range(end, start, -1):
        cost = penalty(text, candidate)
        if cost not in found:
            found[cost] = candidate
            if cost == FREE:
                break
    free = found.get(FREE, 0)
    if free and _slack(measured, start, free, measure) <= measured.loose:
        return free
    if WEAK in found and _slack(measured, start, found[WEAK], measure) <= measured.loose:
        return found[WEAK]
    if free or WEAK in found:
        return max(free, found.get(WEAK, 0))
    return found.get(FORBIDDEN) or found.get(INSEPARABLE) or start + 1


def _slack(measured: Measured, start: int, end: int, measure: int) -> int:
    return measure - measured.width(start, end) - measured.separators(start, end) * SEPARATOR_STRETCH


def _mend_last(measured: Measured, lines: list[tuple[int, int]], measure: int) -> None:
    """Give a last line of one character company from the line before."""
    (before, cut), (_, end) = lines[-2:]
    if measured.text[cut - 1] == "\n" or not _is_single(measured, cut, end):
        return
    for allowed in (FREE, WEAK):
        for candidate in range(cut - 1, before + 1, -1):
            if _slack(measured, before, candidate, measure) > measured.loose:
                break
            if penalty(measured.text, candidate) <= allowed and not _is_single(measured, candidate, end):
                lines[-2:] = [(before, candidate), (candidate, end)]
                return


def _is_single(measured: Measured, start: int, end: int) -> bool:
    """Say whether a line holds but one character besides closing marks and spaces."""
    if end - start > SHORT:
        return False
    return len(measured.text[start:end].rstrip("\u3000 \n").rstrip(CLOSING)) <= 1
