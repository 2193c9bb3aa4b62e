"""The dimensions of a book as people read and write them: names of values, their order, the tree above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from authority.chronology import DYNASTIES, find_dynasty
from authority.folding import fold_name
from authority.models import Institution
from authority.queries import ClassFinder
from census.models import ImageRole, State
from census.searching import FacetField, Words
from guji.models import Book
from guji.searching.facets import LISTED_NATIONAL, LISTED_PROVINCE, OTHER_INITIAL, RELIC, grades
from guji.searching.naming import class_named, dynasty_named, holder_named, region_named
from guji.searching.tables import DYNASTY_PARENTS, classes, edition_types, holders, in_order, regions

Labels = Mapping[str, Words]

_WHOLE_NUMBER: Final = re.compile("-?[0-9]{1,4}")

COMPLETENESS: Final[Labels] = {"complete": _("全"), "incomplete": _("残缺")}
FLAGS: Final[Labels] = {
    "series": _("丛书"),
    "republican": _("民国线装"),
    "foreign": _("域外本"),
    "annotated": _("有批校题跋"),
    "sealed": _("有钤印"),
    "images": _("有书影"),
}
PICTURES: Final[Labels] = {str(role): role.label for role in ImageRole}
STATES: Final[Labels] = {str(state): state.label for state in State}
LISTS: Final = (LISTED_NATIONAL, LISTED_PROVINCE)
ORDINARY: Final = "普通古籍"
_GRADES_IN_ORDER: Final = "一二三四"


def _kinds(values: Iterable[str]) -> Labels:
    return {value: Book._meta.verbose_name or "" for value in values if value == Book.KIND}


def _classes(values: Iterable[str]) -> Labels:
    return _named(values, classes().names)


def _named(values: Iterable[str], names: Mapping[str, str]) -> Labels:
    return {value: names[value] for value in in_order(values, names)}


def _above(values: Iterable[str], parents: Mapping[str, str]) -> Mapping[str, str]:
    return {value: parents[value] for value in values if value in parents}


def _class_parents(values: Iterable[str]) -> Mapping[str, str]:
    return _above(values, classes().parents)


def _dynasties(values: Iterable[str]) -> Labels:
    """Return dynasties by time; nations without a beginning, and what no table knows, stand last."""
    starts = {row.name: row.start for row in DYNASTIES}
    last = 10_000

    def place(name: str) -> tuple[int, str]:
        start = starts.get(name)
        return (last if start is None else start, name)

    return {value: value for value in sorted(values, key=place)}


def _dynasty_parents(values: Iterable[str]) -> Mapping[str, str]:
    return _above(values, DYNASTY_PARENTS)


def _edition_type_parents(values: Iterable[str]) -> Mapping[str, str]:
    types = edition_types()
    found = ((value, types.values(value)) for value in values)
    return {value: chain[-1] for value, chain in found if len(chain) > 1}


def _institutions(values: Iterable[str]) -> Labels:
    return _named(values, {holder.code: holder.names[0] for holder in holders().values()})


def _regions(values: Iterable[str]) -> Labels:
    return _named(values, regions().names)


def _region_parents(values: Iterable[str]) -> Mapping[str, str]:
    return _above(values, regions().parents)


def _grades(values: Iterable[str]) -> Labels:
    def place(value: str) -> tuple[bool, int, int, str]:
        number, division = _GRADES_IN_ORDER.find(value.removeprefix(RELIC)[:1]), "甲乙丙".find(value[-2:-1])
        return value.startswith(RELIC), number if number >= 0 else 9, division, value

    return {value: value for value in sorted(values, key=place)}


def _grade_parents(values: Iterable[str]) -> Mapping[str, str]:
    return {value: value[:-2] for value in values if value.endswith("等") and value[-3:-2] == "級"}


def _of(table: Labels) -> Callable[[Iterable[str]], Labels]:
    """Return a description by a fixed table, in its order."""

    def describe(values: Iterable[str]) -> Labels:
        return {value: table[value] for value in in_order(values, table)}

    return describe


def _whole_numbers(values: Iterable[str]) -> list[str]:
    """Return the values in the order of numbers; what is none, as an address may ask for, is left out."""
    return sorted((value for value in values if _WHOLE_NUMBER.fullmatch(value)), key=int)


def _centuries(values: Iterable[str]) -> Labels:
    return {value: _century(int(value)) for value in _whole_numbers(values)}


def _century(number: int) -> str:
    words = gettext("公元前%(number)s世纪") if number < 0 else gettext("%(number)s世纪")
    return words % {"number": _ordinal(abs(number))}


def _ordinal(number: int) -> str:
    """Return a number as the page's language counts with it: 16, 16th."""
    if not (get_language() or "").startswith("en"):
        return str(number)
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _strokes(values: Iterable[str]) -> Labels:
    return {value: gettext("%(count)s画") % {"count": value} for value in _whole_numbers(values)}


