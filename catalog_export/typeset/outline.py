"""Writes the PDF's outline (書籤) as a tree of linked items."""

from __future__ import annotations

from bisect import bisect_left

from catalog_export.typeset.pdf_objects import File, Raw, text_string


def write_outline(file: File, entries: list[tuple[int, str, str]]) -> str:
    """Write the outline; return its root's reference, empty if there is none."""
    if not entries:
        return ""
    objects = [Raw() for _ in range(len(entries) + 1)]
    references = [file.add(raw) for raw in objects]
    parent = _parents([level for level, _, _ in entries])
    children: dict[int, list[int]] = {number: [] for number in range(len(objects))}
    for number, above in parent.items():
        children[above].append(number)
    for number, raw in enumerate(objects):
        raw.content = _outline_item(number, entries, references, children, parent).encode("ascii")
    return references[0]


def _parents(levels: list[int]) -> dict[int, int]:
    """Return under which entry each one (from 1) stands: the last before it of a lower level, or the root (0)."""
    parent: dict[int, int] = {}
    open_at = [(-1, 0)]
    for number, level in enumerate(levels, start=1):
        while open_at[-1][0] >= level:
            open_at.pop()
        parent[number] = open_at[-1][1]
        open_at.append((level, number))
    return parent


def _outline_item(
    number: int,
    entries: list[tuple[int, str, str]],
    references: list[str],
    children: dict[int, list[int]],
    parent: dict[int, int],
) -> str:
    below = children[number]
    text = ""
    if below:
        count = len(below) if number == 0 else -len(below)
        text = f"/First {references[below[0]]}/Last {references[below[-1]]}/Count {count}"
    if number == 0:
        return f"<</Type/Outlines{text}>>"
    beside = children[parent[number]]
    at = bisect_left(beside, number)
    if at:
        text += f"/Prev {references[beside[at - 1]]}"
    if at + 1 < len(beside):
        text += f"/Next {references[beside[at + 1]]}"
    _, title, destination = entries[number - 1]
    return f"<</Title{text_string(title)}/Parent {references[parent[number]]}/Dest{destination}{text}>>"
