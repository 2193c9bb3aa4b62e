"""How far apart two keys are, for 您是不是要找."""

from __future__ import annotations


def distance(a: str, b: str, most: int = 2) -> int | None:
    """Return how many characters must be put in, left out or changed to make ``b`` of ``a``; ``None`` above ``most``.

    Neighbours that changed places (解說 for 說解) count as one.
    """
    if abs(len(a) - len(b)) > most:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if older and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def near(a: str, b: str) -> int | None:
    """Return the distance if two folded keys are near enough to be a slip: one in three characters, two from six on."""
    longer = max(len(a), len(b))
    return distance(a, b, 2 if longer >= 6 else 1) if longer >= 3 else None
