"""Loading around what an administrator did: whatever was done here stays, whatever the files then say.

The project's tables are replaced by small ones, so that many histories can be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authority import tables
from authority.actions.class_tree import AddNode, MergeNode, MoveNode, RemoveNode, RenameNode
from authority.actions.loading import LoadAuthority
from authority.checks.tree import inspect_trees
from authority.models import ClassNode, ClassScheme, Institution, InstitutionName, Region, Term, Vocabulary

REGIONS: list[tables.Row] = [
    {"code": "330000", "name": "浙江省", "name_hans": "浙江省", "kind": "province", "parent_id": None},
    {"code": "330200", "name": "寧波市", "name_hans": "宁波市", "kind": "city", "parent_id": "330000"},
]
HOLDERS = [
    ("1701", "浙江圖書館", "浙圖", ("浙江省立圖書館",)),
    ("1705", "寧波市天一閣博物院", "天一閣", ("寧波市天一閣博物館", "天一閣博物館")),
    ("1713", "溫州市圖書館", "溫圖", ()),
]
WORDS = [("binding", "xz", "線裝"), ("binding", "hd", "蝴蝶裝"), ("binding", "jz", "經摺裝")]
OUTLINE = "1\t經部\n  101\t易類\n    10101\t正文\n    10102\t傳說\n  102\t書類\n2\t史部\n  201\t正史類\n"
#: The same after an edition: a class between, one moved, one renamed, divisions and terms more.
REVISED = (
    "0\t總部\n1\t經部\n  101\t周易類\n    10101\t正文\n  1015\t易緯\n  102\t書類\n    10102\t傳說\n2\t史部\n"
    "  200\t叢編\n  201\t正史類\n3\t子部\n"
)
CODES = ("1", "101", "10101", "10102", "102", "2", "201")


def holders(short: str = "") -> list[tables.Row]:
    return [
        {
            "code": code,
            "name": name,
            "short_name": short or brief,
            "region_id": "330000",
            "system": "public",
            "census_prefix": "330000",
            "variants": variants,
        }
        for code, name, brief, variants in HOLDERS
    ]


def words(extra: str = "") -> list[tables.Row]:
    rows = [*WORDS, ("binding", "new", extra)] if extra else WORDS
    return [
        {"vocabulary_id": key, "code": code, "parent_code": "", "name_hant": name, "position": 10 * number}
        for number, (key, code, name) in enumerate(rows, start=1)
    ]


class House:
    """The files as they are delivered now, and what an administrator may do to the tables."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self.path = path
        self.patch = monkeypatch
        self.count = 0
        monkeypatch.setattr(tables, "regions", lambda: [{**row} for row in REGIONS])
        monkeypatch.setattr(tables, "vocabularies", lambda: [{"key": "binding", "name": "裝幀"}])
        monkeypatch.setattr(tables, "dynasties", list)
        monkeypatch.setattr(tables, "eras", list)
        monkeypatch.setattr(tables, "SCHEMES", (tables.SchemeFile("trial", "1", "試表", "", path),))
        self.deliver(OUTLINE)

    def deliver(self, outline: str, short: str = "", term: str = "") -> None:
        self.path.write_text(outline, encoding="utf-8")
        self.patch.setattr(tables, "institutions", lambda: holders(short))
        self.patch.setattr(tables, "terms", lambda: words(term))

    def load(self) -> int:
        return sum(report.added + report.changed for report in LoadAuthority().execute())

    @property
    def scheme(self) -> ClassScheme:
        return ClassScheme.objects.get()

    def node(self, number: int) -> ClassNode:
        nodes: list[ClassNode] = list(ClassNode._base_manager.order_by("code"))
        return nodes[number % len(nodes)]

    def add_class(self, one: int, other: int) -> None:
        self.count += 1
        AddNode(self.scheme, self.node(one), f"L{self.count}", "本地", first=bool(other % 2)).execute()

    def move_class(self, one: int, other: int) -> None:
        MoveNode(self.node(one), self.node(other) if other % 5 else None, first=bool(other % 2)).execute()

    def rename_class(self, one: int, other: int) -> None:
        RenameNode(self.node(one), name_hant=f"改名{other}").execute()

    def merge_class(self, one: int, other: int) -> None:
        MergeNode(self.node(one), self.node(other)).execute()

    def remove_class(self, one: int, other: int) -> None:
        RemoveNode(self.node(one)).execute()

    def retire_class(self, one: int, other: int) -> None:
        node = self.node(one)
        node.active = not node.active
        node.save(update_fields=["active"])

    def change_institution(self, one: int, other: int) -> None:
        library = Institution.objects.order_by("code")[one % 3]
        library.short_name = f"簡{other}" if other % 3 else ""
        library.save()

    def add_institution(self, one: int, other: int) -> None:
        self.count += 1
        Institution.objects.create(code=f"18{self.count:02}", name=f"某館{other}")

    def add_name(self, one: int, other: int) -> None:
        self.count += 1
        Institution.objects.order_by("code")[one % 3].names.create(name=f"異稱{self.count}")

    def stop_name(self, one: int, other: int) -> None:
        names = list(InstitutionName.objects.filter(kind="variant").order_by("name"))
        name = names[one % len(names)]
        name.active = not name.active
        name.save()

    def change_term(self, one: int, other: int) -> None:
        terms = list(Term.objects.order_by("code"))
        term = terms[one % len(terms)]
        term.name_hant, term.active, term.position = f"詞{other}", bool(other % 2), other
        term.save()

    def add_term(self, one: int, other: int) -> None:
        self.count += 1
        Term.objects.create(vocabulary_id="binding", code=f"l{self.count}", name_hant="龍鱗裝", position=other)


