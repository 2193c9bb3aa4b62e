"""The division of a whole paragraph into lines with the least sum of badness (after Knuth & Plass).

A shortest path over the places where lines may end, on prefix sums. The cheapest place reached is gone on from first,
of equal ones the furthest, so that the first way found to the end is the best; and from each place only the ends
within a line's elasticity are looked at. A paragraph costs a dozen looks, and one of 5,000 characters linear time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from catalog_export.typeset.characters import (
    CLASS_COUNT,
    CLASSES,
    CLOSE,
    CLOSING,
    COSTS,
    FORBIDDEN,
    FREE,
    INSEPARABLE,
    OPENING,
    SPACE,
    SPACES,
    WEAK,
    penalty,
)
from catalog_export.typeset.elastic import (
    GAP_EASY,
    GAP_GIVES,
    GAP_MOST,
    LOOSE_BADNESS,
    SEPARATOR_EASY,
    SEPARATOR_MOST,
    TIGHT_BADNESS,
    UNFIT,
    can_shrink,
    shrink_badness,
    stretch_badness,
)
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter

#: What a weak break, a forbidden one and a last line of one character count for beside badness.
BREAK_COSTS = {FREE: 0.0, WEAK: 5e5, FORBIDDEN: 1e9, INSEPARABLE: 1e12}
SINGLE_COST = 1e6
#: Most paragraphs can be divided for less (every eight lines); so little is looked for first, which is soon done.
LIKELY = 400.0
#: A last line narrower than this looks forlorn, and counts a little.
STUB, STUB_BADNESS = 2000, 30.0
SHORT = 8
ENDS = (SPACE, CLOSE)
MARKS = OPENING + CLOSING + "\u3000 "
#: How far from the measure a line's natural width may lie to be looked at.
SHORT_OF, BEYOND = 2600, 2600


class Cut(NamedTuple):
    """One line: where it starts, where its content ends, where it ends with hanging spaces, what it lacks in width."""

    start: int
    content: int
    end: int
    slack: int


def is_single(text: str, start: int, end: int) -> bool:
    """Say whether a line holds but one character besides marks and spaces."""
    return end - start <= SHORT and len(text[start:end].strip(MARKS)) <= 1


def line_badness(matter: Matter, cut: Cut) -> float:
    """Return how bad a line is that is brought to its measure."""
    start, content, _, slack = cut
    separators, gaps = matter.text.count(SEPARATOR, start, content), content - start - 1
    if slack >= 0:
        return stretch_badness(slack, separators, gaps)
    badness = shrink_badness(-slack, separators, gaps)
    if badness <= TIGHT_BADNESS or can_shrink(-slack, separators, len(matter.squeezable(start, content)), gaps):
        return badness
    return UNFIT - slack


def last_badness(matter: Matter, cut: Cut, measure: int, *, only: bool) -> float:
    """Return how bad a last line is: it may be short, but hold no single character unless it is the only line."""
    badness = line_badness(matter, cut) if cut.slack < 0 else 0.0
    if only:
        return badness
    if is_single(matter.text, cut.start, cut.end):
        return badness + SINGLE_COST
    return badness + STUB_BADNESS if measure - cut.slack < STUB else badness


class _Paths:
    """The cheapest ways to the places reached so far: what each costs, and the line that leads there."""

    __slots__ = ("bound", "costs", "cuts", "matter", "measures", "queue", "start", "stop")

    def __init__(self, matter: Matter, start: int, stop: int, measures: tuple[int, int], bound: float) -> None:
        self.matter, self.start, self.stop, self.measures = matter, start, stop, measures
        self.bound = bound
        self.costs = {start: 0.0}
        self.cuts: dict[int, tuple[int, int, int, int]] = {}
        self.queue = [(0.0, -start)]

    def find(self) -> list[Cut] | None:
        """Return the lines of the best division cheaper than the bound, ``None`` if there is none."""
        queue, costs = self.queue, self.costs
        near_end = self.matter.prefix[self.matter.content_end(self.start, self.stop)] - 2 * BEYOND
        while queue:
            cost, place = heappop(queue)
            start = -place
            if start == self.stop:
                return self._lines()
            if cost > costs[start]:
                continue
            if self.matter.prefix[start] + self.measures[start != self.start] > near_end and self._finish(start, cost):
                continue
            if not self._go_on(start, cost) and self.bound > UNFIT:
                self._force(start, cost)
        return None

    def _lines(self) -> list[Cut]:
        lines = [Cut._make(self.cuts[self.stop])]
        while lines[-1].start != self.start:
            lines.append(Cut._make(self.cuts[lines[-1].start]))
        return lines[::-1]

    def _finish(self, start: int, cost: float) -> bool:
        """Try the rest as the last line; say that nothing better can come of this place."""
        stop = self.stop
        cut = self._cut(start, stop)
        if cut.slack < 0 and line_badness(self.matter, cut) >= UNFIT:
            return False
        only = start == self.start
        badness = last_badness(self.matter, cut, self.measures[not only], only=only)
        self._reach(stop, cost + badness, cut)
        return badness == 0.0

    def _cut(self, start: int, end: int) -> Cut:
        content = self.matter.content_end(start, end)
        measure = self.measures[start != self.start]
        return Cut(start, content, end, measure - self.matter.bare_width(start, content))

    def _window(self, start: int, aim: int, spare: float) -> range:
        """Return the places where a line may end whose badness can be less than ``spare``."""
        prefix, text, stop = self.matter.prefix, self.matter.text, self.stop
        high = bisect_right(prefix, aim + BEYOND, start + 1, stop)
        if spare < UNFIT:
            separators, gaps = text.count(SEPARATOR, start, high), high - start
            easy, more = separators * SEPARATOR_EASY, separators * (SEPARATOR_MOST - SEPARATOR_EASY)
            share = min((spare / LOOSE_BADNESS) ** 0.5, 1.0)
            short = easy + gaps * GAP_EASY + share * (more + gaps * (GAP_MOST - GAP_EASY))
            if spare < TIGHT_BADNESS:
                high = bisect_right(prefix, aim + easy + share * (more + gaps * GAP_GIVES) + HALF, start + 1, high)
        else:
            short = SHORT_OF
        while high < stop and text[high] in SPACES:
            high += 1
        low = bisect_left(prefix, aim - short, start + 1, stop)
        return range(low, high + 1 if high < stop else stop)

    def _go_on(self, start: int, cost: float) -> bool:
        """Follow every line from here that can be brought near its measure; say if any comes to it within bounds."""
        matter = self.matter
        prefix, text = matter.prefix, matter.text
        aim = prefix[start] + self.measures[start != self.start] + (HALF if text[start] in matter.opening else 0)
        reached, bound, best = False, self.bound, self.costs.get
        window = self._window(start, aim, bound - cost)
        right = CLASSES[text[window.start - 1]]
        for end in window:
            left, right = right, CLASSES[text[end]]
            kind = COSTS[left * CLASS_COUNT + right]
            if kind and (kind := penalty(text, end)) > WEAK:
                continue
            content, slack = end, aim - prefix[end]
            if left in ENDS:
                content = matter.content_end(start, end)
                slack = aim - prefix[content] + matter.trimmed(content)
            badness = self._badness(start, content, slack)
            if badness < UNFIT:
                reached = True
            elif slack < 0:
                continue
            total = cost + badness + BREAK_COSTS[kind] if kind else cost + badness
            if total < best(end, bound):
                self._reach(end, total, (start, content, end, slack))
        return reached

    def _badness(self, start: int, content: int, slack: int) -> float:
        """Return the same as :func:`line_badness`, the plain cases first."""
        separators, gaps = self.matter.text.count(SEPARATOR, start, content), content - start - 1
        easy = separators * SEPARATOR_EASY
        if slack >= 0:
            return stretch_badness(slack, separators, gaps) if slack > easy + gaps * GAP_EASY else 0.0
        return self._shrink(start, content, -slack, separators) if -slack > easy else 0.0

    def _shrink(self, start: int, content: int, excess: int, separators: int) -> float:
        """Return the badness of a line too long; its marks are only looked for where all else does not do."""
        gaps = content - start - 1
        badness = shrink_badness(excess, separators, gaps)
        if badness <= TIGHT_BADNESS or badness >= self.bound:
            return badness
        marks = len(self.matter.squeezable(start, content))
        return badness if can_shrink(excess, separators, marks, gaps) else UNFIT + excess

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
            self._reach(end, total, cut)
            if kind == FREE:
                break

    def _reach(self, end: int, cost: float, cut: tuple[int, int, int, int]) -> None:
        if cost < self.costs.get(end, self.bound):
            self.costs[end] = cost
            self.cuts[end] = cut
            heappush(self.queue, (cost, -end))


def best_lines(matter: Matter, start: int, stop: int, measures: tuple[int, int]) -> list[Cut] | None:
    """Return the lines of the best division of a stretch of text; ``None`` if a character is wider than its line.

    ``measures`` are those of the first and of the other lines.
    """
    eights = (matter.prefix[stop] - matter.prefix[start]) // (8 * measures[1])
    likely = min(LIKELY * (1 + eights), 0.9 * UNFIT)
    return _Paths(matter, start, stop, measures, likely).find() or _Paths(matter, start, stop, measures, inf).find()


def lines_cost(matter: Matter, lines: list[Cut], measure: int) -> float:
    """Return what a division costs: badness and breaks."""
    total = 0.0
    for cut in lines[:-1]:
        total += line_badness(matter, cut) + BREAK_COSTS[penalty(matter.text, cut.end)]
    return total + last_badness(matter, lines[-1], measure, only=len(lines) == 1)
