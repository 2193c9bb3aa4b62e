"""Why a record was found: which of its texts meet which words of the query, and where in the record they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from search.analysis.asking import scattered_tokens
from search.analysis.marking import Segment, Span, leaves, segments, spans_of
from search.analysis.matching import Columns, Field, Part, Stated, match, within
from search.analysis.numbers import has_number, number_column
from search.language.tree import Node, Number, Term, Years

NUMBERS = "numbers"
"""Stands for the field where a number was found."""
YEARS = "years"
"""Stands for the field where the years of the edition were found."""


class Reason(NamedTuple):
    """One text that meets the query: its field, its place in the record, its segments, what of the query it meets."""

    field: str
    place: Any
    segments: tuple[Segment, ...]
    met: tuple[Node, ...]


def why(document: Stated, tree: Node, fields: Iterable[Field]) -> tuple[Reason, ...]:
    """Return every text of a document that a query finds, titles first, in the order of fields; then numbers, years.

    A term that stands together nowhere is shown where its characters stand scattered.
    """
    columns = Columns(document, fields)
    asked = list(dict.fromkeys(leaves(tree)))
    scatter = {leaf for leaf in asked if isinstance(leaf, Term) and _only_scattered(columns, leaf)}
    ordered = sorted(columns.fields.values(), key=lambda field: not field.is_title)
    texts = [_reason(field, part, asked, scatter) for field in ordered for part in document.texts.get(field.name, ())]
    return tuple(reason for reason in (*texts, *_numbers(document, asked), *_years(document, asked)) if reason)


def _only_scattered(columns: Columns, term: Term) -> bool:
    return bool(scattered_tokens(term)) and match(columns, term, scatter=False) is None


def _reason(field: Field, part: Part, asked: list[Node], scatter: set[Term]) -> Reason | None:
    spans: list[Span] = []
    met: list[Node] = []
    for leaf in asked:
        found = spans_of(
            part.text, leaf, field=field.name, general=field.general, title=field.is_title, scatter=leaf in scatter
        )
        if found:
            spans += found
            met.append(leaf)
    return Reason(field.name, part.place, segments(part.text, spans), tuple(met)) if met else None


def _numbers(document: Stated, asked: list[Node]) -> Iterator[Reason]:
    for number in document.numbers:
        column = number_column([number])
        met = tuple(leaf for leaf in asked if isinstance(leaf, Number) and has_number(leaf.text, leaf.prefix, column))
        if met:
            yield Reason(NUMBERS, "", (Segment(number, True),), met)


def _years(document: Stated, asked: list[Node]) -> Iterator[Reason]:
    if document.years is None:
        return
    first, last = document.years
    met = tuple(leaf for leaf in asked if isinstance(leaf, Years) and within(leaf, first, last))
    if met:
        yield Reason(YEARS, "", (Segment(str(first) if first == last else f"{first}–{last}", True),), met)