EDITS: tuple[Callable[[House, int, int], None], ...] = (
    House.add_class,
    House.move_class,
    House.rename_class,
    House.merge_class,
    House.remove_class,
    House.retire_class,
    House.change_institution,
    House.add_institution,
    House.add_name,
    House.stop_name,
    House.change_term,
    House.add_term,
)
HISTORY = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20), st.integers(0, 20)), max_size=8)
repeated = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def state() -> dict[str, list[tuple[Any, ...]]]:
    """Return all that an administrator can have set."""
    nodes = ClassNode._base_manager.order_by("tree_id", "lft")
    return {
        "classes": list(nodes.values_list("code", "parent__code", "name_hant", "active", "is_local")),
        "institutions": list(Institution.objects.values_list("code", "name", "short_name", "is_local")),
        "names": sorted(InstitutionName.objects.values_list("institution__code", "kind", "name", "folded", "active")),
        "terms": sorted(Term.objects.values_list("code", "name_hant", "position", "active", "is_local")),
        "others": [(Region.objects.count(), Vocabulary.objects.count())],
    }


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> House:
    return House(monkeypatch, tmp_path / "trial.tree")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def live_through(house: House, history: list[tuple[Callable[[House, int, int], None], int, int]]) -> None:
    for edit, one, other in history:
        with suppress(ValidationError):
            edit(house, one, other)


@repeated
@given(HISTORY)
def test_the_same_files_again_change_nothing_whatever_was_done_here(
    house: House, history: list[tuple[Callable[[House, int, int], None], int, int]]
) -> None:
    with undone():
        house.deliver(OUTLINE)
        house.load()
        live_through(house, history)
        before = state()
        assert house.load() == 0
        assert state() == before
        assert inspect_trees() == []


