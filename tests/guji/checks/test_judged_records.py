"""Whole records against all checks at once: what a reviewer should hear, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from census.checks import Context, Level
from guji.checks import BOOK_CHECKS
from guji.data import BookData

GOLDEN = Path(__file__).parent / "golden"


def lines(name: str) -> list[str]:
    """Return the entries of a table; lines that begin with # are remarks."""
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def record(line: str) -> BookData:
    """Return the record that a line of the register states."""
    title, responsibility, edition, volumes, extent = line.split("|")
    return BookData(
        institution="1701",
        shelf_mark="善0012",
        title=title,
        responsibility=responsibility,
        edition=edition,
        volumes=volumes,
        extent=extent,
        series="通志堂經解" if "通志堂經解" in edition else "",
    )


def said_of(book: BookData) -> list[str]:
    """Return the errors and warnings on a record."""
    return sorted(f.check for f in BOOK_CHECKS.run(book, Context()) if f.level is not Level.HINT)


@pytest.mark.parametrize("line", lines("right_records"))
def test_nothing_is_said_of_a_right_record(line: str) -> None:
    assert said_of(record(line)) == []


@pytest.mark.parametrize("line", lines("wrong_records"))
def test_what_is_wrong_is_said_and_nothing_else(line: str) -> None:
    entry, _, expected = line.partition(" ⇒ ")
    assert said_of(record(entry)) == sorted(expected.split())
