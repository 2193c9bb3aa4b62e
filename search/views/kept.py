"""What was worked out once is kept in the process while the index and the authority tables stay as they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.utils.translation import get_language

from authority.kept import state
from search import facade

T = TypeVar("T")

MOST_KEPT = 256
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` returned for this key, this state of index and tables, this language; ask it if that is new.

    Without an index that can say which state it is in, or tables that can, nothing is kept.
    """
    generation, tables = facade.generation(), state()
    if not (generation and tables):
        return make()
    full = (generation, tables, get_language(), key)
    with _lock:
        if full in _kept:
            _kept.move_to_end(full)
            return _kept[full]  # type: ignore[no-any-return]
    value = make()
    with _lock:
        _kept[full] = value
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return value
