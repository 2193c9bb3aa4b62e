"""A row read back from a segment's columns, to be written again into another segment."""

from __future__ import annotations

from collections.abc import Mapping

from search.engine.whoosh_store.layout import SOUND, folded, plain, sort_key
from search.engine.whoosh_store.rows import Row
from search.engine.whoosh_store.segment import Segment


def row_at(segment: Segment, doc: int) -> Row:
    """Return a document's row."""
    layout, first_last = segment.layout, segment.years
    return Row(
        key=segment.key_at(doc),
        digest=_value(segment, "digest", doc),
        folded=_texts(segment, {name: folded(name) for name in layout.texts}, doc),
        plain=_texts(segment, {name: plain(name) for name in layout.texts}, doc),
        sound=_value(segment, folded(SOUND), doc).decode(),
        numbers=_value(segment, "numbers", doc).decode(),
        facets={name: values for name in layout.dimensions if (values := segment.facets.value_of(name, doc))},
        sorts={name: key for name in layout.sorts if (key := _value(segment, sort_key(name), doc))},
        years=(int(first_last[0][doc]), int(first_last[1][doc])),
        same=_value(segment, "same", doc),
    )


def _texts(segment: Segment, columns: Mapping[str, str], doc: int) -> dict[str, str]:
    found = {name: _value(segment, column, doc).decode() for name, column in columns.items()}
    return {name: text for name, text in found.items() if text}


def _value(segment: Segment, column: str, doc: int) -> bytes:
    values = segment.text_column(column)
    return b"" if values is None else values[doc]
