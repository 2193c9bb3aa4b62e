"""The unit codes of the made-up province."""

from __future__ import annotations

from functools import lru_cache

#: Unit codes of Zhejiang institutions in the authority table, the largest collections first.
REAL = ("1701", "1741", "1705", "1704", "1702")
PREFIX = "17"


@lru_cache(maxsize=16)
def institution_codes(count: int) -> tuple[str, ...]:
    """Return ``count`` unit codes: the real ones first, then the free codes of 1700 to 1799, then of 9000 up."""
    free = [f"{PREFIX}{number:02d}" for number in range(100)] + [str(number) for number in range(9000, 10_000)]
    codes = [*REAL, *(code for code in free if code not in REAL)]
    if count > len(codes):
        raise ValueError(f"at most {len(codes)} institutions")
    return tuple(codes[:count])
