"""The class tree with how many public records each class has, as one walks a printed catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from authority.models import ClassNode


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
    for node in ClassNode.objects.current().order_by("tree_id", "lft"):
        line = ClassLine(node.code, node.heading, counts.get(node.code, 0), node.active)
        if not node.active and not line.count:
            continue
        above = by_key.get(node.parent_id or 0)
        if above is not None:
            above.children.append(line)
            line.above = [*above.above, above]
        found[node.code] = by_key[node.pk] = line
    return found


def top(lines: Mapping[str, ClassLine]) -> list[ClassLine]:
    """Return the 部, in the table's order."""
    return [line for line in lines.values() if not line.above]
