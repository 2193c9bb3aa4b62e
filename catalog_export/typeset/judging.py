"""How bad lines and divisions are: what the best division of a paragraph has least of."""

from __future__ import annotations

from typing import NamedTuple

from catalog_export.typeset.characters import CLOSING, FORBIDDEN, FREE, INSEPARABLE, LIGHT, OPENING, WEAK, penalty
from catalog_export.typeset.elastic import (
    TIGHT_BADNESS,
    UNFIT,
    can_shrink,
    shrink_badness,
    stretch_badness,
)
from catalog_export.typeset.matter import SEPARATOR, Matter

#: What breaks count for beside badness, a light one more than a line at its bounds; and a last line of one character.
BREAK_COSTS = {FREE: 0.0, LIGHT: 300.0, WEAK: 2e6, FORBIDDEN: 1e9, INSEPARABLE: 1e12}
SINGLE_COST = 4e6
#: A last line narrower than this looks forlorn, and counts a little.
STUB, STUB_BADNESS = 2000, 30.0
SHORT = 8
MARKS = OPENING + CLOSING + "\u3000 "


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


def lines_cost(matter: Matter, lines: list[Cut], measure: int) -> float:
    """Return what a division costs: badness and breaks."""
    total = 0.0
    for cut in lines[:-1]:
        total += line_badness(matter, cut) + BREAK_COSTS[penalty(matter.text, cut.end)]
    return total + last_badness(matter, lines[-1], measure, only=len(lines) == 1)
