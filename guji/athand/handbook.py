"""What the handbook says of each field, read from the handbook itself: there is no second copy of its rules.

A section is a heading with a table (case, right, wrong), a list, or sentences; its marks are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

#: Field → the heading of its section; the fields of the first table by their name in it.
SECTIONS: Final = {
    "title": "题名卷数",
    "responsibility": "著者",
    "edition": "版本",
    "volumes": "册数",
    "extent": "存缺卷",
}
_IN_TABLE: Final = {"census_no": "普查编号", "shelf_mark": "索书号", **SECTIONS}
_FIRST: Final = "一、一部书怎样著录"
_WHOLE_RECORD: Final = "三、完整著录"
_MARKS: Final = re.compile(r"\*\*|`")
_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One thing that the handbook says: a sentence (``listed`` or not), or a case, how it is written and how not."""

    said: str
    right: str = ""
    wrong: str = ""
    listed: bool = False


def guide_to(field: str, label: str = "") -> list[GuideLine]:
    """Return what the handbook says of a field; of a group of the whole record what names it (``label``)."""
    if field in _IN_TABLE:
        row = next((line for line in _section(_FIRST) if line.said == _IN_TABLE[field]), None)
        first = [GuideLine(row.right, row.wrong)] if row else []
        return [*first, *(_section(SECTIONS[field]) if field in SECTIONS else ())]
    return [line for line in _section(_WHOLE_RECORD) if label and line.listed and label in line.said]


@cache
def _section(heading: str) -> tuple[GuideLine, ...]:
    path = Path(settings.BASE_DIR) / "docs" / "handbook.zh.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return tuple(_lines(found[1])) if found else ()


def _lines(text: str) -> Iterator[GuideLine]:
    head = True
    for line in map(str.strip, text.splitlines()):
        if line.startswith("|"):
            cells = [_MARKS.sub("", cell).strip() for cell in line.strip("|").split("|")]
            if not head and len(cells) == _CELLS and not set(line) <= set("|-: "):
                said, right, wrong = cells
                yield GuideLine(said, right, wrong)
            head = False
        elif line and not line.startswith("```"):
            yield GuideLine(_MARKS.sub("", line.removeprefix("- ")), listed=line.startswith("- "))
