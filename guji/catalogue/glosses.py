"""What the words of a statement mean to a reader who is no cataloguer: years of dynasties and reigns, roles, types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from authority.chronology import (
    Era,
    find_dynasty,
    find_eras,
    following_year,
    gregorian,
    resolve,
    sexagenary,
    sexagenary_years,
    year_status,
)
from authority.chronology.reckoning import YearStatus
from authority.models import Term
from guji.data import BookData
from guji.notation import Date, Edition, Point

#: An era of 61 years at most knows each 干支 once; 康熙, the longest, two of them.
MOST_YEARS = 2


class Gloss(NamedTuple):
    """A term as written, and what it means, in the language of the page."""

    term: str
    meaning: str


def glosses(data: BookData) -> dict[str, list[Gloss]]:
    """Return what is explained beneath each statement: field name → glosses, none of them twice in a record."""
    people = data.parsed_responsibility.structure
    groups = [(group.dynasty, role) for _work, group, role in people.attributions()]
    edition = data.parsed_edition.structure
    terms = Terms([role for _dynasty, role in groups], edition.type)
    said: set[Gloss] = set()
    found = {
        "responsibility": [
            *dynasty_glosses(dynasty for dynasty, _role in groups),
            *(gloss for _dynasty, role in groups for gloss in terms.role(role)),
        ],
        "edition": [*edition_glosses(edition), *terms.type(edition.type)],
    }
    return {name: [gloss for gloss in rows if not (gloss in said or said.add(gloss))] for name, rows in found.items()}  # type: ignore[func-returns-value]


def year_words(year: int) -> str:
    """Return a Gregorian year in words: 1673, 前221."""
    return _("前 {year}").format(year=-year) if year < 0 else str(year)


def span_words(first: int | None, last: int | None) -> str:
    """Return a span of years: 公元 1644–1912 年."""
    if first is None or last is None:
        return ""
    if first == last:
        return _("公元 {year} 年").format(year=year_words(first))
    return _("公元 {first}–{last} 年").format(first=year_words(first), last=year_words(last))


def dynasty_glosses(names: Iterable[str]) -> Iterator[Gloss]:
    """Yield each dynasty with its years; peoples and countries without bounds are passed over."""
    for name in dict.fromkeys(names):
        dynasty = find_dynasty(name) if name else None
        if dynasty is not None and (words := span_words(dynasty.start, dynasty.end)):
            yield Gloss(name, words)


def edition_glosses(edition: Edition) -> Iterator[Gloss]:
    """Yield the dynasties and the reign years of an edition, each act of its making in turn."""
    dates = [date for layer in edition.layers for date in layer.dates]
    points = list(_points(dates))
    yield from dynasty_glosses(dynasty for dynasty, _point in points)
    for dynasty, point in points:
        if gloss := era_gloss(point, dynasty):
            yield gloss


def _points(dates: Iterable[Date]) -> Iterator[tuple[str, Point]]:
    """Yield each point of time with its dynasty, which later points inherit from earlier ones."""
    dynasty = ""
    for date in dates:
        for point in date.points:
            dynasty = point.dynasty or dynasty
            yield dynasty, point


def era_gloss(point: Point, dynasty: str) -> Gloss | None:
    """Return what a point of time in an era is in Gregorian years; None where the era or the year cannot be told."""
    number = point.year.value if point.year else None
    stated = point.ce.first if point.ce else None
    name = point.era or (dynasty if number else "")  # 民國二十年: counted from the state itself
    eras = resolve(name, dynasty or None, n=number, year=stated) or find_eras(name)
    if not eras:
        return None
    if number:
        return _year_gloss(point, name, eras[0], number)
    if point.cyclic:
        return _cyclic_gloss(point, eras[0])
    return Gloss(f"{name}{point.phase}", _reign(eras[0]))


def _year_gloss(point: Point, name: str, era: Era, number: int) -> Gloss | None:
    if year_status(era, number) is YearStatus.PAST_END:
        return None
    year = gregorian(era, number)
    words = _("公元 {year} 年，岁次{cyclic}").format(year=year_words(year), cyclic=sexagenary(year))
    after = following_year(era, number)
    if after is not None:
        words = _("{words}（岁末入 {year} 年）").format(words=words, year=year_words(after))
    written = point.year.written if point.year and point.year.written else str(number)
    return Gloss(f"{name}{written}{point.suffix or '年'}", f"{words}；{_reign(era)}")


def _cyclic_gloss(point: Point, era: Era) -> Gloss | None:
    try:
        years = sexagenary_years(era, point.cyclic)[:MOST_YEARS]
    except ValueError:
        return None
    if not years:
        return None
    words = _("公元 {years} 年").format(years=_(" 或 ").join(map(year_words, years)))
    return Gloss(f"{point.era}{point.cyclic}", f"{words}；{_reign(era)}")


def _reign(era: Era) -> str:
    """Return whose era it is and its years: 清聖祖年號，公元 1662–1722 年."""
    owner = f"{era.dynasty}{era.ruler}" if era.ruler else era.dynasty
    template = _("{owner}年号，{years}") if era.kind == "era" else _("{owner}在位纪年，{years}")
    return template.format(owner=owner, years=span_words(era.start, era.end))


class Terms:
    """The vocabulary's words on the roles and the type of one record, read in one query."""

    def __init__(self, roles: Iterable[str], edition_type: str) -> None:
        self._by_name: dict[tuple[str, str], Term] = {}
        self._by_code: dict[tuple[str, str], Term] = {}
        if any(roles) or edition_type:
            for term in Term.objects.filter(vocabulary__key__in=("role", "edition_type"), active=True):
                self._by_name.setdefault((term.vocabulary_id, term.name_hant), term)
                self._by_code[(term.vocabulary_id, term.code)] = term

    def role(self, role: str) -> Iterator[Gloss]:
        """Yield what kind of making a role is: 撰: writing; 修: compiling gazetteers."""
        term = self._by_name.get(("role", role))
        above = self._by_code.get(("role", term.parent_code)) if term else None
        if above is not None and (words := _name(above)) != role:
            yield Gloss(role, words)

    def type(self, edition_type: str) -> Iterator[Gloss]:
        """Yield what a type of edition is, or of which broader type it is one."""
        term = self._by_name.get(("edition_type", edition_type))
        if term is None:
            return
        above = self._by_code.get(("edition_type", term.parent_code))
        if _in_english():
            yield Gloss(edition_type, term.name_en)
        elif term.note:
            yield Gloss(edition_type, term.note)
        elif above is not None:
            yield Gloss(edition_type, _("{type}之一种").format(type=above.name_hans or above.name_hant))


def _name(term: Term) -> str:
    return (term.name_en if _in_english() else term.name_hans) or term.name_hant


def _in_english() -> bool:
    return str(get_language() or "").startswith("en")
