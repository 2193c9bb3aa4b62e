"""What changed between two states of a record, and the record again from its changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: A record's content as JSON values by field; fields that are empty may be left out.
Snapshot = Mapping[str, Any]
Diff = dict[str, list[Any]]

_EMPTY: tuple[Any, ...] = (None, "", False, [], {})


def difference(before: Snapshot, after: Snapshot) -> Diff:
    """Return field → ``[before, after]`` for each field that differs; what is empty counts as ``None``."""
    changed: Diff = {}
    for key in dict.fromkeys((*before, *after)):
        old, new = _value(before, key), _value(after, key)
        if old != new:
            changed[key] = [old, new]
    return changed


def replay(diffs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the snapshot that the diffs, oldest first, lead to (without empty fields)."""
    snapshot: dict[str, Any] = {}
    for diff in diffs:
        for key, (_, new) in diff.items():
            if new is None:
                snapshot.pop(key, None)
            else:
                snapshot[key] = new
    return snapshot


def unwind(snapshot: Snapshot, diffs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what ``snapshot`` was before the diffs, newest first, were made."""
    earlier = {key: value for key, value in snapshot.items() if value not in _EMPTY}
    for diff in diffs:
        for key, (old, _) in diff.items():
            if old is None:
                earlier.pop(key, None)
            else:
                earlier[key] = old
    return earlier


def _value(snapshot: Snapshot, key: str) -> Any:
    value = snapshot.get(key)
    return None if value in _EMPTY else value
