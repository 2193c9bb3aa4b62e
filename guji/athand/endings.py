"""What the endings of titles say of a class, learned from approved records: 志 is a gazetteer, 集 a collection.

No index helps with endings, so they are learned: of so many approved records at most, once an hour in each process, as
counts of different titles (a hundred copies of one book are one title). A title's own class is taken out before it is
asked, so that nothing answers for itself.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from census.models.record import PUBLIC_STATES
from guji.models import Book

#: As many records are learned from; reading them takes a tenth of a second.
MOST_LEARNED: Final = 20_000
#: How long what was learned stands, in seconds.
_STANDS: Final = 3600
#: The longest ending that so many other titles share decides.
_LENGTHS: Final = (3, 2, 1)
_SHARED: Final = 2


@dataclass(slots=True)
class Endings:
    """Ending → how many titles in each class end so; title → its classes."""

    by_ending: dict[str, Counter[str]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)
    learned_at: float = field(default_factory=time.monotonic)

    def of(self, title: str) -> tuple[str, Counter[str]] | None:
        """Return the ending that decides and its counts without the title's own; None where no ending is shared."""
        own = Counter(self.titles.get(title, ()))
        for length in _LENGTHS:
            counts = self.by_ending.get(title[-length:], Counter()) - own if len(title) > length else Counter()
            if counts.total() >= _SHARED:
                return title[-length:], counts
        return None


class _Learned:
    """What this process has learned last."""

    endings: Endings | None = None


def endings() -> Endings:
    """Return what was learned within the last hour, or learn anew."""
    known = _Learned.endings
    if known is None or time.monotonic() - known.learned_at > _STANDS:
        known = _Learned.endings = learn()
    return known


def forget() -> None:
    """Learn anew when next asked."""
    _Learned.endings = None


def learn() -> Endings:
    """Read the titles and classes of approved records; endings that only one title has are not kept."""
    learned = Endings()
    approved = Book.objects.filter(state__in=PUBLIC_STATES).exclude(class_code="").exclude(title_fold="").order_by()
    for title, code in approved.values_list("title_fold", "class_code")[:MOST_LEARNED]:
        learned.titles.setdefault(title, set()).add(code)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for title, codes in learned.titles.items():
        for length in _LENGTHS:
            if len(title) > length:
                found[title[-length:]].update(codes)
    learned.by_ending = {ending: counts for ending, counts in found.items() if counts.total() > 1}
    return learned
