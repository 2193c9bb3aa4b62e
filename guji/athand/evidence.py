"""What speaks for a class: approved records of the same title, sets that hold the work, its authors, its title's words.

Every question to the database is about folded keys under an index and takes so many rows at most, so that it costs the
same with a thousand records as with a million. Only what the province has approved is asked: a class that nobody has
passed speaks for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.db.models import Q

from authority.chronology import find_dynasty
from authority.han import fold
from census.models.record import PUBLIC_STATES
from guji.athand.endings import endings
from guji.checks.editions import is_gazetteer
from guji.data import BookData
from guji.derivation import AgentRow, derive
from guji.models import Agent, Book, SubWork, TitleUnit
from guji.models.parts import TextSource

#: As many rows of one kind are weighed; more of them would say the same.
MOST_ROWS: Final = 120
#: Of one author so many records are weighed: each is read from another place of the table.
_MOST_BY_AUTHOR: Final = 60
#: Authors that are asked after, first ones first.
_MOST_AUTHORS: Final = 4
#: So many characters at a title's beginning are compared, the longest stretch that anything begins with.
_BEGINNINGS: Final = (4, 3, 2)
_LAST: Final = "\U0010ffff"
#: Words before a title that say who had it made or that it is made anew, nothing of what it is.
_ORNAMENTS: Final = re.compile(
    "^(?:[欽钦御][定纂製制批選选註注]|[新重][刊刻編编鐫校訂鍥輯]|增[補訂廣修]|校[正補]|監本|纂圖|互[註注]"
    "|[箋笺][註注]|古本)+"
)
_WORDS: Final = Path(__file__).parent / "data" / "words.txt"
#: The collected works of one author, and below it the division by dynasty.
_COLLECTED: Final = "402"
#: Where an era before a 志 leads (［嘉泰］會稽志), and how many records such a title is worth.
_GAZETTEER: Final = "2150202"
_SURE: Final = 4
#: The year until which an author counts to a division; later ones to the last.
_DIVISIONS: Final = ((589, "40201"), (960, "40202"), (1279, "40203"), (1368, "40205"), (1644, "40206"), (9999, "40207"))
_NORTHERN: Final = {"金": "40204", "遼": "40203", "西夏": "40203"}


class Seen(NamedTuple):
    """A record that speaks for a class: its class, its folded title, its key."""

    code: str
    title: str
    book: object


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one kind of likeness says: of ``named`` there are so many records in each class.

    ``kind`` is ``work`` (same title and author), ``title``, ``listed`` (a work within a set), ``author``, ``beginning``
    and ``ending`` (of other titles), or ``words`` (of the title, by usage). ``strength`` is 1 for what counts in full:
    a beginning of two characters, often a place, says half of what one of four says.
    """

    kind: str
    named: str
    counts: Counter[str]
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the record that wants a class: folded title and name as typed, its authors.

    ``core`` and ``core_named`` are the title without the ornaments before it (欽定, 新刊); ``gazetteer`` says that an
    era stands before a 志.
    """

    title: str
    named: str
    authors: tuple[AgentRow, ...]
    core: str
    core_named: str
    gazetteer: bool = False


Wanted = Callable[[Seen], bool]


def asked_of(title: str, responsibility: str) -> Asked:
    """Read the two statements that say what a book is."""
    data = BookData(title=title, responsibility=responsibility)
    derived = derive(data)
    own = [row for row in derived.agents if row.source == TextSource.RESPONSIBILITY and row.name_fold]
    name = str(derived.columns["title_main"]).strip()
    plain = _ORNAMENTS.sub("", name) or name
    first = data.parsed_title.structure.units[:1]
    return Asked(fold(name), name, tuple(own[:_MOST_AUTHORS]), fold(plain), plain, any(map(is_gazetteer, first)))


def gather(asked: Asked, wanted: Wanted = lambda seen: True) -> Iterator[Evidence]:
    """Yield all that speaks for some class; ``wanted`` leaves records out, such as the one that is asked for."""
    if not asked.title:
        return
    same = list(filter(wanted, _of_title(asked.title)))
    by_author = [(name, seen) for name, seen in _of_authors(asked.authors) if wanted(seen)]
    yield from _of_same_title(asked, same, {seen.book for _name, seen in by_author})
    yield from _counted("listed", asked.named, filter(wanted, _listed(asked.title)))
    for author in asked.authors:
        yield from _counted("author", author.name, (seen for name, seen in by_author if name == author.name_fold))
    yield from _of_beginning(asked, wanted)
    shared = endings().of(asked.title)
    if shared is not None:
        yield Evidence("ending", _as_typed(asked, shared[0]), shared[1])
    yield from words_of(asked)


def _of_same_title(asked: Asked, same: Sequence[Seen], by_author: Container[object]) -> Iterator[Evidence]:
    """Yield what records of the same title say, and among them those by the same author."""
    yield from _counted("work", asked.named, (seen for seen in same if seen.book in by_author))
    yield from _counted("title", asked.named, same)


def _counted(kind: str, named: str, rows: Iterable[Seen]) -> Iterator[Evidence]:
    counts = Counter(seen.code for seen in rows)
    if counts:
        yield Evidence(kind, named, counts)


def _approved(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state__in": PUBLIC_STATES}) & ~Q(**{f"{prefix}class_code": ""})


def _of_title(title: str) -> list[Seen]:
    rows = Book.objects.filter(_approved(), title_fold=title).values_list("class_code", "title_fold", "pk")
    return [Seen(*row) for row in rows[:MOST_ROWS]]


def _of_authors(authors: tuple[AgentRow, ...]) -> list[tuple[str, Seen]]:
    found: list[tuple[str, Seen]] = []
    for name in dict.fromkeys(row.name_fold for row in authors):
        rows = Agent.objects.filter(_approved("book__"), name_fold=name, source=TextSource.RESPONSIBILITY)
        columns = rows.values_list("book__class_code", "book__title_fold", "book_id")
        found += [(name, Seen(*row)) for row in columns[:_MOST_BY_AUTHOR]]
    return found


def _listed(title: str) -> Iterator[Seen]:
    """Yield the classes that sets give to this work among theirs."""
    units = TitleUnit.objects.filter(name_fold=title, source=TextSource.SUB_WORK, book__state__in=PUBLIC_STATES)
    held = dict(units.values_list("book_id", "name")[:MOST_ROWS])
    if not held:
        return
    named = Q()
    for name in sorted(set(held.values()))[:_MOST_AUTHORS]:
        named |= Q(title__startswith=name)
    works = SubWork.objects.filter(named, book_id__in=list(held)).exclude(class_code="")
    for code, written, book in works.values_list("class_code", "title", "book_id")[:MOST_ROWS]:
        if asked_of(written, "").title == title:
            yield Seen(code, title, book)


def _of_beginning(asked: Asked, wanted: Wanted) -> Iterator[Evidence]:
    """Yield what titles with the same beginning say: the longest beginning that any other title shares."""
    for length in _BEGINNINGS:
        if len(asked.core) <= length:
            continue
        start = asked.core[:length]
        rows = Book.objects.filter(_approved(), title_fold__gte=start, title_fold__lt=start + _LAST)
        columns = rows.order_by("title_fold").values_list("class_code", "title_fold", "pk")
        others = [seen for row in columns[:MOST_ROWS] if (seen := Seen(*row)).title != asked.title and wanted(seen)]
        if others:
            counts = Counter(seen.code for seen in others)
            yield Evidence("beginning", asked.core_named[:length], counts, length / _BEGINNINGS[0])
            return


@cache
def usage() -> dict[str, list[tuple[str, str]]]:
    """Where words stand → (folded word, class), longest word first."""
    found: dict[str, list[tuple[str, str]]] = {"end": [], "begin": [], "within": []}
    for line in _WORDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, code, *words = line.split(" ")
            found[place] += [(fold(word), code) for word in words]
    return {place: sorted(words, key=lambda pair: -len(pair[0])) for place, words in found.items()}


def words_of(asked: Asked) -> Iterator[Evidence]:
    """Yield what usage says of the title's words: of its beginning, of its end, of a word within it."""
    if asked.gazetteer:
        yield Evidence("words", asked.named[-1:], Counter({_GAZETTEER: _SURE}))
    fits = {"begin": str.startswith, "end": str.endswith, "within": str.__contains__}
    for place, words in usage().items():
        found = next(((word, code) for word, code in words if fits[place](asked.core, word)), None)
        if found is not None:
            word, code = found
            code = division(asked.authors) if code == _COLLECTED else code
            yield Evidence("words", _as_typed(asked, word), Counter({code: len(word)}))


def _as_typed(asked: Asked, word: str) -> str:
    """Return the word in the characters of the title where they are as many, else folded."""
    at = asked.core.rfind(word)
    return asked.core_named[at : at + len(word)] if len(asked.core_named) == len(asked.core) else word


def division(authors: Iterable[AgentRow]) -> str:
    """Return the class of an author's collected works: by the dynasty of the first author whose dynasty is known."""
    for row in authors:
        dynasty = find_dynasty(row.dynasty) if row.dynasty else None
        if dynasty is not None and dynasty.end is not None:
            return _NORTHERN.get(dynasty.name) or next(code for last, code in _DIVISIONS if dynasty.end <= last)
    return _COLLECTED
