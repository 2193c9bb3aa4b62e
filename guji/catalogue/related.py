"""Where a reader goes on from a book: its other editions, other books of its people, its house, its set.

Each is a query as one would type it; what it finds is the index's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from census.catalogue import SeeAlso
from guji.checks.people import NAMELESS
from guji.data import BookData
from guji.notation import Name, TitleUnit

#: People named of one record: a gazetteer has eight compilers.
MOST_PEOPLE = 6
_DOUBLE = re.compile('["“”„＂〝〞″]')


def same_work(data: BookData) -> SeeAlso | None:
    """Return what finds the records of the same work: this title, by the first author who is known.

    A gazetteer is another work with another reign before its title: ［嘉泰］會稽志. Without an author a title may be
    of several works, and that is said.
    """
    units = data.parsed_title.structure.units
    if not units or not units[0].name:
        return None
    author = next(iter(_authors(data)), "")
    query = _titled(units[0]) + (f" {_named(author)}" if author else "")
    return SeeAlso(_("同书的其他版本") if author else _("同名的其他著录"), data.parsed_title.structure.name, query)


def see_also(data: BookData) -> Iterator[SeeAlso]:
    """Yield what else there may be of the same people, from the same house, in the same set."""
    people = dict.fromkeys((*_authors(data), *_annotators(data)))
    for name in list(people)[:MOST_PEOPLE]:
        yield SeeAlso(_("人名"), name, _named(name))
    edition = data.parsed_edition.structure
    if edition.maker:
        yield SeeAlso(_("刻印者"), edition.maker, f"版本:{_quoted(edition.maker)}")
    for series in dict.fromkeys(filter(None, (data.series, edition.series))):
        yield SeeAlso(_("丛书"), series, _quoted(series))


def _authors(data: BookData) -> Iterator[str]:
    """Yield the people of the work itself as one looks them up, in the order stated."""
    for work, group, _role in data.parsed_responsibility.structure.attributions():
        if work is None:
            yield from _known(group.names)


def _annotators(data: BookData) -> Iterator[str]:
    for annotation in data.parsed_annotations.structure.items:
        yield from _known(annotation.names)


def _known(names: tuple[Name, ...]) -> Iterator[str]:
    return (name.text for name in names if name.text and name.text not in NAMELESS)


def _titled(unit: TitleUnit) -> str:
    """Return the condition of being this work: with a prefix its words, else a title that is just this."""
    if unit.prefix:
        return f"題名:{_quoted(unit.prefix + unit.name)}"
    return f"題名={_quoted(unit.name + unit.part)}"


def _named(person: str) -> str:
    return f"人名:{_quoted(person)}"


def _quoted(words: str) -> str:
    return f'"{_DOUBLE.sub("", words)}"'
