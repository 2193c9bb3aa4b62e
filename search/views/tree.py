"""The class tree with how many public records each class has, as one walks a printed catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from authority.models import ClassNode
from search.views.counting import public_counts
from search.views.kept import kept

COLUMNS = ("pk", "code", "name_hant", "printed_heading", "active", "parent_id")


@dataclass(slots=True)
class ClassLine:
    """One class: its code, its heading, how many records it and all beneath it have."""

    code: str
    name: str
    count: int
    active: bool = True
    children: list[ClassLine] = field(default_factory=list)
    above: list[ClassLine] = field(default_factory=list)


def class_lines(counts: Mapping[str, int]) -> dict[str, ClassLine]:
    """Return every class of the current table by its code, in the table's order, one query for all.

    A retired class stays while records have it.
    """
    found: dict[str, ClassLine] = {}
    by_key: dict[int, ClassLine] = {}
    rows = ClassNode.objects.current().order_by("tree_id", "lft")
    for pk, code, name, printed, active, parent in rows.values_list(*COLUMNS):
        line = ClassLine(code, printed or name, counts.get(code, 0), active)
        if not active and not line.count:
            continue
        above = by_key.get(parent or 0)
        if above is not None:
            above.children.append(line)
            line.above = [*above.above, above]
        found[code] = by_key[pk] = line
    return found


def public_classes() -> dict[str, ClassLine]:
    """Return every class with its number of public records; not to be changed by those who read it."""
    return kept("classes", lambda: class_lines(public_counts("class").facets.get("class", {})))


def top(lines: Mapping[str, ClassLine]) -> list[ClassLine]:
    """Return the 部, in the table's order."""
    return [line for line in lines.values() if not line.above]
