"""Questions about class trees that need the whole tree at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from authority.folding import fold_name
from authority.models import ClassNode

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


class ClassFinder:
    """Finds classes by what people write for them; made once for a whole sheet of rows.

    Understood are a code (10202), a path with any usual separator (經部/易類/傳説之屬, 经部 易类 传说), and the end of
    a path where it leads to one class only (易類). Endings (部, 類, 之屬) may be left out.
    """

    def __init__(self, key: str = "hanwen-guji") -> None:
        self._codes: set[str] = set()
        self._whole: dict[tuple[str, ...], str] = {}
        self._ends: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for code, path in class_paths(key).items():
            parts = _parts(path)
            self._codes.add(code)
            self._whole.setdefault(parts, code)
            for tail in _tails(parts):
                self._ends[tail].add(code)

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
