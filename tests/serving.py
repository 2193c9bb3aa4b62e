"""The service in processes of its own, for tests that watch it come up, die and come up again."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable


def answers(address: str) -> bool:
    """Say whether a page is served."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, and say whether it came to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False
