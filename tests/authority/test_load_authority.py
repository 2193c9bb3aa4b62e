"""Loading the tables: once, again, and around what an administrator made."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from authority import tables
from authority.actions.class_tree import AddNode, MoveNode, RenameNode
from authority.actions.loading import LoadAuthority
from authority.checks.tree import inspect_trees
from authority.models import (
    ClassNode,
    ClassScheme,
    DynastyEntry,
    EraEntry,
    Institution,
    InstitutionName,
    Name,
    Region,
    Term,
    Vocabulary,
)

if TYPE_CHECKING:
    from authority.actions.reports import Report

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def changes(reports: list[Report]) -> int:
    return sum(report.added + report.changed for report in reports)


def kept(reports: list[Report]) -> list[str]:
    return [name for report in reports for name in report.kept]


def test_everything_in_the_files_is_there(loaded: list[Report]) -> None:
    assert kept(loaded) == []
    assert Region.objects.count() == len(tables.regions())
    assert Institution.objects.count() == len(tables.institutions())
    assert Term.objects.count() == len(tables.terms())
    assert Vocabulary.objects.count() == len(tables.vocabularies())
    assert DynastyEntry.objects.count() == len(tables.dynasties())
    assert EraEntry.objects.count() == len(tables.eras())
    assert Name.objects.filter(status="confirmed").count() == len(tables.names())
    assert ClassNode.objects.current().count() == 786
    assert inspect_trees() == []
    assert not Institution.objects.filter(is_local=True).exists()


def test_a_second_run_changes_nothing(loaded: list[Report]) -> None:
    stamp = list(ClassNode.objects.values_list("pk", "tree_id", "lft", "rght", "level", "position"))
    again = LoadAuthority().execute()
    assert changes(again) == 0
    assert kept(again) == []
    assert stamp == list(ClassNode.objects.values_list("pk", "tree_id", "lft", "rght", "level", "position"))


def test_local_rows_stay(loaded: list[Report]) -> None:
    library = Institution.objects.create(code="1798", name="某縣圖書館", short_name="某圖")
    Term.objects.create(vocabulary_id="binding", code="local", name_hant="龍鱗裝")
    LoadAuthority().execute()
    library.refresh_from_db()
    assert library.is_local
    assert Term.objects.get(code="local").name_hant == "龍鱗裝"
    assert list(Institution.objects.by_any_name("某圖")) == [library]


def test_a_changed_name_stays_and_is_reported(loaded: list[Report]) -> None:
    library = Institution.objects.get(code="1701")
    library.short_name = "浙館"
    library.save()
    again = LoadAuthority().execute()
    assert changes(again) == 0
    assert kept(again) == ["1701 浙江圖書館"]
    assert Institution.objects.get(code="1701").short_name == "浙館"
    assert Institution.objects.by_any_name("浙館").get().code == "1701"
    assert not Institution.objects.by_any_name("浙圖").exists()


def test_a_row_untouched_here_follows_the_file(loaded: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**row, "short_name": "新稱"} if row["code"] == "1701" else row for row in tables.institutions()]
    monkeypatch.setattr(tables, "institutions", lambda: [dict(row) for row in rows])
    again = LoadAuthority().execute()
    assert [report.changed for report in again if report.title == "收藏单位"] == [1]
    assert Institution.objects.get(code="1701").short_name == "新稱"
    assert changes(LoadAuthority().execute()) == 0


def test_variants_added_here_stay_and_dropped_ones_go(loaded: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    library = Institution.objects.get(code="1705")
    library.names.create(name="范氏天一閣")
    rows = [{**row, "variants": ()} if row["code"] == "1705" else row for row in tables.institutions()]
    monkeypatch.setattr(tables, "institutions", lambda: [dict(row) for row in rows])
    LoadAuthority().execute()
    assert set(library.names.values_list("name", flat=True)) == {"寧波市天一閣博物院", "天一閣", "范氏天一閣"}


def test_names_folded_by_an_older_rule_are_folded_again(loaded: list[Report]) -> None:
    InstitutionName.objects.filter(name="浙江圖書館").update(folded="舊")
    assert changes(LoadAuthority().execute()) == 1
    assert Institution.objects.by_any_name("浙江圖書館").get().code == "1701"


def test_classes_added_moved_and_renamed_here_stay(loaded: list[Report]) -> None:
    scheme = ClassScheme.objects.get(key="hanwen-guji")
    by_code = {node.code: node for node in scheme.nodes.all()}
    AddNode(scheme, by_code["102"], "102-L1", "本省易學").execute()
    RenameNode(by_code["103"], name_hant="尚書類").execute()
    MoveNode(by_code["110"], by_code["109"]).execute()
    again = LoadAuthority().execute()
    assert changes(again) == 0
    assert kept(again) == ["103 尚書類", "110 通禮"]
    assert scheme.nodes.get(code="102-L1").is_local
    assert scheme.nodes.get(code="110").parent == by_code["109"]
    assert inspect_trees() == []


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not beside the project")
def test_holders_of_the_national_list_are_found_by_the_names_written_there(loaded: list[Report]) -> None:
    with (SHARED / "books" / "national_list.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["inst_code"].startswith(("17", "47"))]
    codes = {name.folded: name.institution.code for name in InstitutionName.objects.select_related("institution")}
    from authority.folding import fold_name

    wrong = [row["institution"] for row in rows if codes.get(fold_name(row["institution"])) != row["inst_code"]]
    assert len(wrong) <= 5, wrong
