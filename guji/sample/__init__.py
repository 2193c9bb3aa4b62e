"""The sample: well-known works in editions that exist, written for this project.

``books.jsonl`` holds one record a line with the keys of :class:`guji.data.BookData`, empty ones left out,
ordered by institution and census number. Census numbers, shelf marks and what is said of single copies are
fictional; the works, authors and editions are not. See ``README.md`` beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from guji.data import BookData

#: Where the records lie.
BOOKS = Path(__file__).with_name("books.jsonl")


def sample_books() -> Iterator[BookData]:
    """Yield every record of the sample in the order of the file, read afresh at each call.

    Raises ``TypeError`` if a line has a key that :class:`guji.data.BookData` does not know.
    """
    with BOOKS.open(encoding="utf-8") as lines:
        for line in lines:
            yield BookData(**json.loads(line))
