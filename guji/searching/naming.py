"""Words that name a value of a dimension by themselves: 經部, 別集類, 明代, 溫州市圖書館, 浙江省.

Only what means little else: a class with its 部, 類 or 之屬, a dynasty with its 代 or 朝, a library's or a region's
whole name. 孝經 alone is a title, 溫州 alone a place where books were printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from authority.chronology import find_dynasty
from authority.folding import fold_name
from authority.kept import Kept
from authority.models import ClassNode, ClassScheme, Institution, InstitutionName, Region
from guji.searching.tables import classes, holders, regions

Values = Mapping[str, tuple[str, ...]]

_CLASS_ENDINGS: Final = ("部", "類", "之屬")
_AGES: Final = ("代", "朝")
#: What books of other nations are called → the name by which they are counted.
_BOOKS_OF: Final = {
    **dict.fromkeys(("和刻本", "和刻", "日本本", "日本刻本"), "日本"),
    **dict.fromkeys(("朝鮮本", "朝鲜本", "高麗本", "高丽本"), "朝鮮"),
    **dict.fromkeys(("安南本", "越南本"), "安南"),
}


def class_named(word: str) -> Sequence[str]:
    """Return the classes that bear this name, ending and all, wherever they stand in the tree."""
    return _classes_by_name().get(fold_name(word), ())


def holder_named(word: str) -> Sequence[str]:
    """Return the institutions that go, or went, by this name."""
    return _holders_by_name().get(fold_name(word), ())


def region_named(word: str) -> Sequence[str]:
    """Return the regions of this whole name."""
    return _regions_by_name().get(fold_name(word), ())


def dynasty_named(word: str) -> Sequence[str]:
    """Return the dynasty whose age this is, or the nation whose books: 明代, 清朝, 和刻本."""
    word = word.strip()
    if nation := _BOOKS_OF.get(word):
        return (nation,)
    found = find_dynasty(word[:-1]) if word.endswith(_AGES) and len(word) > 1 else None
    return (found.name,) if found else ()


def _by_name(pairs: Iterable[tuple[str, str]]) -> Values:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        key = fold_name(name)
        if len(key) > 1:
            found[key].append(value)
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


def _read_classes() -> Values:
    names, parents = classes().names, classes().parents
    named = [(code, name) for code, name in names.items() if name.endswith(_CLASS_ENDINGS)]

    def path(code: str) -> str:
        return (path(parents[code]) if code in parents else "") + names[code]

    return _by_name((way, code) for code, name in named for way in dict.fromkeys((name, path(code))))


def _read_holders() -> Values:
    return _by_name((name, holder.code) for holder in holders().values() for name in holder.names)


def _read_regions() -> Values:
    return _by_name((name, code) for code, name in regions().names.items())


_classes_by_name: Final = Kept(_read_classes, ClassNode, ClassScheme)
_holders_by_name: Final = Kept(_read_holders, Institution, InstitutionName, Region)
_regions_by_name: Final = Kept(_read_regions, Region)
