"""The real list: how many lines split with nothing left over and come back byte for byte (shared data)."""

import csv
from pathlib import Path

import pytest

from guji.notation import (
    parse_edition,
    parse_entry,
    parse_responsibility,
    parse_title,
    render_edition,
    render_entry,
    render_responsibility,
    render_title,
)

BOOKS = Path(__file__).resolve().parents[4] / "shared" / "data" / "books"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not BOOKS.exists(), reason="the shared data lies beside the project only where it is developed"),
]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shared table."""
    with (BOOKS / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [row["raw"] for row in rows("national_list.csv") if row["doc_type"] == "漢文古籍"]


def test_lines_split_and_come_back(lines: list[str]) -> None:
    entries = [parse_entry(line) for line in lines]
    assert len(entries) == 8724
    identical = sum(render_entry(entry) == line for entry, line in zip(entries, lines, strict=True))
    complete = sum(entry.complete for entry in entries)
    assert identical / len(entries) >= 0.998
    assert complete / len(entries) >= 0.998


def test_editions_give_what_they_state(lines: list[str]) -> None:
    editions = [parse_entry(line).edition for line in lines]
    share = {
        "type": sum(bool(edition.type) for edition in editions),
        "dynasty": sum(bool(edition.dynasty) for edition in editions),
        "era": sum(bool(edition.era) for edition in editions),
        "year": sum(edition.year_from is not None for edition in editions),
    }
    assert share["type"] / len(editions) > 0.99
    assert share["dynasty"] / len(editions) > 0.93
    assert share["era"] / len(editions) > 0.6
    assert share["year"] / len(editions) > 0.5


def test_contradictions_are_few_and_real(lines: list[str]) -> None:
    doubted = [line for line in lines if any(i.check == "era_year_mismatch" for i in parse_entry(line).issues)]
    assert len(doubted) == 1
    assert "明嘉靖三十九年（1506）" in doubted[0]


def test_titles_and_authors_of_the_siku_come_back() -> None:
    for row in rows("siku_quanshu.csv"):
        assert render_title(parse_title(row["title_juan"]).structure) == row["title_juan"]
        people = parse_responsibility(row["author_statement"])
        assert people.complete
        assert render_responsibility(people.structure) == row["author_statement"]


@pytest.mark.parametrize(
    ("name", "column", "share"),
    [("sibu_congkan_editions.csv", "edition", 0.96), ("fanshu_ouji_yi.csv", "edition_raw", 0.97)],
)
def test_editions_of_other_lists(name: str, column: str, share: float) -> None:
    texts = [row[column] for row in rows(name)]
    parsed = [parse_edition(text) for text in texts]
    good = sum(one.complete and render_edition(one.structure) == one.text for one in parsed)
    assert good / len(texts) >= share
