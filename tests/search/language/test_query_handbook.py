"""The handbook's chapter on searching: every query that it shows is understood as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search.language.hinting import TAKEN_AS_STATE
from search.language.tree import Everything
from tests.search.language.conftest import Understand

HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "handbook.zh.md"
CHAPTER = HANDBOOK.read_text(encoding="utf-8").partition("、检索\n\n")[2].partition("\n## ")[0]
QUERIES = sorted(set(re.findall(r"`([^`]+)`", CHAPTER)))
#: Names shown without anything behind them.
NAMES_ALONE = re.compile(r"\w+:")


def test_the_chapter_shows_queries() -> None:
    assert len(QUERIES) > 40


@pytest.mark.parametrize("query", [query for query in QUERIES if not NAMES_ALONE.fullmatch(query)])
def test_what_the_handbook_shows_is_understood(ask: Understand, query: str) -> None:
    understood = ask(query)
    assert understood.tree != Everything()
    assert [hint.message for hint in understood.hints if hint.template != TAKEN_AS_STATE] == []
