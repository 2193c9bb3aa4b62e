"""Questions about class trees that need the whole tree at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.db.models import F

from authority.folding import fold_name
from authority.models import ClassMapping, ClassNode

_SEPARATORS: Final = re.compile(r"[/／\\＞>→·－—–\-\s　]+")
_ENDINGS: Final = ("之屬", "類", "部")


def class_paths(key: str = "hanwen-guji", separator: str = "/") -> dict[str, str]:
    """Return code → path (經部/易類/傳説之屬) of every class in the current version, in the table's order.

    One query, however many the classes.
    """
    paths: dict[str, str] = {}
    by_pk: dict[int | None, str] = {}
    for node in ClassNode.objects.current(key):
        above = by_pk.get(node.parent_id)
        by_pk[node.pk] = paths[node.code] = node.name_hant if above is None else above + separator + node.name_hant
    return paths


def _bare(name: str) -> str:
    folded = fold_name(name)
    for ending in map(fold_name, _ENDINGS):
        if folded.endswith(ending) and len(folded) > len(ending):
            return folded.removesuffix(ending)
    return folded


def _parts(text: str) -> tuple[str, ...]:
    return tuple(_bare(part) for part in _SEPARATORS.split(text) if part)


def _tails(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (parts[start:] for start in range(len(parts)))


def _meant_by_names(key: str) -> dict[str, str]:
    """Return code → the code that its names stand for today; retired classes that nothing took over are left out."""
    active = dict(ClassNode.objects.current(key).values_list("code", "active"))
    within = {"old__scheme": F("new__scheme"), "old__scheme__key": key, "old__scheme__is_current": True}
    onward = dict(ClassMapping.objects.filter(**within).order_by("-pk").values_list("old__code", "new__code"))
    meant: dict[str, str] = {}
    for code in active:
        step, passed = code, set[str]()
        while not active[step] and step in onward and step not in passed:
            passed.add(step)
            step = onward[step]
        if active[step]:
            meant[code] = step
    return meant


class ClassFinder:
    """Finds classes by what people write for them; made once for a whole sheet of rows.

    Understood are a code (10202), a path with any usual separator (經部/易類/傳説之屬, 经部 易类 传说), and the end of
    a path where it leads to one class only (易類). Endings (部, 類, 之屬) may be left out. A retired class is found by
    its code alone; the names of one that was merged lead to the class that took its books.
    """

    def __init__(self, key: str = "hanwen-guji") -> None:
        self._codes: set[str] = set()
        self._whole: dict[tuple[str, ...], str] = {}
        self._ends: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        meant = _meant_by_names(key)
        for code, path in class_paths(key).items():
            self._codes.add(code)
            if code in meant:
                parts = _parts(path)
                self._whole.setdefault(parts, meant[code])
                for tail in _tails(parts):
                    self._ends[tail].add(meant[code])

    def find(self, text: str) -> str | None:
        """Return the code of the class meant, or None if none is, or if several could be."""
        text = text.strip()
        if text in self._codes:
            return text
        parts = _parts(text)
        if parts in self._whole:
            return self._whole[parts]
        found = self._ends.get(parts, set())
        return next(iter(found)) if len(found) == 1 else None
