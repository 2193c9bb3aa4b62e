"""Which pages are asked for: a dozen addresses of each, drawn from the records themselves, and who asks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from authority.models import ClassNode, Institution
from benchmarks.peers.search.queries import Query, queries
from census.models import PUBLIC_STATES, State
from census.searching import search_kinds
from guji.models import Book
from guji.views.paging import Cursor
from search.views.browse import WAYS

SEED = 4
EACH = 12
READER, CATALOGUER, PROVINCE, ROOT = "", "bench-cataloguer", "bench-province", "bench-root"


@dataclass(frozen=True)
class Asked:
    """One page: what it is called, its addresses, who asks for it, the plain page that stands beside it."""

    name: str
    addresses: tuple[str, ...]
    user: str = READER
    peer: str = ""

    @property
    def desk(self) -> bool:
        """Whether it is a page of the desk."""
        return bool(self.user) and not self.name.startswith("plain")


class Sample:
    """Records from all over the database."""

    def __init__(self) -> None:
        chance = random.Random(SEED)
        public = Book.objects.filter(state__in=PUBLIC_STATES).order_by("census_no")
        total = public.count()
        places = sorted(chance.sample(range(total), min(total, 300)))
        numbers = public.values_list("census_no", "pk")
        self.records: list[tuple[str, UUID]] = [numbers[place] for place in places]
        self.chance = chance
        self.queries = queries(list(search_kinds()[Book.KIND].documents([key for _number, key in self.records])))

    def some(self, make: Callable[[str, UUID], str]) -> tuple[str, ...]:
        """Return addresses made of the number and the key of some records."""
        return tuple(make(number, key) for number, key in self.chance.sample(self.records, EACH))


def pages() -> list[Asked]:
    """Return every page that is measured."""
    sample = Sample()
    return [*_public(sample), *_results(sample), *_desk(sample), *_plain(sample)]


def _public(sample: Sample) -> Iterator[Asked]:
    yield Asked("home", (reverse("catalogue"),))
    yield Asked("browse the classes", (reverse("browse"),))
    yield Asked("browse by a dimension", tuple(reverse("browse-dimension", args=[name]) for name in WAYS))
    codes = _largest("class_code")
    above = ClassNode.objects.current().filter(parent=None).values_list("code", flat=True)
    yield Asked("a class", tuple(reverse("class", args=[code]) for code in (*above, *codes)[:EACH]))
    holders = _holders()
    yield Asked("institutions", (reverse("institution-list"),))
    yield Asked("an institution", tuple(reverse("institution", args=[code]) for code in holders))
    yield Asked("statistics", (reverse("statistics"),))
    yield Asked("a public record", sample.some(lambda number, key: reverse("public-record", args=[number])))
    yield Asked("suggestions", tuple(_suggested(sample)))


def _largest(column: str) -> list[str]:
    counted = Book.objects.exclude(**{column: ""}).order_by().values_list(column).annotate(n=Count("pk"))
    return [value for value, _count in sorted(counted, key=lambda row: -row[1])]


def _holders() -> list[str]:
    counted = Book.objects.order_by().values_list("institution__code").annotate(n=Count("pk"))
    return [code for code, _count in sorted(counted, key=lambda row: -row[1])][:EACH]


def _suggested(sample: Sample) -> Iterator[str]:
    wanted = ("one character", "beginning of a title", "author", "pinyin")
    for query in [query for query in sample.queries if query.type in wanted][::4]:
        yield f"{reverse('search-suggest')}?{urlencode({'q': _typed(query)})}"


def _results(sample: Sample) -> Iterator[Asked]:
    yield Asked("results: everything", (reverse("search"),), peer="plain list")
    for kind, made in groupby(sample.queries, lambda query: query.type):
        yield Asked(f"results: {kind}", tuple(map(_address, made)), peer="plain list, a word")
    yield Asked("results: nothing, a title with another's author", tuple(_mistaken(sample)), peer="plain list, a word")


def _mistaken(sample: Sample) -> Iterator[str]:
    """Yield searches that find nothing, the words written together: the page takes them apart to lead on."""
    titles = [query for query in sample.queries if query.type == "four characters"]
    authors = [query for query in sample.queries if query.type == "author"]
    for title, author in zip(titles[:EACH], authors[1:], strict=False):
        yield f"{reverse('search')}?{urlencode({'q': _typed(title) + _typed(author) + '鈔本'})}"


def _typed(query: Query) -> str:
    return " ".join([*query.words, query.number, "".join(query.syllables)]).strip()


def _address(query: Query) -> str:
    parameters: list[tuple[str, Any]] = [("q", _typed(query))]
    parameters += [query.chosen] if query.chosen else []
    parameters += [("page", 999_999_999)] if query.deep else []
    return f"{reverse('search')}?{urlencode(parameters)}"


def _desk(sample: Sample) -> Iterator[Asked]:
    records = reverse("record-list")
    books = Book.objects.in_bulk([key for _number, key in sample.records[::25]])
    after = tuple(f"{records}?{urlencode({'after': str(Cursor.of(book))})}" for book in books.values())
    by_state = tuple(f"{records}?{urlencode({'state': state})}" for state in (State.DRAFT, State.SUBMITTED))
    for user, whose in ((CATALOGUER, "a cataloguer's"), (PROVINCE, "the province's")):
        yield Asked(f"{whose} work", (reverse("home"),), user)
        yield Asked(f"{whose} list", (records,), user, "plain list")
        yield Asked(f"{whose} list, further on", after, user, "plain list")
        yield Asked(f"{whose} list, a state", by_state, user)
        yield Asked(f"{whose} list, words", _listed(sample, "two characters", "four characters"), user)
        yield Asked(f"{whose} list, common words", _common(), user, "plain list, a word")
    yield Asked("what is lacking", (reverse("lacking"),), CATALOGUER)
    yield Asked(
        "a record at the desk", sample.some(lambda n, key: reverse("record", args=[key])), PROVINCE, "plain form"
    )
    yield Asked("its history", sample.some(lambda n, key: reverse("record-history", args=[key])), PROVINCE)
    yield Asked("a new entry", (reverse("record-new"),), CATALOGUER, "plain form, empty")
    yield Asked("an entry", sample.some(lambda n, key: reverse("record-edit", args=[key])), PROVINCE, "plain form")
    queue = f"{records}?{urlencode({'state': State.SUBMITTED})}"
    yield Asked("the queue", (queue, reverse("home")), PROVINCE)


def _listed(sample: Sample, *kinds: str) -> tuple[str, ...]:
    found = [query for query in sample.queries if query.type in kinds]
    return tuple(f"{reverse('record-list')}?{urlencode({'q': _typed(query)})}" for query in found[:EACH])


#: Words that very many records have, in the very characters and in others, alone and together.
COMMON = ("刻本", "清", "詩", "文集", "經", "清 刻本", "光緒 刻本", "卷", "说", "经", "诗集", "王 刻本")


def _common() -> tuple[str, ...]:
    return tuple(f"{reverse('record-list')}?{urlencode({'q': words})}" for words in COMMON)


def _plain(sample: Sample) -> Iterator[Asked]:
    listed = "/plain/guji/book/"
    yield Asked("plain list", (listed,), ROOT)
    yield Asked("plain list, a word", tuple(f"{listed}?{urlencode({'q': words})}" for words in COMMON[:4]), ROOT)
    yield Asked("plain form", sample.some(lambda n, key: f"{listed}{key}/change/"), ROOT)
    yield Asked("plain form, empty", (f"{listed}add/",), ROOT)


def holder_of_most() -> Institution:
    """Return the institution with most records."""
    return Institution.objects.get(code=_holders()[0])


def names(found: Sequence[Asked]) -> list[str]:
    """Return what the pages are called."""
    return [asked.name for asked in found]
