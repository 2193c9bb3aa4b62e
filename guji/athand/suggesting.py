"""建議分類: the classes that approved records speak for, each with why, the likeliest first.

How often the right one stands first, and among the first three, is measured by ``python -m benchmarks
class_suggestions``; the weights stand as they were measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from guji.athand.evidence import Evidence, Wanted, asked_of, gather

#: What a kind of likeness counts at most, and how many records it takes to be believed: one record of the same title
#: says more than ten of the same author.
WEIGHTS: Final[dict[str, tuple[float, float]]] = {
    "work": (6.0, 0.2),
    "title": (6.0, 0.5),
    "listed": (4.0, 0.5),
    "author": (2.0, 2.0),
    "beginning": (2.5, 2.0),
    "ending": (2.0, 2.0),
    "words": (2.0, 1.0),
}
#: As many classes are offered, none for which less than this part of what the first has speaks.
MOST: Final = 5
_WORTH_SAYING: Final = 0.1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, how much speaks for it, and what: (evidence, how many of its records stand in this class)."""

    code: str
    score: float
    why: tuple[tuple[Evidence, int], ...] = field(default=())


def suggest(title: str, responsibility: str = "", wanted: Wanted = lambda seen: True) -> list[Suggestion]:
    """Return the classes that approved records speak for; empty where nothing is alike."""
    found = ranked(gather(asked_of(title, responsibility), wanted))
    return [one for one in found[:MOST] if one.score >= _WORTH_SAYING * found[0].score]


def ranked(evidence: Iterable[Evidence]) -> list[Suggestion]:
    """Weigh the evidence: each kind gives its weight to its classes in the proportion of their records."""
    scores: defaultdict[str, float] = defaultdict(float)
    why: defaultdict[str, list[tuple[Evidence, int]]] = defaultdict(list)
    for one in evidence:
        weight, doubt = WEIGHTS[one.kind]
        total = one.counts.total()
        for code, count in one.counts.items():
            scores[code] += one.strength * weight * count / (total + doubt)
            why[code].append((one, count))
    order = sorted(scores, key=lambda code: (-scores[code], code))
    return [Suggestion(code, scores[code], tuple(why[code])) for code in order]
