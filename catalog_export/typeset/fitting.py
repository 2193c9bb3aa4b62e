"""The division of a whole paragraph into lines with the least sum of badness (after Knuth & Plass).

Lines are taken one by one, each the fullest without fault; where that costs nothing, as most often, nothing is better.
Else its cost bounds a shortest path over the places where lines may end, on prefix sums: the cheapest place reached is
gone on from first, of equal ones the furthest, and only the ends within a line's elasticity are looked at. A paragraph
costs a dozen looks, and one of 5,000 characters linear time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from math import inf

from catalog_export.typeset.characters import (
    CLASS_COUNT,
    CLASSES,
    CLOSE,
    COSTS,
    FORBIDDEN,
    FREE,
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
    LOOSEST,
    MARK_MOST,
    SEPARATOR_EASY,
    SEPARATOR_MOST,
    TIGHT_BADNESS,
    UNFIT,
    can_shrink,
    gives_for,
    plain_badness,
    shrink_badness,
    stretch_badness,
)
from catalog_export.typeset.judging import BREAK_COSTS, MARKS, Cut, last_badness, line_badness
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter, past_spaces

#: Most paragraphs can be divided for less (every eight lines); so little is looked for first, which is soon done.
LIKELY = 400.0
ENDS = (SPACE, CLOSE)
#: How far from the measure a line's natural width may lie to be looked at.
SHORT_OF, BEYOND = 2600, 2600
BARRED = (-1, 0, 0, 0.0)
_new = tuple.__new__


class _Paths:
    """The ways through a stretch of text from one end of a line to the next.

    ``ends`` keeps of every place looked at where a line that ends there ends in the prefix sums (``BARRED`` where none
    may), where its content ends, the separators before that, and what the break costs. ``costs`` and ``cuts`` are the
    cheapest ways to the places reached so far: what each costs, and the line that leads there.
    """

    __slots__ = ("bound", "content", "costs", "cuts", "edge", "ends", "matter", "measures", "queue", "start", "stop")

    def __init__(self, matter: Matter, start: int, stop: int, measures: tuple[int, int]) -> None:
        self.matter, self.start, self.stop, self.measures = matter, start, stop, measures
        self.bound = inf
        self.ends: dict[int, tuple[int, int, int, float]] = {}
        self.content = matter.content_end(start, stop)
        self.edge = matter.prefix[self.content] - matter.trimmed(self.content)

    def walk(self) -> tuple[float, list[Cut]] | None:
        """Return lines taken one by one, each the fullest of the least bad, and what they cost; ``None`` if it fails.

        Most often they cost nothing, so that no search is needed; else a search need look for nothing dearer.
        """
        lines: list[Cut] = []
        total, place, prefix = 0.0, self.start, self.matter.prefix
        far = prefix[self.stop] - max(self.measures) - BEYOND
        while True:
            aim = self._aim(place)
            if prefix[place] >= far and (last := self._rest(place, aim)) is not None:
                lines.append(last[1])
                return total + last[0], lines
            found = self._fullest(place, aim)
            if found is None:
                return None
            total += found[0]
            lines.append(found[1])
            place = found[1][2]

    def _rest(self, start: int, aim: int) -> tuple[float, Cut] | None:
        """Return the rest of the stretch as its last line, if it can be one without marks giving, and how bad it is."""
        cut = self._last(start, aim)
        if cut.slack < 0 and self._badness(cut) > TIGHT_BADNESS:
            return None
        return self._last_badness(cut), cut

    def _last_badness(self, cut: Cut) -> float:
        only = cut.start == self.start
        return last_badness(self.matter, cut, self.measures[not only], only=only)

    def _fullest(self, start: int, aim: int) -> tuple[float, Cut] | None:
        """Return the least bad line that need not be looked for long: the fullest of those without fault.

        From the fullest down lines are ever less tight, then ever looser: the first loose one is the last to look at.
        """
        matter, ends = self.matter, self.ends
        floor, before = matter.prefix[start], matter.text.count(SEPARATOR, 0, start)
        least, best = TIGHT_BADNESS, None
        for end in range(self._furthest(start, aim), start, -1):
            edge, content, separators, kind = ends.get(end) or self._look(end)
            if kind or edge <= floor:
                continue
            slack, easy = aim - edge, (separators - before) * SEPARATOR_EASY
            if -easy <= slack <= easy + (content - start - 1) * GAP_EASY:
                return 0.0, _new(Cut, (start, content, end, slack))
            badness = plain_badness(slack, separators - before, content - start - 1)
            if badness < least:
                least, best = badness, _new(Cut, (start, content, end, slack))
            if slack >= 0:
                break
        return (least, best) if best else None

    def _furthest(self, start: int, aim: int) -> int:
        """Return the furthest place where a line may end whose separators alone give way, spaces hanging at it."""
        prefix, text, stop = self.matter.prefix, self.matter.text, self.stop
        high = bisect_right(prefix, aim + BEYOND, start + 1, stop)
        easy = text.count(SEPARATOR, start, high) * SEPARATOR_EASY
        high = bisect_right(prefix, aim + easy + HALF, start + 1, high)
        if high < stop and text[high] in SPACES:
            high = past_spaces(text, high, stop)
        return min(high, stop - 1)

    def find(self, bound: float) -> list[Cut] | None:
        """Return the lines of the best division cheaper than the bound, ``None`` if there is none."""
        self.bound = bound
        self.costs = costs = {self.start: 0.0}
        self.cuts: dict[int, tuple[int, int, int, int]] = {}
        self.queue = queue = [(0.0, -self.start)]
        prefix, near_end = self.matter.prefix, self.matter.prefix[self.content] - 2 * BEYOND
        while queue:
            cost, place = heappop(queue)
            start = -place
            if start == self.stop:
                return self._lines()
            if cost > costs[start]:
                continue
            if prefix[start] + self.measures[start != self.start] > near_end and self._finish(start, cost):
                continue
            if not self._go_on(start, cost) and self.bound > UNFIT:
                self._force(start, cost)
        return None

    def _lines(self) -> list[Cut]:
        self.matter.forced |= self.costs[self.stop] >= BREAK_COSTS[FORBIDDEN]
        lines = [_new(Cut, self.cuts[self.stop])]
        while lines[-1].start != self.start:
            lines.append(_new(Cut, self.cuts[lines[-1].start]))
        return lines[::-1]

    def _finish(self, start: int, cost: float) -> bool:
        """Try the rest as the last line; say that nothing better can come of this place."""
        cut = self._last(start, self._aim(start))
        if cut.slack < 0 and self._badness(cut) >= min(self.bound, UNFIT):
            return False
        badness = self._last_badness(cut)
        self._reach(self.stop, cost + badness, cut)
        return badness == 0.0

    def _aim(self, start: int) -> int:
        """Return where in the prefix sums a line that starts here is full."""
        aim = self.matter.prefix[start] + self.measures[start != self.start]
        return aim + HALF if self.matter.text[start] in self.matter.opening else aim

    def _last(self, start: int, aim: int) -> Cut:
        """Return the rest of the stretch as one line."""
        if self.content <= start:
            return self._cut(start, self.stop)
        return _new(Cut, (start, self.content, self.stop, aim - self.edge))

    def _cut(self, start: int, end: int) -> Cut:
        content = self.matter.content_end(start, end)
        return Cut(start, content, end, self.measures[start != self.start] - self.matter.bare_width(start, content))

    def _look(self, end: int) -> tuple[int, int, int, float]:
        """Look at a place where a line may end, once."""
        matter = self.matter
        text = matter.text
        left = CLASSES[text[end - 1]]
        kind = COSTS[left * CLASS_COUNT + CLASSES[text[end]]]
        if kind < 0:
            kind = penalty(text, end)
        if kind > WEAK:
            found = BARRED
        else:
            content, edge = end, matter.prefix[end]
            if left in ENDS:
                content = matter.content_end(self.start, end)
                edge = matter.prefix[content] - matter.trimmed(content)
            found = edge, content, text.count(SEPARATOR, 0, content), BREAK_COSTS[kind]
        self.ends[end] = found
        return found

    def _window(self, start: int, aim: int, spare: float) -> range:
        """Return the places where a line may end whose badness can be less than ``spare``."""
        prefix, text, stop = self.matter.prefix, self.matter.text, self.stop
        reach = float(BEYOND)
        while True:
            high = bisect_right(prefix, aim + reach, start + 1, stop)
            separators, gaps = text.count(SEPARATOR, start, high), high - start
            give = gives_for(separators, gaps, spare) if spare < UNFIT else self._most(start, high, separators)
            if give + HALF <= reach:
                break
            reach = give + HALF
        high = past_spaces(text, bisect_right(prefix, aim + give + HALF, start + 1, high), stop)
        if spare < UNFIT:
            share = min((spare / LOOSE_BADNESS) ** 0.5, 1.0)
            more = separators * (SEPARATOR_MOST - SEPARATOR_EASY) + gaps * (GAP_MOST - GAP_EASY)
            short = separators * SEPARATOR_EASY + gaps * GAP_EASY + share * more
        else:
            short = float(max(separators * SEPARATOR_MOST + gaps * LOOSEST, SHORT_OF))
        low = bisect_left(prefix, aim - short, start + 1, stop)
        while short > SHORT_OF and low < high and self._is_torn(start, low, aim - prefix[low]):
            low += 1
        return range(low, high + 1 if high < stop else stop)

    def _is_torn(self, start: int, end: int, slack: int) -> bool:
        """Say whether a line lacks more than its gaps can take, and not only because it is very short."""
        room = self.matter.text.count(SEPARATOR, start, end) * SEPARATOR_MOST + (end - start - 1) * LOOSEST
        return slack > max(room, SHORT_OF)

    def _most(self, start: int, high: int, separators: int) -> float:
        """Return what a line gives when all gives way: its separators, its gaps and its marks."""
        marks = sum(map(MARKS.__contains__, self.matter.text[start:high])) * MARK_MOST
        return float(separators * SEPARATOR_MOST + marks + (high - start) * GAP_GIVES)

    def _go_on(self, start: int, cost: float) -> bool:
        """Follow every line from here that can be brought near its measure; say if any comes to it within bounds.

        Most of a search is spent here, so what is known of a line is weighed where it stands.
        """
        matter, ends, costs, bound = self.matter, self.ends, self.costs, self.bound
        aim, floor, before = self._aim(start), matter.prefix[start], matter.text.count(SEPARATOR, 0, start)
        spare, reached = bound - cost, False
        for end in self._window(start, aim, spare):
            edge, content, separators, kind = ends.get(end) or self._look(end)
            if edge <= floor:
                continue
            slack, separators, gaps = aim - edge, separators - before, content - start - 1
            easy = separators * SEPARATOR_EASY
            if slack > easy + gaps * GAP_EASY:
                badness = stretch_badness(slack, separators, gaps)
                reached = reached or badness < UNFIT
            elif slack >= -easy:
                badness, reached = 0.0, True
            else:
                badness = self._shrink(start, content, -slack, separators, spare)
                if badness >= UNFIT:
                    continue
                reached = True
            total = cost + badness + kind
            if total < costs.get(end, bound):
                costs[end], self.cuts[end] = total, (start, content, end, slack)
                heappush(self.queue, (total, -end))
        return reached

    def _badness(self, cut: Cut) -> float:
        """Return the badness of a line too long; its marks are not looked for where they do not matter."""
        separators = self.matter.text.count(SEPARATOR, cut.start, cut.content)
        return self._shrink(cut.start, cut.content, -cut.slack, separators, self.bound)

    def _shrink(self, start: int, content: int, excess: int, separators: int, spare: float) -> float:
        """Return the badness of a line too long; its marks are only looked for where all else does not do."""
        gaps = content - start - 1
        badness = shrink_badness(excess, separators, gaps)
        if badness <= TIGHT_BADNESS or badness >= spare:
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
            if end == self.stop:
                self.bound = cost
            self.costs[end] = cost
            self.cuts[end] = cut
            heappush(self.queue, (cost, -end))


def best_lines(matter: Matter, start: int, stop: int, measures: tuple[int, int]) -> list[Cut] | None:
    """Return the lines of the best division of a stretch of text; ``None`` if a character is wider than its line.

    ``measures`` are those of the first and of the other lines.
    """
    paths = _Paths(matter, start, stop, measures)
    least, lines = paths.walk() or (inf, None)
    if not least:
        return lines
    eights = (matter.prefix[stop] - matter.prefix[start]) // (8 * measures[1])
    likely = min(LIKELY * (1 + eights), 0.9 * UNFIT)
    found = paths.find(min(likely, least))
    return found or (paths.find(least) if least > likely else None) or lines
