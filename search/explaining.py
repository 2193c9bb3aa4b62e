"""One result: its record's statements with marks, and why it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from census.searching import Document, SearchKind, Words
from search.analysis import NUMBERS, YEARS, Segment, highlight, why
from search.engine.protocol import FoundHit
from search.language.tree import Node
from search.results import Hit, Statement, Why

#: Names for people of what is no text field.
LABELS: Final[Mapping[str, Words]] = {NUMBERS: _("编号"), YEARS: _("版本年代")}
#: Reasons told of one record: a set of 273 works may have the same words in each.
MOST_REASONS: Final = 12


def hit_of(kind: SearchKind, hit: FoundHit, record: Any, document: Document | None, tree: Node) -> Hit:
    """Return a result; without a document (the record has just gone) it is shown without reasons."""
    entry = kind.entry(record)
    return Hit(
        kind.name,
        record,
        entry,
        kind.entry_template,
        hit.tier,
        tuple(_statements(kind, entry, tree)),
        tuple(_reasons(kind, document, tree)) if document is not None else (),
    )


def _statements(kind: SearchKind, entry: Any, tree: Node) -> Iterator[Statement]:
    fields = {field.name: field for field in kind.text_fields}
    for name, text in entry.statements:
        field = fields.get(name)
        if field is None:
            yield Statement(name, (Segment(text),))
        else:
            marked = highlight(text, tree, field=name, general=field.general, title=field.is_title)
            yield Statement(name, marked)


def _reasons(kind: SearchKind, document: Document, tree: Node) -> Iterator[Why]:
    """Yield reasons; what a longer text in the same place has told already (a title without its 卷) is told once."""
    labels = {**LABELS, **{field.name: field.label for field in kind.text_fields}}
    told: list[Why] = []
    for reason in why(document, tree, kind.text_fields):
        one = Why(reason.field, labels[reason.field], reason.place, reason.segments)
        if not any(_tells(before, one) for before in told) and len(told) < MOST_REASONS:
            told.append(one)
            yield one


def _tells(before: Why, one: Why) -> bool:
    return before.field == one.field and str(before.place) == str(one.place) and one.text in before.text
