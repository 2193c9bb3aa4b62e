"""Every change of a class tree: adding, moving, renaming, merging, removing.

Each holds the right to write trees (`authority.nested_set.tree_write`), changes parent and position, numbers the
scheme afresh and verifies it before the transaction ends; a tree that would not hold together is never committed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from authority.checks.tree import require_sound
from authority.models import ClassMapping, ClassNode, ClassScheme
from authority.nested_set import renumber, tree_write

#: Distance between siblings' positions, so that one can be set between two without moving the rest.
STEP = 10


@dataclass
class TreeChange(ABC):
    """A change of a class tree in one transaction."""

    def execute(self) -> ClassNode:
        """Make the change and return the class concerned, fresh from the database.

        Raises ValidationError, with a message for the user, if the change cannot be; nothing is then changed.
        """
        with tree_write():
            node = self.change()
            scheme = node.scheme
            renumber(ClassNode, Q(scheme=scheme))
            require_sound(scheme)
            return ClassNode.objects.get(pk=node.pk)

    @abstractmethod
    def change(self) -> ClassNode:
        """Change rows within the transaction and return the class concerned."""


def _fresh(node: ClassNode) -> ClassNode:
    found = ClassNode.objects.filter(pk=node.pk).first()
    if found is None:
        raise ValidationError(_("类目已不存在，请刷新页面"))
    return found


def _siblings(scheme: ClassScheme, parent: ClassNode | None, without: ClassNode | None = None) -> list[ClassNode]:
    siblings = ClassNode._base_manager.filter(scheme=scheme, parent=parent).order_by("position", "pk")
    return [node for node in siblings if without is None or node.pk != without.pk]


def _place_after(siblings: list[ClassNode], after: ClassNode | None, first: bool) -> int:
    """Return a free position: last, first, or straight after a sibling, moving later ones on where none is free."""
    if not siblings or (after is None and not first):
        return siblings[-1].position + STEP if siblings else STEP
    index = 0 if first else [node.pk for node in siblings].index(after.pk) + 1 if after else 0
    low = siblings[index - 1].position if index else 0
    high = siblings[index].position if index < len(siblings) else low + 2 * STEP
    if high - low > 1:
        return (low + high) // 2
    for offset, node in enumerate(siblings[index:], start=2):
        node.position = low + offset * STEP
    ClassNode._base_manager.bulk_update(siblings[index:], ["position"])
    return low + STEP


def _require_sibling(siblings: list[ClassNode], after: ClassNode | None) -> None:
    if after is not None and after.pk not in {node.pk for node in siblings}:
        raise ValidationError(_("“%(name)s”不是同级类目") % {"name": after.name_hant})


@dataclass
class AddNode(TreeChange):
    """Add a class below `parent` (None: as a division), last, first, or after the sibling `after`."""

    scheme: ClassScheme
    parent: ClassNode | None
    code: str
    name_hant: str
    name_hans: str = ""
    note: str = ""
    printed_heading: str = ""
    after: ClassNode | None = None
    first: bool = False

    def change(self) -> ClassNode:
        """Write the new class; its code must be free in the scheme and its parent of the same scheme."""
        parent = _fresh(self.parent) if self.parent else None
        if parent is not None and parent.scheme_id != self.scheme.pk:
            raise ValidationError(_("上级属于另一分类表"))
        if ClassNode._base_manager.filter(scheme=self.scheme, code=self.code).exists():
            raise ValidationError(_("类号 %(code)s 已用") % {"code": self.code})
        siblings = _siblings(self.scheme, parent)
        _require_sibling(siblings, self.after)
        node = ClassNode(
            scheme=self.scheme,
            parent_id=parent.pk if parent else None,
            code=self.code,
            name_hant=self.name_hant,
            name_hans=self.name_hans,
            note=self.note,
            printed_heading=self.printed_heading,
            position=_place_after(siblings, self.after, self.first),
            lft=0,
            rght=0,
            tree_id=0,
            level=0,
        )
        node.clean_fields(exclude=["lft", "rght", "tree_id", "level"])
        created: list[ClassNode] = ClassNode._base_manager.bulk_create([node])
        return created[0]


@dataclass
class MoveNode(TreeChange):
    """Move a class, with all below it, under `parent` (None: to be a division) and to its place there."""

    node: ClassNode
    parent: ClassNode | None
    after: ClassNode | None = None
    first: bool = False

    def change(self) -> ClassNode:
        """Write parent and position; a class cannot go below itself nor into another scheme."""
        node = _fresh(self.node)
        parent = _fresh(self.parent) if self.parent else None
        if parent is not None and parent.scheme_id != node.scheme_id:
            raise ValidationError(_("上级属于另一分类表"))
        if parent is not None and parent.tree_id == node.tree_id and node.lft <= parent.lft <= node.rght:
            raise ValidationError(_("类目不能移到自身之下"))
        siblings = _siblings(node.scheme, parent, without=node)
        _require_sibling(siblings, self.after)
        node.position = _place_after(siblings, self.after, self.first)
        node.parent_id = parent.pk if parent else None
        ClassNode._base_manager.bulk_update([node], ["parent", "position"])
        return node


@dataclass
class RenameNode(TreeChange):
    """Change what a class is called; None leaves a name as it is. Its code never changes."""

    node: ClassNode
    name_hant: str | None = None
    name_hans: str | None = None
    printed_heading: str | None = None
    note: str | None = None

    def change(self) -> ClassNode:
        """Write the names given."""
        node = _fresh(self.node)
        for name in ("name_hant", "name_hans", "printed_heading", "note"):
            value = getattr(self, name)
            if value is not None:
                setattr(node, name, value)
        node.clean_fields(exclude=["parent", "lft", "rght", "tree_id", "level"])
        node.save()
        return node


@dataclass
class MergeNode(TreeChange):
    """Merge a class into another: what is below goes there, the class is retired, and the way to the new one is kept.

    The retired class stays in the tree, since records may point to it until they are assigned anew.
    """

    node: ClassNode
    into: ClassNode
    note: str = ""

    def change(self) -> ClassNode:
        """Move the children, write the mapping, retire the class; returns the class merged into."""
        node, into = _fresh(self.node), _fresh(self.into)
        if node.scheme_id != into.scheme_id:
            raise ValidationError(_("只能并入同一分类表的类目；跨版本请用类目对照"))
        if not into.active:
            raise ValidationError(_("“%(name)s”已停用，不能并入") % {"name": into.name_hant})
        if into.tree_id == node.tree_id and node.lft <= into.lft <= node.rght:
            raise ValidationError(_("类目不能并入自身或其下级"))
        position = max((child.position for child in _siblings(into.scheme, into)), default=0)
        children = _siblings(node.scheme, node)
        for offset, child in enumerate(children, start=1):
            child.parent_id, child.position = into.pk, position + offset * STEP
        ClassNode._base_manager.bulk_update(children, ["parent", "position"], batch_size=100)
        ClassMapping.objects.get_or_create(old=node, new=into, defaults={"note": self.note})
        node.active = False
        node.save(update_fields=["active"])
        return into


@dataclass
class RemoveNode:
    """Take a class made here out of the tree for good: only one with nothing below it that no record points to.

    One that came with the system would come back when the tables are loaded again: it is retired or merged instead.
    """

    node: ClassNode

    def execute(self) -> None:
        """Remove the class. Raises ValidationError if something still hangs on it."""
        with tree_write():
            node = _fresh(self.node)
            scheme = node.scheme
            if not node.is_local:
                raise ValidationError(_("系统所附的类目不能删除，可停用或并入别的类目"))
            try:
                ClassNode._base_manager.filter(pk=node.pk).delete()
            except ProtectedError as error:
                raise ValidationError(_("类目之下还有类目，或有记录用到它，不能删除；可并入别的类目")) from error
            renumber(ClassNode, Q(scheme=scheme))
            require_sound(scheme)
