"""Keys that sort by the time they were made.

A record's key is a UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 bits of a counter,
62 random bits. So rows made together lie together in the database's tree, and "newest first" needs no
further column. Python gains ``uuid.uuid7`` only in 3.14.
"""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)


def compose_uuid7(milliseconds: int, counter: int, random_bits: int) -> uuid.UUID:
    """Return the UUIDv7 of a time, a counter of 12 bits and 62 random bits.

    Raises ``ValueError`` where a part does not fit into its bits.
    """
    if not (0 <= milliseconds < 1 << 48 and 0 <= counter < 1 << 12 and 0 <= random_bits < 1 << 62):
        raise ValueError("a part of the UUID does not fit into its bits")
    return uuid.UUID(int=(milliseconds << 80) | _VERSION_AND_VARIANT | (counter << 64) | random_bits)


def milliseconds_of(key: uuid.UUID) -> int:
    """Return the milliseconds since 1970 that a UUIDv7 carries."""
    return key.int >> 80


class _Clock:
    """Milliseconds and a counter within each, never running backwards in one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._counter = 0

    def tick(self) -> tuple[int, int]:
        """Return the next pair; when the counter is used up the next millisecond is borrowed."""
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._last:
                self._last, self._counter = now, 0
            elif self._counter < 0xFFF:
                self._counter += 1
            else:
                self._last, self._counter = self._last + 1, 0
            return self._last, self._counter


_clock = _Clock()


def new_key() -> uuid.UUID:
    """Return a new key, greater than every key made before in this process."""
    milliseconds, counter = _clock.tick()
    return compose_uuid7(milliseconds, counter, secrets.randbits(62))
