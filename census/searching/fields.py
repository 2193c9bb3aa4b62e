"""The fields, dimensions and orders of a kind of record, as it describes them to the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from census.searching.documents import Words


@dataclass(frozen=True, slots=True)
class TextField:
    """One field that is searched by its words.

    ``aliases`` are the names that a query may write before a colon (題名, 题名, title), folded when compared.
    ``general`` fields are searched by words that name no field; ``is_title`` fields decide the ranking and are found by
    pinyin, initials, four-corner codes and autocomplete too.
    """

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    general: bool = True
    is_title: bool = False
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class FacetField:
    """One dimension by which results are narrowed and counted.

    ``describe`` returns for the values that were counted what a person reads for each, in the order in which they
    are to be shown; without it a value is its own name and the most frequent stand first. A ``nested`` dimension's
    values are codes of a tree: a document carries its own and all above it, ``parents`` tells each value's parent.
    ``find`` returns the values that words of a query stand for (版本類型:抄本, 狀態:草稿); without it a value is
    written as it is.
    ``named`` returns the values that a word names by itself, without the dimension before it (經部, 明代): it is
    looked for as text and as these values, so it must be one that means little else.
    A dimension ``aside`` (strokes of the title, initial of its reading) is for browsing: counted where a page
    asks for it by name, not shown beside results.
    """

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    nested: bool = False
    aside: bool = False
    describe: Callable[[Iterable[str]], Mapping[str, Words]] | None = None
    parents: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    find: Callable[[str], Sequence[str]] | None = None
    named: Callable[[str], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class SortField:
    """One order of results. Documents give bytes that compare in this order; those without the key stand last."""

    name: str
    label: Words