def _initials(values: Iterable[str]) -> Labels:
    return {value: value for value in sorted(values, key=lambda value: (value == OTHER_INITIAL, value))}


def _find_class(words: str) -> Sequence[str]:
    code = ClassFinder().find(words)
    return () if code is None else (code,)


def _find_dynasty(words: str) -> Sequence[str]:
    found = find_dynasty(words.strip()) or find_dynasty(words.strip().removesuffix("代").removesuffix("朝"))
    return (found.name,) if found else ()


def _find_edition_type(words: str) -> Sequence[str]:
    """Return the kind by its name, 本 left out or not (抄, 抄本)."""
    types = edition_types()
    for name in (words, f"{words}本"):
        if known := types.terms.get(fold_name(name)):
            return known[:1]
    return ()


def _find_institutions(words: str) -> Sequence[str]:
    return tuple(Institution.objects.by_any_name(words).order_by("code").values_list("code", flat=True))


def _find_regions(words: str) -> Sequence[str]:
    """Return the regions whose name begins so: 溫州, 温州市."""
    key = fold_name(words)
    return tuple(code for code, name in regions().names.items() if fold_name(name).startswith(key))


def _find_grade(words: str) -> Sequence[str]:
    """Return the grade as records are counted by it: 一级, 一級甲, 二级乙等, 普通古籍, 國家珍貴古籍名錄."""
    found = next(grades({"standard": words, "level": words, "grade_class": ""}), "")
    return (found,) if found[:1] in _GRADES_IN_ORDER or found in (*LISTS, ORDINARY) else ()


def _find_century(words: str) -> Sequence[str]:
    digits = words.strip().removesuffix("世纪").removesuffix("世紀")
    return (digits,) if digits.isascii() and digits.isdigit() else ()


def _by_label(table: Labels) -> Callable[[str], Sequence[str]]:
    """Return a look-up of a fixed table's values by what people read for them."""

    def find(words: str) -> Sequence[str]:
        key = fold_name(words)
        return tuple(value for value, label in table.items() if key in (value, fold_name(str(label))))

    return find


FACET_FIELDS: Final = (
    FacetField("kind", _("种类"), describe=_kinds),
    FacetField(
        "class", _("分类"), nested=True, describe=_classes, parents=_class_parents, find=_find_class, named=class_named
    ),
    FacetField(
        "dynasty",
        _("版本朝代"),
        ("朝代", "時代"),
        nested=True,
        describe=_dynasties,
        parents=_dynasty_parents,
        find=_find_dynasty,
        named=dynasty_named,
    ),
    FacetField(
        "edition_type",
        _("版本类型"),
        ("版本類型", "類型", "版本類別", "type"),
        nested=True,
        parents=_edition_type_parents,
        find=_find_edition_type,
    ),
    FacetField("institution", _("收藏单位"), describe=_institutions, find=_find_institutions, named=holder_named),
    FacetField(
        "region",
        _("地区"),
        ("地方", "region"),
        nested=True,
        describe=_regions,
        parents=_region_parents,
        find=_find_regions,
        named=region_named,
    ),
    FacetField(
        "grade",
        _("定级"),
        ("定級", "級別", "grade"),
        nested=True,
        describe=_grades,
        parents=_grade_parents,
        find=_find_grade,
    ),
    FacetField("state", _("状态"), ("state",), describe=_of(STATES), find=_by_label(STATES)),
    FacetField("completeness", _("存缺"), describe=_of(COMPLETENESS), find=_by_label(COMPLETENESS)),
    FacetField("flags", _("特征"), describe=_of(FLAGS), find=_by_label(FLAGS)),
    FacetField("pictures", _("书影"), ("書影",), describe=_of(PICTURES), find=_by_label(PICTURES)),
    FacetField("century", _("世纪"), ("century",), describe=_centuries, find=_find_century),
    FacetField("strokes", _("题名首字笔画"), aside=True, describe=_strokes),
    FacetField("initial", _("题名首字母"), aside=True, describe=_initials),
)
