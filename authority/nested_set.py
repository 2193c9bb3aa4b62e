"""The one place where django-mptt is touched: reading trees through it, writing their numbers ourselves.

mptt keeps (tree, left, right, level) on each row and moves them one save at a time; interrupted or concurrent saves
leave trees that overlap. Here nobody saves through mptt: a change sets `parent` and `position`, and `renumber`
computes the whole scheme's numbers afresh from those two, inside the writing transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from mptt.models import MPTTModel, TreeForeignKey

#: Key of the advisory lock that PostgreSQL holds for whoever writes a class tree.
LOCK_KEY = 0x67756A69


class TreeWriteError(RuntimeError):
    """A tree's structure was about to be changed outside `authority.actions.class_tree`."""


class TreeNode(MPTTModel):  # type: ignore[misc]
    """A row of a tree ordered by `position` among its siblings."""

    parent = TreeForeignKey(
        "self", verbose_name=_("上级"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveIntegerField(_("次序"), default=0)

    lft: int
    rght: int
    tree_id: int
    level: int
    structural: ClassVar[frozenset[str]] = frozenset({"parent", "position", "lft", "rght", "tree_id", "level"})

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what a node says, never where it stands.

        Raises TreeWriteError for a node not yet in the tree; `parent` and `position` are left as they are in the
        database, which only the tree's action changes.
        """
        if self._state.adding:
            raise TreeWriteError("nodes are added by authority.actions.class_tree.AddNode")
        fields = kwargs.pop("update_fields", None) or [
            field.name for field in self._meta.concrete_fields if not field.primary_key
        ]
        kwargs["update_fields"] = [name for name in fields if name not in self.structural]
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: a node goes only through the tree's action. Always raises TreeWriteError."""
        raise TreeWriteError("nodes are removed by authority.actions.class_tree.RemoveNode")


@dataclass(slots=True)
class Place:
    """Where a node stands: what the nested set should say of it."""

    tree_id: int = 0
    lft: int = 0
    rght: int = 0
    level: int = 0


@contextmanager
def tree_write() -> Iterator[None]:
    """Hold the right to write class trees until the transaction ends; others wait.

    PostgreSQL: an advisory lock of the transaction. SQLite: the write transaction itself, begun at once.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        yield


def children_by_parent(rows: Iterable[tuple[int, int | None, int]]) -> dict[int | None, list[int]]:
    """Group (id, parent id, position) rows into each parent's children in order of position, then id."""
    grouped: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for pk, parent, position in rows:
        grouped[parent].append((position, pk))
    return {parent: [pk for _position, pk in sorted(children)] for parent, children in grouped.items()}


def places(rows: Iterable[tuple[int, int | None, int]], tree_ids: Iterable[int]) -> dict[int, Place]:
    """Compute each node's place from (id, parent id, position) rows; the roots take `tree_ids` in order.

    Nodes that no root reaches (a ring of parents) are left out. Needs as many tree ids as roots.
    """
    children = children_by_parent(rows)
    found: dict[int, Place] = {}
    for root, tree_id in zip(children.get(None, []), tree_ids, strict=False):
        counter = 1
        stack: list[tuple[int, int, bool]] = [(root, 0, False)]
        while stack:
            pk, level, closing = stack.pop()
            if closing:
                found[pk].rght = counter
            else:
                found[pk] = Place(tree_id=tree_id, lft=counter, level=level)
                stack.append((pk, level, True))
                stack.extend((child, level + 1, False) for child in reversed(children.get(pk, [])))
            counter += 1
    return found


def renumber(model: type[TreeNode], scope: models.Q) -> int:
    """Write the nested-set numbers of the rows in `scope` afresh; return how many rows changed.

    Tree ids already held within the scope are kept, smallest first; further roots get ids above all others in the
    table. Call within `tree_write`.
    """
    nodes = {node.pk: node for node in model._base_manager.filter(scope)}
    rows = [(pk, node.parent_id, node.position) for pk, node in nodes.items()]
    roots = sum(parent is None for _pk, parent, _position in rows)
    foreign = set(model._base_manager.exclude(scope).values_list("tree_id", flat=True))
    own = sorted({node.tree_id for node in nodes.values()} - foreign - {0})
    top = max(foreign | set(own), default=0)
    tree_ids = own[:roots] + list(range(top + 1, top + 1 + roots - len(own)))
    changed = []
    for pk, place in places(rows, tree_ids).items():
        node = nodes[pk]
        if (node.tree_id, node.lft, node.rght, node.level) != (place.tree_id, place.lft, place.rght, place.level):
            node.tree_id, node.lft, node.rght, node.level = place.tree_id, place.lft, place.rght, place.level
            changed.append(node)
    model._base_manager.bulk_update(changed, ["tree_id", "lft", "rght", "level"], batch_size=150)
    return len(changed)