@repeated
@given(HISTORY)
def test_new_files_are_taken_in_around_what_was_done_here(
    house: House, history: list[tuple[Callable[[House, int, int], None], int, int]]
) -> None:
    with undone():
        house.deliver(OUTLINE)
        house.load()
        delivered = state()
        live_through(house, history)
        before = state()
        house.deliver(REVISED, short="新簡", term="旋風裝")
        house.load()
        after = state()
        assert inspect_trees() == []
        assert house.load() == 0
        assert state() == after
        for table in ("classes", "institutions", "terms"):
            touched = {row for row in before[table] if row not in delivered[table]}
            kept = {row[0] for row in touched}
            assert kept <= {row[0] for row in after[table]}, f"something of {table} is gone"
        assert _own(before) <= _own(after)
        assert {"0", "1015", "200", "3"} <= {row[0] for row in after["classes"]}


def _own(found: dict[str, list[tuple[Any, ...]]]) -> set[tuple[Any, ...]]:
    """Return what was made here: local rows, local names, and names that were stopped."""
    local = {(table, *row) for table in ("institutions", "terms") for row in found[table] if row[-1]}
    classes = {("classes", row[0], *row[2:]) for row in found["classes"] if row[-1]}
    stopped = {("names", *row) for row in found["names"] if row[1] == "variant" and not row[-1]}
    return local | classes | stopped


def test_new_classes_stand_where_the_file_has_them(house: House) -> None:
    house.load()
    AddNode(house.scheme, ClassNode.objects.get(code="1"), "103-L", "本省經學").execute()
    house.deliver(REVISED)
    house.load()
    outline = ["  " * node.level + node.code for node in house.scheme.nodes.order_by("tree_id", "lft")]
    assert outline == [
        "0",
        "1",
        "  101",
        "    10101",
        "  1015",
        "  102",
        "    10102",
        "  103-L",
        "2",
        "  200",
        "  201",
        "3",
    ]


def test_an_order_made_here_outlives_new_files(house: House) -> None:
    house.load()
    nodes = {node.code: node for node in house.scheme.nodes.all()}
    MoveNode(nodes["102"], nodes["1"], first=True).execute()
    house.deliver(REVISED)
    house.load()
    children = [node.code for node in ClassNode.objects.get(code="1").get_children()]
    assert children == ["102", "101", "1015"]


def test_a_file_cannot_put_a_class_below_itself(house: House) -> None:
    """The file moves 書類 below 易類, where 易類 was moved below 書類 here."""
    house.load()
    nodes = {node.code: node for node in house.scheme.nodes.all()}
    MoveNode(nodes["101"], nodes["102"]).execute()
    house.deliver("1\t經部\n  101\t易類\n    10101\t正文\n    10102\t傳說\n    102\t書類\n2\t史部\n  201\t正史類\n")
    reports = LoadAuthority().execute()
    assert {"101 易類", "102 書類"} <= set(reports[-1].kept)
    assert ClassNode.objects.get(code="101").path() == "經部/書類/易類"
    assert inspect_trees() == []


def test_what_came_with_the_system_is_not_removed(house: House) -> None:
    house.load()
    with pytest.raises(ValidationError, match="可停用或并入"):
        RemoveNode(ClassNode.objects.get(code="201")).execute()
    AddNode(house.scheme, None, "L", "本地").execute()
    RemoveNode(ClassNode.objects.get(code="L")).execute()
    assert [node.code for node in house.scheme.nodes.all()] == list(CODES)


def test_a_stopped_name_finds_nothing_and_is_not_brought_back(house: House) -> None:
    house.load()
    assert Institution.objects.by_any_name("天一阁博物馆").get().code == "1705"
    InstitutionName.objects.filter(name="天一閣博物館").update(active=False)
    house.load()
    assert not Institution.objects.by_any_name("天一阁博物馆").exists()
    assert Institution.objects.by_any_name("宁波市天一阁博物馆").get().code == "1705"


def test_nothing_is_merged_into_a_retired_class(house: House) -> None:
    house.load()
    nodes = {node.code: node for node in house.scheme.nodes.all()}
    MergeNode(nodes["101"], nodes["102"]).execute()
    with pytest.raises(ValidationError, match="已停用，不能并入"):
        MergeNode(nodes["102"], nodes["101"]).execute()
