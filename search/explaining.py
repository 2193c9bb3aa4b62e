"""One result: its record's statements with marks, and why it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
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
#: Reasons compared with one another.
MOST_READ: Final = 100


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
    """Yield reasons up to a bound; what a longer text tells as well (a title with its 卷) is left to that."""
    labels = {**LABELS, **{field.name: field.label for field in kind.text_fields}}
    found = why(document, tree, kind.text_fields)[:MOST_READ]
    told = [Why(one.field, labels[one.field], one.place, one.segments) for one in found]
    kept = (one for at, one in enumerate(told) if not any(_tells(other, one) for other in told[:at] + told[at + 1 :]))
    return islice(kept, MOST_REASONS)


def _tells(other: Why, one: Why) -> bool:
    """Whether another text of the field, in the statement itself or not as this one, holds this one and more."""
    alike = other.field == one.field and bool(other.place) == bool(one.place)
    return alike and one.text in other.text and len(one.text) < len(other.text)
