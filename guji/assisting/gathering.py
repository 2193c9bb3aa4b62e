"""What can be offered at all: forms in approved records with how many use them, and those of the authority tables.

Only records that everybody may see are counted: what another institution still drafts is nobody's business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db.models import Count

from authority.chronology import DYNASTIES, ERAS
from authority.folding import fold_name
from authority.models import Institution, Name, NameStatus, Term
from authority.queries import class_paths
from census.models import PUBLIC_STATES
from guji.assisting.fields import (
    CLASS,
    DYNASTY,
    ENGRAVER,
    ERA,
    INSTITUTION,
    MAKER,
    MODE,
    PERSON,
    PLACE,
    ROLE,
    SEAL_OWNER,
    SERIES,
    SOURCE,
    TYPE,
    vocabularies,
)
from guji.details import group_model
from guji.models import Agent, Book, TextSource

#: Characters of a form: what is longer is a sentence.
LONGEST: Final = 40
_WHOLE: Final = re.compile("[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·A-Za-z0-9()（）/.\\- ]+")
_BETWEEN: Final = re.compile("[、，;；]")
#: Countries whose eras an edition writes behind the country's name.
_COUNTRIES: Final = {"JP": "日本", "KR": "朝鮮", "VN": "越南"}
#: Columns of the full record that are counted: group, column, kind.
_DETAILS: Final = (
    ("prefaces", "author", PERSON),
    ("annotations", "author", PERSON),
    ("engravers", "name", ENGRAVER),
    ("seals", "owner", SEAL_OWNER),
    ("provenances", "source", SOURCE),
)


class Place(NamedTuple):
    """What tells one offer from all others."""

    kind: str
    fold: str
    detail: str = ""


@dataclass(slots=True)
class Gathered:
    """What is known of one offer; ``forms`` are its spellings with how many records write it so."""

    forms: Counter[str] = field(default_factory=Counter)
    settled: str = ""
    value: str = ""
    note: str = ""
    status: str = ""
    others: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    @property
    def form(self) -> str:
        """The authority's form, else the one most written."""
        return self.settled or max(self.forms.items(), key=lambda item: (item[1], item[0]))[0]

    @property
    def uses(self) -> int:
        """How many approved records have it, in any spelling."""
        return self.forms.total()

    @property
    def shown(self) -> str:
        """The note, or the years of what a maker made."""
        if self.note or self.first is None or self.last is None:
            return self.note
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"

    def dated(self, first: int | None, last: int | None) -> None:
        """Take in the years of one more edition."""
        if first is not None:
            self.first = first if self.first is None else min(self.first, first)
            self.last = max(self.last or first, last or first)


Found = dict[Place, Gathered]


def gather() -> Found:
    """Return all that can be offered."""
    found: Found = {}
    _count_people(found)
    _count_editions(found)
    _count_details(found)
    _add_tables(found)
    _add_names(found)
    return found


def is_offered(form: str) -> bool:
    """Whether a form is one that somebody would write again: whole, readable, no sentence."""
    return 0 < len(form) <= LONGEST and _WHOLE.fullmatch(form) is not None


def _at(found: Found, kind: str, form: str, detail: str = "") -> Gathered:
    return found.setdefault(Place(kind, fold_name(form), detail), Gathered())


def _count(found: Found, kind: str, form: str, uses: int, detail: str = "") -> Gathered | None:
    if not is_offered(form):
        return None
    one = _at(found, kind, form, detail)
    one.forms[form] += uses
    return one


def _count_people(found: Found) -> None:
    agents = Agent.objects.filter(book__state__in=PUBLIC_STATES).order_by()
    named = agents.values_list("name", "dynasty", "nation").annotate(uses=Count("pk"))
    for name, dynasty, nation, uses in named.iterator(10_000):
        _count(found, PERSON, name, uses, nation or dynasty)
    for role, source, uses in agents.values_list("role", "source").annotate(uses=Count("pk")):
        _count(found, MODE if source == TextSource.ANNOTATION else ROLE, role, uses)


def _count_editions(found: Found) -> None:
    """Count what stands in the columns of the books, in one pass over them."""
    columns = ("dynasty", "era", "year_from", "year_to", "place", "maker", "edition_type", "series", "class_code")
    classes: Counter[str] = Counter()
    rows = Book.objects.filter(state__in=PUBLIC_STATES).order_by().values_list(*columns)
    for dynasty, era, first, last, place, makers, kind, series, code in rows.iterator(10_000):
        for maker in _BETWEEN.split(makers):
            made = _count(found, MAKER, maker, 1)
            if made is not None:
                made.dated(first, last)
        for named, form in ((DYNASTY, dynasty), (PLACE, place), (TYPE, kind), (SERIES, series)):
            _count(found, named, form, 1)
        _count(found, ERA, era, 1, dynasty)
        classes[code] += 1
    for code, path in class_paths().items():
        one = _at(found, CLASS, code)
        one.forms[code] += classes[code]
        one.settled, one.value, one.note = path.rpartition("/")[2], code, path


def _count_details(found: Found) -> None:
    for group, column, kind in _DETAILS:
        rows = group_model(group)._default_manager.filter(book__state__in=PUBLIC_STATES).exclude(**{column: ""})
        dynasty = ["dynasty"] if kind == PERSON else []
        for form, *detail, uses in rows.order_by().values_list(column, *dynasty).annotate(uses=Count("pk")):
            _count(found, kind, form, uses, "".join(detail))


def _add_tables(found: Found) -> None:
    for dynasty in DYNASTIES:
        one = _at(found, DYNASTY, dynasty.name)
        one.settled, one.note, one.others = dynasty.name, _years(dynasty.start, dynasty.end), dynasty.aliases
    _add_eras(found)
    for term in Term.objects.filter(vocabulary__key__in=vocabularies(), active=True).exclude(code__startswith="g-"):
        one = _at(found, term.vocabulary_id, term.name_hant)
        one.settled = term.name_hant
    for code, name, short in Institution.objects.filter(active=True).values_list("code", "name", "short_name"):
        one = _at(found, INSTITUTION, name)
        one.settled, one.note, one.others = name, code, tuple(filter(None, (short, code)))


def _add_eras(found: Found) -> None:
    covering = {member: row.name for row in DYNASTIES for member in row.members if row.region == "CN"}
    for era in ERAS:
        if era.kind != "era":
            continue
        dynasty = _COUNTRIES.get(era.region) or covering.get(era.dynasty, era.dynasty)
        one = _at(found, ERA, era.name, dynasty)
        one.settled, one.note, one.others = era.name, one.note or _years(era.start, era.end), era.aliases


def _years(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return "—".join(f"前{-year}" if year < 0 else str(year) for year in (first, last))


def _add_names(found: Found) -> None:
    for name in Name.objects.exclude(status=NameStatus.DECLINED):
        offer_name(_at(found, name.kind, name.form, name.dynasty), name)


def offer_name(one: Gathered, name: Name) -> None:
    """Let the authority's name say how an offer is written and what is told of it; a confirmed one goes before."""
    if one.status == NameStatus.CONFIRMED and name.status != NameStatus.CONFIRMED:
        return
    one.settled, one.status = name.form, name.status
    one.note = name.dates or name.note


def others_of(place: Place, one: Gathered) -> Iterator[str]:
    """Yield what else leads to an offer: other names, codes, an era behind its dynasty, a class without its ending."""
    yield from one.others
    if place.kind == ERA and place.detail:
        yield place.detail + one.form
    if place.kind == CLASS:
        yield one.value
        yield one.form.removesuffix("之屬").removesuffix("類")
