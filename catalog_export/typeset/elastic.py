"""How a line is made to fit: what gives way first and how far, and how bad the outcome is.

Order: the separators (U+3000 between an entry's parts) a little; then separators, tracking, and on a line too long
the white of marks, in step; then tracking alone. Each has a bound, so that no line looks torn: a
separator stays between half an em and one and a half. After TeX's glue (Knuth & Plass, "Breaking Paragraphs into
Lines", 1981), with what clreq §3.1.6 lets be compressed. Lengths are 1/1000 em.
"""

from __future__ import annotations

from typing import NamedTuple

#: What a separator gives or takes before anything else moves, and at most.
SEPARATOR_EASY, SEPARATOR_MOST = 300, 500
#: What each gap between characters takes on a line too short: unnoticed, in step with the separators, at most.
GAP_EASY, GAP_STEP, GAP_MOST = 30, 40, 80
#: What each gap gives on a line too long, when all else has given.
GAP_GIVES = 20
#: What a mark beside a character gives up at most.
MARK_MOST = 500
#: A line looser than this (1/1000 em a gap) is better left short, and reported.
LOOSEST = 250

TIGHT_BADNESS, LOOSE_BADNESS = 150.0, 100.0
UNFIT = 20_000.0


class Fit(NamedTuple):
    """What happens to a line: each separator grows, each mark that can shrinks, each gap takes tracking."""

    separator: float = 0.0
    mark: float = 0.0
    gap: float = 0.0


NATURAL = Fit()
#: Makes named tuples without a call in Python: there is one for every line.
_new = tuple.__new__


def stretch_badness(slack: int, separators: int, gaps: int) -> float:
    """Return how bad it is to fill ``slack`` (not negative): 0 if unnoticed, 100 at the bounds, much more beyond."""
    over = slack - separators * SEPARATOR_EASY - gaps * GAP_EASY
    if over <= 0:
        return 0.0
    room = separators * (SEPARATOR_MOST - SEPARATOR_EASY) + gaps * (GAP_MOST - GAP_EASY)
    if over <= room:
        return LOOSE_BADNESS * (over / room) ** 2
    return UNFIT * over / (room or 1)


def shrink_badness(excess: int, separators: int, gaps: int) -> float:
    """Return how bad it is to take ``excess`` (above 0) out of a line: ``TIGHT_BADNESS`` where marks must give too."""
    over = excess - separators * SEPARATOR_EASY
    if over <= 0:
        return 0.0
    room = separators * (SEPARATOR_MOST - SEPARATOR_EASY) + gaps * GAP_GIVES
    return TIGHT_BADNESS * (over / room) ** 2 if over <= room else TIGHT_BADNESS + over - room


def gives_for(separators: int, gaps: int, spare: float) -> float:
    """Return how much too long a line may be for its badness to stay below ``spare``."""
    easy, room = separators * SEPARATOR_EASY, separators * (SEPARATOR_MOST - SEPARATOR_EASY) + gaps * GAP_GIVES
    return easy + (room * (spare / TIGHT_BADNESS) ** 0.5 if spare < TIGHT_BADNESS else room + spare - TIGHT_BADNESS)


def plain_badness(slack: int, separators: int, gaps: int) -> float:
    """Return how bad it is to bring a line that lacks ``slack`` to its measure, marks left as they are."""
    easy = separators * SEPARATOR_EASY
    if slack > easy + gaps * GAP_EASY:
        return stretch_badness(slack, separators, gaps)
    return shrink_badness(-slack, separators, gaps) if slack < -easy else 0.0


def can_shrink(excess: int, separators: int, marks: int, gaps: int) -> bool:
    """Say whether ``excess`` can be taken out of a line with all that can give way."""
    return excess <= separators * SEPARATOR_MOST + marks * MARK_MOST + gaps * GAP_GIVES


def stretched(slack: int, separators: int, gaps: int) -> Fit:
    """Share out what a line is too short by (not negative)."""
    easy = separators * SEPARATOR_EASY
    if slack <= easy:
        return _new(Fit, (slack / separators, 0.0, 0.0)) if slack else NATURAL
    rest = slack - easy
    more = separators * (SEPARATOR_MOST - SEPARATOR_EASY)
    step = more + gaps * GAP_STEP
    if separators and rest <= step:
        share = rest / step
        wide = SEPARATOR_EASY + share * (SEPARATOR_MOST - SEPARATOR_EASY)
        return _new(Fit, (wide, 0.0, share * GAP_STEP))
    gap = (rest - more) / gaps if gaps > 0 else 0.0
    return _new(Fit, (SEPARATOR_MOST if separators else 0.0, 0.0, gap))


def shrunk(excess: int, separators: int, marks: int, gaps: int) -> Fit:
    """Share out what a line is too long by (above 0)."""
    easy = separators * SEPARATOR_EASY
    if excess <= easy:
        return Fit(-excess / separators)
    rest = excess - easy
    step = separators * (SEPARATOR_MOST - SEPARATOR_EASY) + marks * MARK_MOST + gaps * GAP_GIVES
    if rest <= step:
        share = rest / step
        wide = SEPARATOR_EASY + share * (SEPARATOR_MOST - SEPARATOR_EASY) if separators else 0.0
        return Fit(-wide, share * MARK_MOST if marks else 0.0, -share * GAP_GIVES)
    gap = -GAP_GIVES - (rest - step) / max(gaps, 1)
    return Fit(-SEPARATOR_MOST if separators else 0.0, MARK_MOST if marks else 0.0, gap)
