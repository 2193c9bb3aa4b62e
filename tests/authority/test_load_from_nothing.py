"""Loading into an empty database, and from other files than the project's."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from authority import tables
from authority.actions.loading import LoadAuthority
from authority.checks.tree import inspect_trees
from authority.models import (
    ClassNode,
    ClassScheme,
    Institution,
    Region,
)
from authority.tables import SchemeFile

if TYPE_CHECKING:
    from authority.actions.reports import Report

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def kept(reports: list[Report]) -> list[str]:
    return [name for report in reports for name in report.kept]


def test_the_command_says_what_it_did(db: None) -> None:
    first, second = StringIO(), StringIO()
    call_command("load_authority", stdout=first)
    call_command("load_authority", stdout=second)
    assert "行政区划：新增 135，更新 0" in first.getvalue()
    assert "共改动 0 行，保留本地内容 0 行" in second.getvalue()


def test_a_key_an_administrator_used_first_stays_his(db: None) -> None:
    Institution.objects.create(code="1701", name="本館")
    reports = LoadAuthority().execute()
    assert "1701 本館" in kept(reports)
    assert Institution.objects.get(code="1701").name == "本館"


def tree(path: Path, text: str) -> SchemeFile:
    path.write_text(text, encoding="utf-8")
    return SchemeFile("trial", path.stem, "試表", "", path)


def test_a_class_moved_in_the_file_is_moved(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.tree"
    before = tree(path, "1\t經部\n  11\t易類\n2\t史部\n")
    monkeypatch.setattr(tables, "SCHEMES", (before,))
    LoadAuthority().execute()
    tree(path, "1\t經部\n2\t史部\n  11\t易類\n  21\t正史類\n")
    report = LoadAuthority().execute()[-1]
    assert (report.added, report.changed) == (1, 1)
    assert ClassNode.objects.get(code="11").path() == "史部/易類"
    assert inspect_trees() == []


def test_a_new_version_stands_beside_the_old(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tree(tmp_path / "a.tree", "1\t經部\n2\t史部\n"), tree(tmp_path / "b.tree", "1\t經\n2\t史\n3\t子\n")
    monkeypatch.setattr(tables, "SCHEMES", (old,))
    LoadAuthority().execute()
    monkeypatch.setattr(tables, "SCHEMES", (old, new))
    LoadAuthority().execute()
    assert [node.name_hant for node in ClassNode.objects.current("trial")] == ["經", "史", "子"]
    assert ClassNode.objects.filter(scheme__version="a").count() == 2
    assert inspect_trees() == []


def test_a_file_that_is_no_outline_changes_nothing(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SCHEMES", (tree(tmp_path / "a.tree", "1\t經部\n      11\t易類\n"),))
    with pytest.raises(CommandError, match="未作任何改动"):
        call_command("load_authority", stdout=StringIO())
    assert Region.objects.count() == 0
    assert ClassScheme.objects.count() == 0
