"""In which order characters go into the slices of the web face: those that pages need together lie together.

Counted over what the house itself is delivered with: the words of the interface, the sample, the authority tables and
the texts of the volumes. Nothing of the database is looked at, so the slices are the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

#: Letters and digits, kept apart: controls take them from the reader's system.
LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
#: Marks that every page needs, whatever the counts say.
BASE = (
    "\u3000、。〃〇〈〉《》「」『』【】〒〓〔〕〖〗·—…‘’“”–□￥"
    "①②③④⑤⑥⑦⑧⑨⑩！（），．：；？［］～／－＝＋％０１２３４５６７８９"
)
#: Where the interface's words stand, and where the words of records do, from the project's folder.
INTERFACE = ("locale/en/LC_MESSAGES/django.po", "workbench/templates/*.html")
RECORDS = (
    "guji/sample/*.jsonl",
    "guji/synthetic/vocabulary.py",
    "authority/data/*.csv",
    "authority/chronology/data/*.csv",
    "catalog_export/volumes/register/texts/*.txt",
)
#: So many of the most frequent characters of records stand before those of the interface.
IN_EVERY_LIST = 500
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def is_ideograph(code: int) -> bool:
    """Say whether a code point lies in one of the blocks of Han characters."""
    return any(first <= code <= last for first, last in IDEOGRAPHS)


def frequent_characters(root: Path) -> list[str]:
    """Return the characters of the house's own texts, those first that nearly every page of records needs."""
    records = by_frequency(_texts(root, RECORDS))
    interface = by_frequency(_texts(root, INTERFACE))
    return list(dict.fromkeys([*BASE, *records[:IN_EVERY_LIST], *interface, *records]))


def by_frequency(texts: Iterable[str]) -> list[str]:
    """Return the Han characters of texts, the most frequent first, equals by code point."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    found = [char for char in counts if is_ideograph(ord(char))]
    return sorted(found, key=lambda char: (-counts[char], char))


def _texts(root: Path, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            yield path.read_text(encoding="utf-8")
