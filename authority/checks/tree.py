"""Whether the class trees hold together: nesting, numbering without gaps, order by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from authority.models import ClassMapping, ClassNode, ClassScheme
from authority.nested_set import Place, children_by_parent, places


class TreeDamageError(RuntimeError):
    """A class tree that does not hold together; `damages` says where."""

    def __init__(self, damages: list[TreeDamage]) -> None:
        super().__init__("；".join(damage.message for damage in damages[:5]))
        self.damages = damages


@dataclass(frozen=True, slots=True)
class TreeDamage:
    """One thing wrong with a tree: in which scheme, at which class, and a message in Simplified Chinese."""

    kind: str
    scheme: str
    code: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message, with the class's code before it."""
        return f"{self.scheme} {self.code}：{self.template.format(**self.params)}"


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    scheme: int
    code: str
    parent: int | None
    position: int
    place: Place


def _read() -> list[_Row]:
    columns = ("pk", "scheme_id", "code", "parent_id", "position", "tree_id", "lft", "rght", "level")
    rows = ClassNode._base_manager.values_list(*columns)
    return [
        _Row(pk, scheme, code, parent, position, Place(tree_id, lft, rght, level))
        for pk, scheme, code, parent, position, tree_id, lft, rght, level in rows
    ]


def _parents(name: str, rows: Mapping[int, _Row], held: Mapping[int, int]) -> Iterator[TreeDamage]:
    for row in rows.values():
        if row.parent is not None and row.parent not in rows:
            template = "上级属于另一分类表" if row.parent in held else "上级不存在"
            yield TreeDamage("foreign_parent", name, row.code, template)


def _rings(name: str, rows: Mapping[int, _Row], expected: Mapping[int, Place]) -> Iterator[TreeDamage]:
    for row in rows.values():
        if row.pk not in expected and row.parent in rows:
            yield TreeDamage("ring", name, row.code, "不在任何部之下（上级成环，或上级有误）")


def _siblings(name: str, rows: Mapping[int, _Row]) -> Iterator[TreeDamage]:
    counts = Counter((row.parent, row.position) for row in rows.values())
    for row in rows.values():
        if counts[row.parent, row.position] > 1:
            yield TreeDamage(
                "same_position", name, row.code, "与同级类目次序相同（{position}）", {"position": row.position}
            )


def _tree_ids(name: str, roots: Iterable[_Row], owners: Mapping[int, set[int]]) -> Iterator[TreeDamage]:
    last = 0
    for row in roots:
        tree = row.place.tree_id
        if len(owners[tree]) > 1:
            yield TreeDamage("shared_tree", name, row.code, "与另一部共用树号 {tree}", {"tree": tree})
        elif tree < last:
            yield TreeDamage("root_order", name, row.code, "树号 {tree} 与次序不合", {"tree": tree})
        last = max(last, tree)


def _numbers(name: str, rows: Mapping[int, _Row], expected: Mapping[int, Place]) -> Iterator[TreeDamage]:
    words = (("tree_id", "树号"), ("level", "层级"), ("lft", "左值"), ("rght", "右值"))
    for pk, place in expected.items():
        row = rows[pk]
        for attribute, word in words:
            found, due = getattr(row.place, attribute), getattr(place, attribute)
            if found != due:
                params = {"word": word, "found": found, "due": due}
                yield TreeDamage("numbering", name, row.code, "{word}为 {found}，应为 {due}", params)


def _inspect(
    name: str, rows: Mapping[int, _Row], held: Mapping[int, int], owners: Mapping[int, set[int]]
) -> Iterator[TreeDamage]:
    triples = [(row.pk, row.parent, row.position) for row in rows.values()]
    roots = [rows[pk] for pk in children_by_parent(triples).get(None, [])]
    expected = places(triples, [root.place.tree_id for root in roots])
    yield from _parents(name, rows, held)
    yield from _rings(name, rows, expected)
    yield from _siblings(name, rows)
    yield from _tree_ids(name, roots, owners)
    yield from _numbers(name, rows, expected)


def _mapping_rings(name: str, rows: Mapping[int, _Row], onward: Mapping[int, set[int]]) -> Iterator[TreeDamage]:
    """Yield the classes from which the way to the class that takes their books comes back to themselves."""
    for pk in onward.keys() & rows.keys():
        reached, ahead = set[int](), list(onward[pk])
        while ahead:
            step = ahead.pop()
            if step not in reached:
                reached.add(step)
                ahead.extend(onward.get(step, ()))
        if pk in reached:
            yield TreeDamage("mapping_ring", name, rows[pk].code, "类目对照成环，找不到接收其书的类目")


def inspect_trees(scheme: ClassScheme | None = None) -> list[TreeDamage]:
    """Return everything wrong with the trees of `scheme`, or of every scheme; empty when all hold together.

    What the numbers should be is computed afresh from parent and position, so gaps, overlaps, wrong levels and a
    wrong order all show as numbers that differ.
    """
    rows = _read()
    owners: dict[int, set[int]] = {}
    for row in rows:
        if row.parent is None:
            owners.setdefault(row.place.tree_id, set()).add(row.pk)
    held = {row.pk: row.scheme for row in rows}
    onward: dict[int, set[int]] = {}
    for old, new in ClassMapping.objects.values_list("old_id", "new_id"):
        onward.setdefault(old, set()).add(new)
    damages: list[TreeDamage] = []
    for one in ClassScheme.objects.all() if scheme is None else [scheme]:
        own = {row.pk: row for row in rows if row.scheme == one.pk}
        name = f"{one.key}@{one.version}"
        damages.extend(_inspect(name, own, held, owners))
        damages.extend(_mapping_rings(name, own, onward))
    return damages


def require_sound(scheme: ClassScheme) -> None:
    """Raise TreeDamageError unless the scheme's trees hold together."""
    damages = inspect_trees(scheme)
    if damages:
        raise TreeDamageError(damages)
