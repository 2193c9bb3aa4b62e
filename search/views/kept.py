"""What was worked out once is kept in the process while the index stays as it is, and a minute at most."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.utils.translation import get_language

from search import facade

T = TypeVar("T")

#: Seconds: names of classes and institutions may change without the index.
AT_MOST = 60.0
MOST_KEPT = 256
_kept: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` returned for this key, this state of the index and this language; ask it if that is new.

    Without an index that can say which state it is in, nothing is kept.
    """
    generation = facade.generation()
    if not generation:
        return make()
    full = (generation, get_language(), key)
    now = time.monotonic()
    with _lock:
        made, value = _kept.get(full, (-AT_MOST, None))
    if now - made < AT_MOST:
        return value  # type: ignore[no-any-return]
    value = make()
    with _lock:
        _kept[full] = now, value
        _kept.move_to_end(full)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return value
