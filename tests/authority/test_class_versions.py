"""Class tables through time: versions side by side, classes merged and retired, and what old names lead to."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from authority.actions.class_tree import AddNode, MergeNode, MoveNode, RenameNode
from authority.checks.tree import inspect_trees
from authority.models import ClassMapping, ClassNode, ClassScheme
from authority.queries import ClassFinder, class_paths

Nodes = dict[str, ClassNode]


@pytest.fixture
def current(scheme: ClassScheme) -> ClassScheme:
    """The small scheme, as the version in use."""
    scheme.is_current = True
    scheme.save()
    return scheme


def found(*written: str) -> list[str | None]:
    finder = ClassFinder("small")
    return [finder.find(text) for text in written]


@pytest.mark.usefixtures("current")
def test_names_of_a_merged_class_lead_to_the_one_that_took_its_books(nodes: Nodes) -> None:
    assert found("易類", "經部/易類", "101") == ["101", "101", "101"]
    MergeNode(nodes["101"], nodes["102"]).execute()
    assert found("易類", "經部/易類", "书类") == ["102", "102", "102"]
    assert found("101") == ["101"], "a code is taken as written"
    assert found("經部/書類/傳說", "傳說") == ["10102", "10102"], "what was below has moved"


@pytest.mark.usefixtures("current")
def test_through_several_merges_the_last_is_found(nodes: Nodes) -> None:
    MergeNode(nodes["101"], nodes["102"]).execute()
    MergeNode(nodes["102"], nodes["201"]).execute()
    assert found("易類", "書類", "正史類") == ["201", "201", "201"]


@pytest.mark.usefixtures("current")
def test_a_class_retired_without_heir_is_found_by_its_code_alone(nodes: Nodes) -> None:
    node = nodes["102"]
    node.active = False
    node.save()
    assert found("書類", "經部/書類", "102") == [None, None, "102"]


@pytest.mark.usefixtures("current")
def test_a_name_given_to_another_class_after_retirement_is_that_class(current: ClassScheme, nodes: Nodes) -> None:
    retired = nodes["102"]
    retired.active = False
    retired.save()
    AddNode(current, nodes["2"], "202", "書類").execute()
    assert found("書類", "史部/書類") == ["202", "202"]


@pytest.mark.usefixtures("current")
def test_mappings_in_a_ring_lead_nowhere_and_are_told(nodes: Nodes) -> None:
    for code in ("101", "102"):
        ClassNode._base_manager.filter(code=code).update(active=False)
    ClassMapping.objects.create(old=nodes["101"], new=nodes["102"])
    ClassMapping.objects.create(old=nodes["102"], new=nodes["101"])
    assert found("易類", "書類") == [None, None]
    assert [(damage.kind, damage.code) for damage in sorted(inspect_trees(), key=lambda one: one.code)] == [
        ("mapping_ring", "101"),
        ("mapping_ring", "102"),
    ]
    errors = StringIO()
    with pytest.raises(CommandError, match="2 处损坏"):
        call_command("check_tree", stdout=StringIO(), stderr=errors)
    assert "small@1 101：类目对照成环" in errors.getvalue()


@pytest.mark.usefixtures("current")
def test_a_way_with_two_ends_is_no_ring(nodes: Nodes) -> None:
    ClassMapping.objects.create(old=nodes["101"], new=nodes["102"])
    ClassMapping.objects.create(old=nodes["101"], new=nodes["201"])
    ClassMapping.objects.create(old=nodes["102"], new=nodes["201"])
    assert inspect_trees() == []


def second(current: ClassScheme) -> ClassScheme:
    """A later version, with other codes for what is nearly the same."""
    version = ClassScheme.objects.create(key="small", version="2", title="小表")
    classics = AddNode(version, None, "A", "經部").execute()
    AddNode(version, classics, "101", "周易類").execute()
    return version


def test_only_the_version_in_use_is_asked(current: ClassScheme) -> None:
    version = second(current)
    assert list(class_paths("small")) == ["1", "101", "10101", "10102", "102", "2", "201"]
    ClassScheme.objects.filter(pk=current.pk).update(is_current=False)
    ClassScheme.objects.filter(pk=version.pk).update(is_current=True)
    assert class_paths("small") == {"A": "經部", "101": "經部/周易類"}
    assert found("易類", "周易類", "1") == [None, "101", None]


def test_two_versions_are_not_in_use_together(current: ClassScheme) -> None:
    version = second(current)
    version.is_current = True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()
    with pytest.raises(ValidationError, match="只有一个现行版本"):
        version.full_clean()


def test_another_key_has_its_own_version_in_use(current: ClassScheme) -> None:
    ClassScheme.objects.create(key="relics", version="1", title="文物類別", is_current=True)
    assert ClassScheme.objects.filter(is_current=True).count() == 2


def test_the_way_from_an_old_version_to_the_new_is_kept_and_changes_no_names(
    current: ClassScheme, nodes: Nodes
) -> None:
    version = second(current)
    ClassMapping.objects.create(old=nodes["101"], new=version.nodes.get(code="101"), note="改名")
    assert found("易類") == ["101"]
    assert inspect_trees() == []
    assert str(ClassMapping.objects.get()) == "易類 → 周易類"


def test_versions_are_changed_apart(current: ClassScheme, nodes: Nodes) -> None:
    version = second(current)
    before = list(version.nodes.values_list("code", "tree_id", "lft", "rght", "level"))
    MoveNode(nodes["101"], None, first=True).execute()
    MergeNode(nodes["102"], nodes["201"]).execute()
    RenameNode(nodes["2"], name_hant="史").execute()
    assert list(version.nodes.values_list("code", "tree_id", "lft", "rght", "level")) == before
    with pytest.raises(ValidationError, match="同一分类表"):
        MergeNode(nodes["10101"], version.nodes.get(code="101")).execute()
    with pytest.raises(ValidationError, match="另一分类表"):
        MoveNode(nodes["10101"], version.nodes.get(code="101")).execute()
    assert inspect_trees() == []


def test_a_class_is_merged_once_more_without_doubling_its_way(nodes: Nodes) -> None:
    MergeNode(nodes["101"], nodes["102"], note="一").execute()
    MergeNode(nodes["101"], nodes["102"], note="二").execute()
    assert [(mapping.old_id, mapping.new_id, mapping.note) for mapping in ClassMapping.objects.all()] == [
        (nodes["101"].pk, nodes["102"].pk, "一")
    ]


def test_what_was_below_both_keeps_its_order(scheme: ClassScheme, nodes: Nodes) -> None:
    AddNode(scheme, nodes["102"], "10201", "古文").execute()
    MergeNode(nodes["101"], nodes["102"]).execute()
    assert [node.code for node in ClassNode.objects.get(code="102").get_children()] == ["10201", "10101", "10102"]


@pytest.mark.parametrize("change", [{"name_hant": ""}, {"name_hant": "類" * 61}, {"printed_heading": "題" * 61}])
def test_a_name_that_no_column_holds_is_refused(nodes: Nodes, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RenameNode(nodes["101"], **change).execute()
    assert ClassNode.objects.get(code="101").name_hant == "易類"
