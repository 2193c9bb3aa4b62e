"""Changing a class tree through its action, and the check that follows every change."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authority.actions.class_tree import AddNode, MergeNode, MoveNode, RemoveNode, RenameNode
from authority.checks.tree import TreeDamageError, inspect_trees, require_sound
from authority.models import ClassMapping, ClassNode, ClassScheme
from authority.nested_set import TreeWriteError, places

Nodes = dict[str, ClassNode]


def outline(scheme: ClassScheme) -> list[str]:
    return ["  " * node.level + node.code for node in scheme.nodes.order_by("tree_id", "lft")]


def test_the_tree_reads_in_order_of_position(scheme: ClassScheme) -> None:
    assert outline(scheme) == ["1", "  101", "    10101", "    10102", "  102", "2", "  201"]
    assert inspect_trees(scheme) == []


def test_paths_and_headings(nodes: Nodes) -> None:
    assert nodes["10102"].path() == "經部/易類/傳說"
    assert nodes["10102"].path("－") == "經部－易類－傳說"
    node = RenameNode(nodes["10102"], printed_heading="傳說之屬").execute()
    assert (node.heading, nodes["101"].heading) == ("傳說之屬", "易類")


def test_added_first_last_and_between(scheme: ClassScheme, nodes: Nodes) -> None:
    AddNode(scheme, nodes["1"], "100", "叢編", first=True).execute()
    AddNode(scheme, nodes["1"], "1015", "易緯", after=nodes["101"]).execute()
    AddNode(scheme, nodes["1"], "103", "詩類").execute()
    assert outline(scheme)[:8] == ["1", "  100", "  101", "    10101", "    10102", "  1015", "  102", "  103"]


def test_there_is_always_room_between_two(scheme: ClassScheme, nodes: Nodes) -> None:
    for n in range(12):
        AddNode(scheme, nodes["1"], f"n{n:02}", "某類", after=nodes["101"]).execute()
    children = [node.code for node in scheme.nodes.filter(parent=nodes["1"]).order_by("position")]
    assert children == ["101", *[f"n{n:02}" for n in reversed(range(12))], "102"]


def test_a_division_takes_a_tree_of_its_own(scheme: ClassScheme) -> None:
    node = AddNode(scheme, None, "0", "總部", first=True).execute()
    trees = list(scheme.nodes.filter(parent=None).order_by("position").values_list("tree_id", flat=True))
    assert len(set(trees)) == 3
    assert trees == sorted(trees)
    assert node.is_root_node()


def test_moved_with_all_below_it(scheme: ClassScheme, nodes: Nodes) -> None:
    MoveNode(nodes["101"], nodes["2"], first=True).execute()
    assert outline(scheme) == ["1", "  102", "2", "  101", "    10101", "    10102", "  201"]
    MoveNode(nodes["101"], None).execute()
    assert outline(scheme)[-3:] == ["101", "  10101", "  10102"]
    MoveNode(nodes["2"], nodes["10101"]).execute()
    assert outline(scheme) == ["1", "  102", "101", "  10101", "    2", "      201", "  10102"]


def test_moved_among_its_siblings(scheme: ClassScheme, nodes: Nodes) -> None:
    MoveNode(nodes["102"], nodes["1"], first=True).execute()
    assert outline(scheme)[:3] == ["1", "  102", "  101"]
    MoveNode(nodes["102"], nodes["1"], after=nodes["101"]).execute()
    assert outline(scheme)[-3:] == ["  102", "2", "  201"]


@pytest.mark.parametrize("target", ["101", "10101"])
def test_not_below_itself(nodes: Nodes, target: str) -> None:
    with pytest.raises(ValidationError, match="自身之下"):
        MoveNode(nodes["101"], nodes[target]).execute()


def test_what_cannot_be_added(scheme: ClassScheme, nodes: Nodes) -> None:
    other = ClassScheme.objects.create(key="other", version="1", title="別表")
    with pytest.raises(ValidationError, match="类号 101 已用"):
        AddNode(scheme, nodes["2"], "101", "重號").execute()
    with pytest.raises(ValidationError, match="另一分类表"):
        AddNode(other, nodes["1"], "9", "某類").execute()
    with pytest.raises(ValidationError, match="不是同级类目"):
        AddNode(scheme, nodes["1"], "9", "某類", after=nodes["201"]).execute()
    with pytest.raises(ValidationError):
        AddNode(scheme, nodes["1"], "9", "").execute()
    assert scheme.nodes.count() == 7
    assert other.nodes.count() == 0


def test_the_code_outlives_the_name(nodes: Nodes) -> None:
    node = RenameNode(nodes["101"], name_hant="周易類", note="改").execute()
    assert (node.code, node.name_hant, node.note, node.name_hans) == ("101", "周易類", "改", "")


def test_merged_away_but_still_there(scheme: ClassScheme, nodes: Nodes) -> None:
    MergeNode(nodes["101"], nodes["102"], note="併").execute()
    assert outline(scheme) == ["1", "  101", "  102", "    10101", "    10102", "2", "  201"]
    assert not scheme.nodes.get(code="101").active
    assert ClassMapping.objects.get().new == nodes["102"]


def test_not_merged_into_itself(nodes: Nodes) -> None:
    with pytest.raises(ValidationError, match="自身"):
        MergeNode(nodes["1"], nodes["10101"]).execute()


def test_removed_only_when_nothing_hangs_on_it(scheme: ClassScheme, nodes: Nodes) -> None:
    with pytest.raises(ValidationError, match="不能删除"):
        RemoveNode(nodes["101"]).execute()
    RemoveNode(nodes["10101"]).execute()
    assert outline(scheme) == ["1", "  101", "    10102", "  102", "2", "  201"]
    with pytest.raises(ValidationError, match="已不存在"):
        RemoveNode(nodes["10101"]).execute()


def test_nothing_else_writes_the_tree(scheme: ClassScheme, nodes: Nodes) -> None:
    with pytest.raises(TreeWriteError):
        ClassNode(scheme=scheme, code="9", name_hant="某").save()
    with pytest.raises(TreeWriteError):
        nodes["101"].delete()
    node = nodes["101"]
    node.parent, node.position, node.lft, node.note = nodes["2"], 99, 77, "記"
    node.save()
    fresh = ClassNode.objects.get(pk=node.pk)
    assert (fresh.parent, fresh.position, fresh.note) == (nodes["1"], 10, "記")
    assert inspect_trees(scheme) == []


DAMAGES = {
    "lft": ("UPDATE authority_classnode SET lft = lft + 1 WHERE code = '101'", "numbering"),
    "gap": ("UPDATE authority_classnode SET rght = rght + 2 WHERE code = '1'", "numbering"),
    "level": ("UPDATE authority_classnode SET level = 0 WHERE code = '10101'", "numbering"),
    "lost child": ("UPDATE authority_classnode SET tree_id = tree_id + 1 WHERE code = '10101'", "numbering"),
    "order": ("UPDATE authority_classnode SET position = 1 WHERE code = '102'", "numbering"),
    "same position": ("UPDATE authority_classnode SET position = 10 WHERE code = '102'", "same_position"),
    "parent alone": (
        "UPDATE authority_classnode SET parent_id = (SELECT id FROM authority_classnode WHERE code = '2')"
        " WHERE code = '101'",
        "numbering",
    ),
    "shared tree": (
        "UPDATE authority_classnode SET tree_id = (SELECT MIN(tree_id) FROM authority_classnode)",
        "shared_tree",
    ),
    "ring": ("UPDATE authority_classnode SET parent_id = id WHERE code = '101'", "ring"),
    "swapped divisions": ("UPDATE authority_classnode SET position = 5 WHERE code = '2'", "root_order"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(scheme: ClassScheme, name: str) -> None:
    sql, kind = DAMAGES[name]
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert kind in {damage.kind for damage in inspect_trees(scheme)}
    with pytest.raises(TreeDamageError):
        require_sound(scheme)
    errors = StringIO()
    with pytest.raises(CommandError, match="损坏"):
        call_command("check_tree", stdout=StringIO(), stderr=errors)
    assert "small@1" in errors.getvalue()


def test_a_parent_in_another_scheme_is_damage(scheme: ClassScheme, nodes: Nodes) -> None:
    other = ClassScheme.objects.create(key="other", version="1", title="別表")
    root = AddNode(other, None, "1", "某部").execute()
    ClassNode.objects.filter(pk=nodes["102"].pk).update(parent_id=root.pk)
    assert ("foreign_parent", "102") in {(damage.kind, damage.code) for damage in inspect_trees(scheme)}


def test_two_schemes_do_not_share_trees(scheme: ClassScheme) -> None:
    other = ClassScheme.objects.create(key="other", version="1", title="別表")
    AddNode(other, None, "1", "某部").execute()
    AddNode(scheme, None, "3", "子部").execute()
    AddNode(other, None, "2", "另部", first=True).execute()
    assert inspect_trees() == []
    trees = {one.pk: set(one.nodes.values_list("tree_id", flat=True)) for one in (scheme, other)}
    assert trees[scheme.pk].isdisjoint(trees[other.pk])


def test_a_sound_tree_passes_the_command(scheme: ClassScheme) -> None:
    out = StringIO()
    call_command("check_tree", stdout=out)
    assert "完好：7 个类目" in out.getvalue()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6)), st.booleans()), max_size=8))
def test_any_row_of_moves_leaves_a_sound_tree(
    scheme: ClassScheme, nodes: Nodes, moves: list[tuple[int, int | None, bool]]
) -> None:
    every = list(nodes.values())
    for node, parent, first in moves:
        with suppress(ValidationError):
            MoveNode(every[node], None if parent is None else every[parent], first=first).execute()
    assert inspect_trees() == []
    assert scheme.nodes.count() == 7


@given(st.lists(st.integers(0, 30), max_size=40))
def test_places_number_every_node_once(parents: list[int]) -> None:
    rows: list[tuple[int, int | None, int]] = [(1, None, 10)]
    rows += [(pk, 1 + parent % (pk - 1), pk * 10) for pk, parent in enumerate(parents, start=2)]
    found = places(rows, [7])
    numbers = sorted(number for place in found.values() for number in (place.lft, place.rght))
    assert numbers == list(range(1, 2 * len(rows) + 1))
    for pk, parent, _position in rows:
        if parent is not None:
            assert found[parent].lft < found[pk].lft < found[pk].rght < found[parent].rght
            assert found[pk].level == found[parent].level + 1
