"""The division of a whole paragraph into lines with the least sum of badness (after Knuth & Plass).

A shortest path over the places where lines may end, on prefix sums. From each place only the ends within a
line's elasticity are looked at, and no path worse than one already known is followed, so that a paragraph costs a
few dozen looks, and one of 5,000 characters time in proportion.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from typing import NamedTuple

from catalog_export.typeset.characters import (
    CLOSING,
    FORBIDDEN,
    FREE,
    INSEPARABLE,
    PAIRS,
    SPACES,
    WEAK,
    penalty,
)
from catalog_export.typeset.elastic import SEPARATOR_EASY, UNFIT, shrink_badness, stretch_badness
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter

#: What a weak break, a forbidden one and a last line of one character count for beside badness.
BREAK_COSTS = {FREE: 0.0, WEAK: 5e5, FORBIDDEN: 1e9, INSEPARABLE: 1e12}
SINGLE_COST = 1e6
#: Between divisions as good as each other the one with fewer lines.
LINE_COST = 1.0
SHORT = 8
#: How far from the measure a line's natural width may lie to be looked at.
SHORT_OF, BEYOND = 2600, 2600


class Cut(NamedTuple):
    """One line: where it starts, where its content ends, where it ends with hanging spaces, what it lacks in width."""

    start: int
    content: int
    end: int
    slack: int


def is_single(text: str, start: int, end: int) -> bool:
    """Say whether a line holds but one character besides closing marks and spaces."""
    if end - start > SHORT:
        return False
    return len(text[start:end].rstrip("\u3000 ").rstrip(CLOSING)) <= 1


def line_badness(matter: Matter, cut: Cut) -> float:
    """Return how bad a line is that is brought to its measure."""
    start, content, _, slack = cut
    separators, gaps = matter.text.count(SEPARATOR, start, content), content - start - 1
    if slack >= 0:
        return stretch_badness(slack, separators, gaps)
    marks = len(matter.squeezable(start, content))
    return shrink_badness(-slack, separators, marks, gaps)


def last_badness(matter: Matter, cut: Cut, *, only: bool) -> float:
    """Return how bad a last line is: it may be short, but hold no single character unless it is the only line."""
    badness = line_badness(matter, cut) if cut.slack < 0 else 0.0
    return badness if only or not is_single(matter.text, cut.start, cut.end) else badness + SINGLE_COST


class _Paths:
    """The cheapest ways to the places reached so far: what each costs, and the line that leads there."""

    __slots__ = ("bound", "costs", "cuts", "last", "marks", "matter", "measures", "queue", "start", "stop")

    def __init__(self, matter: Matter, start: int, stop: int, measures: tuple[int, int], bound: float) -> None:
        self.matter, self.start, self.stop, self.measures = matter, start, stop, measures
        self.bound = bound
        self.costs = {start: 0.0}
        self.cuts: dict[int, tuple[int, int, int, int]] = {}
        self.last: Cut | None = None
        self.queue = [start]
        self.marks: list[int] | None = None

    def find(self) -> list[Cut] | None:
        """Return the lines of the best division cheaper than the bound, ``None`` if there is none."""
        queue, costs = self.queue, self.costs
        while queue:
            start = heappop(queue)
            cost = costs[start] + LINE_COST
            if cost < self.bound and not self._finish(start, cost) and not self._go_on(start, cost):
                self._force(start, cost)
        return self._lines()

    def _lines(self) -> list[Cut] | None:
        if self.last is None:
            return None
        lines = [self.last]
        while lines[-1].start != self.start:
            lines.append(Cut._make(self.cuts[lines[-1].start]))
        return lines[::-1]

    def _finish(self, start: int, cost: float) -> bool:
        """Try the rest as the last line; say that nothing better can come of this place."""
        prefix, stop = self.matter.prefix, self.stop
        if prefix[stop] - prefix[start] > self.measures[start != self.start] + 2 * BEYOND:
            return False
        cut = self._cut(start, stop)
        badness = self._badness(start, cut.content, cut.slack) if cut.slack < 0 else 0.0
        if badness >= UNFIT:
            return False
        if start != self.start and is_single(self.matter.text, start, stop):
            badness += SINGLE_COST
        if cost + badness < self.bound:
            self.bound, self.last = cost + badness, cut
        return badness == 0.0

    def _cut(self, start: int, end: int) -> Cut:
        content = self.matter.content_end(start, end)
        measure = self.measures[start != self.start]
        return Cut(start, content, end, measure - self.matter.bare_width(start, content))

    def _window(self, start: int, aim: int) -> range:
        """Return the places where a line may end whose natural width is near its measure."""
        prefix, text, stop = self.matter.prefix, self.matter.text, self.stop
        low = bisect_left(prefix, aim - SHORT_OF, start + 1, stop)
        high = bisect_right(prefix, aim + BEYOND, low, stop)
        while high < stop and text[high] in SPACES:
            high += 1
        return range(low, high + 1 if high < stop else stop)

    def _go_on(self, start: int, cost: float) -> bool:
        """Follow every line from here that can be brought near its measure; say if any comes to it within bounds."""
        matter = self.matter
        prefix, text, closing = matter.prefix, matter.text, matter.closing
        aim = prefix[start] + self.measures[start != self.start] + (HALF if text[start] in matter.opening else 0)
        reached = False
        for end in self._window(start, aim):
            if (kind := PAIRS[text[end - 1 : end + 1]]) < 0:
                kind = penalty(text, end)
            if kind > WEAK:
                continue
            content = end if text[end - 1] not in SPACES else matter.content_end(start, end)
            slack = aim - prefix[content]
            if text[content - 1] in closing and not matter.gives_way(content - 1):
                slack += HALF
            badness = self._badness(start, content, slack)
            if badness < UNFIT:
                reached = True
            elif slack < 0:
                continue
            total = cost + badness + BREAK_COSTS[kind]
            if total < self.bound:
                self._reach(end, total, (start, content, end, slack))
        return reached

    def _badness(self, start: int, content: int, slack: int) -> float:
        """Return the same as :func:`line_badness`, with the marks of the paragraph looked for only once."""
        separators, gaps = self.matter.text.count(SEPARATOR, start, content), content - start - 1
        if slack >= 0:
            return stretch_badness(slack, separators, gaps)
        if -slack <= separators * SEPARATOR_EASY:
            return 0.0
        if self.marks is None:
            self.marks = self.matter.squeezable(self.start, self.stop)
        marks = bisect_left(self.marks, content - 1) - bisect_left(self.marks, start + 1)
        return shrink_badness(-slack, separators, marks, gaps)

    def _force(self, start: int, cost: float) -> None:
        """Follow the fullest line that is not too long: with a free end, with a weak one, else with any."""
        found: set[int] = set()
        prefix = self.matter.prefix
        aim = prefix[start] + self.measures[start != self.start] + 2 * HALF
        high = bisect_right(prefix, aim, start + 1, self.stop)
        for end in range(min(high, self.stop - 1), start, -1):
            kind = penalty(self.matter.text, end)
            if kind in found:
                continue
            cut = self._cut(start, end)
            if cut.slack < 0 and end > start + 1:
                continue
            found.add(kind)
            total = cost + line_badness(self.matter, cut) + BREAK_COSTS[kind]
            if total < self.bound:
                self._reach(end, total, cut)
            if kind == FREE:
                break

    def _reach(self, end: int, cost: float, cut: tuple[int, int, int, int]) -> None:
        known = self.costs.get(end)
        if known is None:
            heappush(self.queue, end)
        elif known <= cost:
            return
        self.costs[end] = cost
        self.cuts[end] = cut


def best_lines(matter: Matter, start: int, stop: int, measures: tuple[int, int], bound: float) -> list[Cut] | None:
    """Return the lines of the best division of a stretch; ``None`` if none is better than ``bound``.

    ``measures`` are those of the first and of the other lines.
    """
    return _Paths(matter, start, stop, measures, bound).find()


def lines_cost(matter: Matter, lines: list[Cut]) -> float:
    """Return what a division costs: badness, breaks, and its number of lines."""
    total = LINE_COST * len(lines)
    for cut in lines[:-1]:
        total += line_badness(matter, cut) + BREAK_COSTS[penalty(matter.text, cut.end)]
    return total + last_badness(matter, lines[-1], only=len(lines) == 1)
