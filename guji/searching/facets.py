"""The dimensions of a book: what it carries of each, and how people read the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authority.chronology import DYNASTIES
from authority.han import is_ideograph, pinyin, strokes
from authority.models import ClassNode, Institution, Region
from census.models import State
from census.searching import FacetField, Words
from guji.models import Book
from guji.searching.rows import Detail, Whole
from guji.searching.tables import DYNASTY_PARENTS, Tables, dynasties_upwards, dynasty_of, edition_types, in_order

Labels = Mapping[str, Words]

COMPLETENESS: Final[Labels] = {"complete": _("全"), "incomplete": _("残缺")}
FLAGS: Final[Labels] = {
    "series": _("丛书"),
    "republican": _("民国线装"),
    "foreign": _("域外本"),
    "annotated": _("有批校题跋"),
    "sealed": _("有钤印"),
}
LISTED_NATIONAL, LISTED_PROVINCE, RELIC = "國家珍貴古籍名錄", "省珍貴古籍名錄", "文物"
_GRADE: Final = re.compile("[一二三四1-4](?=[級级]|$)")
_NUMERALS: Final = str.maketrans("1234", "一二三四")
_GRADE_ORDER: Final = "一二三四"
OTHER_INITIAL: Final = "#"


def facets_of(whole: Whole, tables: Tables, years: tuple[int, int] | None) -> dict[str, tuple[str, ...]]:
    """Return the values of one book by dimension, nested ones with all above them; empty dimensions left out."""
    book = whole.book
    holder = tables.holders.get(book.institution_id)
    place = tables.classes.get(book.class_code)
    title = book.title_main
    found = {
        "kind": (Book.KIND,),
        "class": place[1] if place else (),
        "dynasty": dynasties_upwards(dynasty_of(book.dynasty, book.era, book.year_from)),
        "edition_type": tables.editions.values(book.edition_type),
        "institution": (holder.code,) if holder else (),
        "region": holder.regions if holder else (),
        "grade": tuple(dict.fromkeys(value for row in whole.details.get("gradings", ()) for value in grades(row))),
        "state": (book.state,),
        "completeness": ("complete" if book.is_complete else "incomplete",),
        "flags": tuple(_flags(whole)),
        "century": tuple(map(str, centuries(years))),
        "strokes": (str(strokes(title[0]) or 0),) if title and is_ideograph(title[0]) else (),
        "initial": (initial(title),) if title else (),
    }
    return {name: values for name, values in found.items() if values}


def _flags(whole: Whole) -> Iterator[str]:
    book = whole.book
    if book.is_series:
        yield "series"
    if book.is_republican:
        yield "republican"
    if book.is_foreign:
        yield "foreign"
    if book.annotation or whole.details.get("annotations"):
        yield "annotated"
    if whole.details.get("seals"):
        yield "sealed"


def grades(row: Detail) -> Iterator[str]:
    """Yield what one grading says: 二級乙等 and the 二級 above it, 普通古籍, or the list of precious books."""
    standard, level = row["standard"], row["level"].strip()
    if "名錄" in standard or "名录" in standard:
        yield LISTED_NATIONAL if standard[:1] in "國国" else LISTED_PROVINCE
        return
    relic = RELIC if standard.startswith(RELIC) else ""
    number = _GRADE.search(level)
    if not number:
        if level:
            yield relic + level.replace("级", "級")
        return
    grade = f"{relic}{number[0].translate(_NUMERALS)}級"
    within = f"{row['grade_class']}{level[number.end() :]}"
    division = next((name for name in "甲乙丙" if name in within), "")
    if division:
        yield f"{grade}{division}等"
    yield grade


def centuries(years: tuple[int, int] | None) -> range:
    """Return the centuries that an edition's years touch: 1573 to 1620 are the 16th and the 17th; -206 is the -3rd."""
    if years is None:
        return range(0)
    first, last = ((year - 1) // 100 + 1 if year > 0 else year // 100 for year in years)
    return range(first, last + 1)


def initial(title: str) -> str:
    """Return the letter under which a title stands by sound; ``#`` for what has no reading."""
    letter = next(iter(pinyin(title[:8])), "")[:1].upper()
    return letter if "A" <= letter <= "Z" else OTHER_INITIAL


def _kinds(values: Iterable[str]) -> Labels:
    return {value: Book._meta.verbose_name or "" for value in values if value == Book.KIND}


def _classes(values: Iterable[str]) -> Labels:
    nodes = ClassNode.objects.current().filter(code__in=list(values)).order_by("tree_id", "lft")
    return dict(nodes.values_list("code", "name_hant"))


def _class_parents(values: Iterable[str]) -> Mapping[str, str]:
    nodes = ClassNode.objects.current().filter(code__in=list(values), parent__isnull=False)
    return dict(nodes.values_list("code", "parent__code"))


def _dynasties(values: Iterable[str]) -> Labels:
    """Return dynasties by time; nations without a beginning, and what no table knows, stand last."""
    starts = {row.name: row.start for row in DYNASTIES}
    last = 10_000

    def place(name: str) -> tuple[int, str]:
        start = starts.get(name)
        return (last if start is None else start, name)

    return {value: value for value in sorted(values, key=place)}


def _dynasty_parents(values: Iterable[str]) -> Mapping[str, str]:
    return {value: DYNASTY_PARENTS[value] for value in values if value in DYNASTY_PARENTS}


def _edition_type_parents(values: Iterable[str]) -> Mapping[str, str]:
    types = edition_types()
    found = ((value, types.values(value)) for value in values)
    return {value: chain[-1] for value, chain in found if len(chain) > 1}


def _institutions(values: Iterable[str]) -> Labels:
    holders = Institution.objects.filter(code__in=list(values)).order_by("code")
    return dict(holders.values_list("code", "name"))


def _regions(values: Iterable[str]) -> Labels:
    return dict(Region.objects.filter(code__in=list(values)).order_by("code").values_list("code", "name"))


def _region_parents(values: Iterable[str]) -> Mapping[str, str]:
    regions = Region.objects.filter(code__in=list(values), parent__isnull=False)
    return dict(regions.values_list("code", "parent__code"))


def _grades(values: Iterable[str]) -> Labels:
    def place(value: str) -> tuple[bool, int, int, str]:
        number, division = _GRADE_ORDER.find(value.removeprefix(RELIC)[:1]), "甲乙丙".find(value[-2:-1])
        return value.startswith(RELIC), number if number >= 0 else 9, division, value

    return {value: value for value in sorted(values, key=place)}


def _grade_parents(values: Iterable[str]) -> Mapping[str, str]:
    return {value: value[:-2] for value in values if value.endswith("等") and value[-3:-2] == "級"}


def _of(table: Labels) -> Callable[[Iterable[str]], Labels]:
    """Return a description by a fixed table, in its order."""

    def describe(values: Iterable[str]) -> Labels:
        return {value: table[value] for value in in_order(values, table)}

    return describe


def _centuries(values: Iterable[str]) -> Labels:
    return {value: _century(int(value)) for value in sorted(values, key=int)}


def _century(number: int) -> str:
    if number <= 0:
        return gettext("公元前%(number)d世纪") % {"number": -number or 1}
    return gettext("%(number)d世纪") % {"number": number}


def _strokes(values: Iterable[str]) -> Labels:
    return {value: gettext("%(count)s画") % {"count": value} for value in sorted(values, key=int)}


def _initials(values: Iterable[str]) -> Labels:
    return {value: value for value in sorted(values, key=lambda value: (value == OTHER_INITIAL, value))}


FACET_FIELDS: Final = (
    FacetField("kind", _("种类"), describe=_kinds),
    FacetField("class", _("分类"), nested=True, describe=_classes, parents=_class_parents),
    FacetField("dynasty", _("版本朝代"), ("朝代",), nested=True, describe=_dynasties, parents=_dynasty_parents),
    FacetField("edition_type", _("版本类型"), ("版本類型", "type"), nested=True, parents=_edition_type_parents),
    FacetField("institution", _("收藏单位"), describe=_institutions),
    FacetField("region", _("地区"), nested=True, describe=_regions, parents=_region_parents),
    FacetField("grade", _("定级"), ("定級", "級別", "grade"), nested=True, describe=_grades, parents=_grade_parents),
    FacetField("state", _("状态"), describe=_of({str(state): state.label for state in State})),
    FacetField("completeness", _("存缺"), describe=_of(COMPLETENESS)),
    FacetField("flags", _("特征"), describe=_of(FLAGS)),
    FacetField("century", _("世纪"), describe=_centuries),
    FacetField("strokes", _("题名首字笔画"), aside=True, describe=_strokes),
    FacetField("initial", _("题名首字母"), aside=True, describe=_initials),
)
