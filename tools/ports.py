"""A port for a server of one's own, in tests, benchmarks and pictures."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
