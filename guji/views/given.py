"""What an address or a form gives as text, read as what it should be; nonsense is nothing."""

from __future__ import annotations

from uuid import UUID

#: No number of ours has more digits, and any of so many fits its column: versions are kept in 32 bits.
_DIGITS = 9


def given_number(text: str) -> int | None:
    """Return the whole number that a text is, ``None`` if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def given_key(text: str) -> UUID | None:
    """Return the key that a text is, ``None`` if it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
