"""Bringing a classification's tree file into the database in one pass."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from authority.actions.reports import Decision, Report, decide
from authority.checks.tree import require_sound
from authority.models import ClassNode, ClassScheme, digest
from authority.nested_set import renumber, tree_write
from authority.tables import ClassLine, SchemeFile, class_lines


def _values(line: ClassLine) -> dict[str, str]:
    return {"parent": line.parent, "name_hant": line.name_hant, "name_hans": line.name_hans, "note": line.note}


def _held(node: ClassNode, codes: Mapping[int | None, str]) -> dict[str, str]:
    return {
        "parent": codes[node.parent_id],
        "name_hant": node.name_hant,
        "name_hans": node.name_hans,
        "note": node.note,
    }


def _add(scheme: ClassScheme, lines: list[ClassLine], nodes: dict[str, ClassNode]) -> None:
    pending = lines
    while pending:
        ready = [line for line in pending if not line.parent or line.parent in nodes]
        created = ClassNode._base_manager.bulk_create(
            [
                ClassNode(
                    scheme=scheme,
                    code=line.code,
                    parent_id=nodes[line.parent].pk if line.parent else None,
                    position=line.position,
                    name_hant=line.name_hant,
                    name_hans=line.name_hans,
                    note=line.note,
                    is_local=False,
                    loaded_digest=digest(_values(line)),
                    lft=0,
                    rght=0,
                    tree_id=0,
                    level=0,
                )
                for line in ready
            ],
            batch_size=100,
        )
        nodes.update({node.code: node for node in created})
        pending = [line for line in pending if line.code not in nodes]


def _scheme(file: SchemeFile) -> ClassScheme:
    scheme, created = ClassScheme.objects.get_or_create(
        key=file.key, version=file.version, defaults={"title": file.title, "source": file.source, "is_local": False}
    )
    if created:
        ClassScheme.objects.filter(key=file.key).update(is_current=False)
        scheme.is_current = True
        scheme.save(update_fields=["is_current"])
    return scheme


def load_scheme(file: SchemeFile) -> Report:
    """Bring a scheme's classes, keeping those added, moved or renamed here; number the tree once and verify it.

    Raises `authority.checks.tree.TreeDamageError` if the tree would not hold together, and
    `authority.tables.TreeFileError` if the file is no outline.
    """
    report = Report(f"{file.title}（{file.version}）")
    lines = list(class_lines(file.path))
    with tree_write():
        scheme = _scheme(file)
        nodes = {node.code: node for node in ClassNode._base_manager.filter(scheme=scheme)}
        codes: dict[int | None, str] = {node.pk: node.code for node in nodes.values()} | {None: ""}
        new = [line for line in lines if line.code not in nodes]
        known = [line for line in lines if line.code in nodes]
        _add(scheme, new, nodes)
        report.added = len(new)
        changed = []
        for line in known:
            node, values = nodes[line.code], _values(line)
            decision = decide(node, _held(node, codes), values)
            report.count(decision, f"{node.code} {node.name_hant}")
            if decision is Decision.CHANGE:
                node.parent_id = nodes[line.parent].pk if line.parent else None
                node.name_hant, node.name_hans, node.note = line.name_hant, line.name_hans, line.note
                node.loaded_digest = digest(values)
                changed.append(node)
        ClassNode._base_manager.bulk_update(
            changed, ["parent", "name_hant", "name_hans", "note", "loaded_digest"], batch_size=100
        )
        if new or changed:
            renumber(ClassNode, Q(scheme=scheme))
            require_sound(scheme)
    return report
