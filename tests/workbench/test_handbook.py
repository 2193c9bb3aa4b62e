"""The handbook names every check, role and command that there is, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from catalog_export.volumes.preflight import KINDS
from census.checks import Check
from census.models import Role
from census.policies import ACTION_NAMES
from guji.checks import BOOK_CHECKS
from guji.data import BookData

HANDBOOK = (Path(__file__).parents[2] / "docs" / "handbook.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("check", list(BOOK_CHECKS), ids=lambda check: check.id)
def test_every_check_is_explained(check: Check[BookData]) -> None:
    assert check.title in HANDBOOK


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", HANDBOOK))
    assert named - {"shell", "check", "migrate"} <= get_commands().keys()
    assert {"import_books", "import_template", "undo_import", "check_records", "typeset_register", "rederive"} <= named


@pytest.mark.parametrize("check", re.findall(r"--check ([a-z_ ]+)", HANDBOOK))
def test_every_check_that_a_command_names_exists(check: str) -> None:
    assert set(check.split()) <= {one.id for one in BOOK_CHECKS}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_in_the_table(role: Role) -> None:
    assert str(role.label)[:2] in HANDBOOK


@pytest.mark.parametrize("target", re.findall(r"\]\(#([^)]+)\)", HANDBOOK))
def test_the_contents_lead_to_headings(target: str) -> None:
    headings = [re.sub(r"[、：，]", "", line[3:]) for line in HANDBOOK.splitlines() if line.startswith("## ")]
    assert target in headings


@pytest.mark.parametrize("kind", [kind for kind, (level, _, _) in KINDS.items() if level == "error"])
def test_every_error_of_the_preflight_is_explained(kind: str) -> None:
    assert KINDS[kind][1] in HANDBOOK


@pytest.mark.parametrize("action", sorted(set(ACTION_NAMES) - {"create", "comment", "import_approved"}))
def test_every_act_of_the_policy_table_is_named(action: str) -> None:
    assert ACTION_NAMES[action] in HANDBOOK
