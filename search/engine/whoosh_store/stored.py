"""A row read back from a segment, to be written again into another segment."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis import SEPARATOR
from search.engine.whoosh_store.layout import NUMBERS, SAME
from search.engine.whoosh_store.ordering import order_of
from search.engine.whoosh_store.rows import Row
from search.engine.whoosh_store.segment import Segment


def row_at(segment: Segment, doc: int) -> Row:
    """Return a document's row."""
    layout, first_last = segment.layout, segment.years
    texts = {name: column for name in layout.texts if (column := segment.texts(name)) is not None}
    return Row(
        key=segment.key_at(doc),
        digest=segment.digest(doc),
        folded={name: text for name, column in texts.items() if (text := column.text(doc))},
        plain={name: text for name, column in texts.items() if (text := column.plain.text(doc))},
        sound=segment.sounds.text(doc),
        numbers=_joined(segment.listed(NUMBERS).get(doc, ())),
        facets={name: values for name in layout.dimensions if (values := segment.facets.value_of(name, doc))},
        sorts={name: key for name in layout.sorts if (key := order_of(segment, name).sort_key(doc))},
        years=(int(first_last[0][doc]), int(first_last[1][doc])),
        same=next(iter(segment.listed(SAME).get(doc, ())), b""),
    )


def _joined(keys: Sequence[bytes]) -> str:
    return SEPARATOR.join(("", *(key.decode() for key in keys), "")) if keys else ""
