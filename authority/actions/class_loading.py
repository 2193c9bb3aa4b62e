"""Bringing a classification's tree file into the database in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from authority.actions.class_tree import STEP
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


def _arrange(scheme: ClassScheme, lines: Sequence[ClassLine], come: Collection[str]) -> None:
    """Give the classes that ``come`` (new, or from another parent) their place: after the one before them in the file.

    Their siblings keep the order they have here, which may not be the file's.
    """
    nodes = list(ClassNode._base_manager.filter(scheme=scheme).order_by("position", "pk"))
    codes = {node.pk: node.code for node in nodes}
    siblings: dict[str, dict[str, ClassNode]] = {}
    for node in nodes:
        siblings.setdefault(codes.get(node.parent_id or 0, ""), {})[node.code] = node
    wanted: dict[str, list[str]] = {}
    for line in lines:
        wanted.setdefault(line.parent, []).append(line.code)
    moved: list[ClassNode] = []
    for parent, held in siblings.items():
        if not held.keys().isdisjoint(come):
            for number, code in enumerate(_in_order(held, wanted.get(parent, ()), come), start=1):
                held[code].position = number * STEP
                moved.append(held[code])
    ClassNode._base_manager.bulk_update(moved, ["position"], batch_size=150)


def _in_order(held: Collection[str], wanted: Iterable[str], come: Collection[str]) -> list[str]:
    order = [code for code in held if code not in come]
    before = ""
    for code in wanted:
        if code in held:
            if code in come:
                order.insert(order.index(before) + 1 if before else 0, code)
            before = code
    return order


def _would_ring(code: str, parent: str, above: Mapping[str, str]) -> bool:
    """Whether a class put below ``parent`` would come to stand below itself; ``above`` is how it is here."""
    while parent:
        if parent == code:
            return True
        parent = above.get(parent, "")
    return False


def _bring_known(lines: Iterable[ClassLine], nodes: Mapping[str, ClassNode], report: Report) -> set[str]:
    """Change the classes that are as they were brought; return the codes of those that go below another class."""
    codes: dict[int | None, str] = {node.pk: node.code for node in nodes.values()} | {None: ""}
    above = {node.code: codes[node.parent_id] for node in nodes.values()}
    changed: list[ClassNode] = []
    come: set[str] = set()
    for line in lines:
        node, values = nodes[line.code], _values(line)
        decision = decide(node, _held(node, codes), values)
        if decision is Decision.CHANGE and _would_ring(line.code, line.parent, above):
            decision = Decision.KEEP_EDIT
        report.count(decision, f"{node.code} {node.name_hant}")
        if decision is Decision.CHANGE:
            if above[line.code] != line.parent:
                come.add(line.code)
                above[line.code] = line.parent
            node.parent_id = nodes[line.parent].pk if line.parent else None
            node.name_hant, node.name_hans, node.note = line.name_hant, line.name_hans, line.note
            node.loaded_digest = digest(values)
            changed.append(node)
    columns = ["parent", "name_hant", "name_hans", "note", "loaded_digest"]
    ClassNode._base_manager.bulk_update(changed, columns, batch_size=100)
    return come


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
        new = [line for line in lines if line.code not in nodes]
        known = [line for line in lines if line.code in nodes]
        _add(scheme, new, nodes)
        report.added = len(new)
        come = _bring_known(known, nodes, report) | {line.code for line in new}
        if report.added or report.changed:
            _arrange(scheme, lines, come)
            renumber(ClassNode, Q(scheme=scheme))
            require_sound(scheme)
    return report
