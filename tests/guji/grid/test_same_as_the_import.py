"""A grid and an imported file of the same rows are told the same: there is one set of rules."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.models import Institution
from census.policies import Access
from guji.actions import CreateBook
from guji.data import BookData
from guji.grid.clipboard import Clipping
from guji.grid.columns import STATEMENTS, label_of
from guji.grid.fitting import fit
from guji.grid.judging import GridJudge, LineJudged
from guji.grid.lines import Line
from guji.grid.telling import notes_of
from guji.synthetic import synthetic_books
from guji.synthetic.flaws import spoil
from tests.guji.imports.book_sheets import counts, take, text

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "books" / "national_list.csv"
WRITTEN = ("shelf_mark", "title", "responsibility", "edition", "volumes", "extent", "annotation", "note")


def rows_of(books: Sequence[BookData]) -> list[list[str]]:
    return [[str(getattr(book, name)) for name in STATEMENTS] for book in books]


def with_flaws(number: int) -> list[BookData]:
    """Made-up books of one library, every second spoilt, some of them twice."""
    chance = random.Random(7)
    books = [replace(book, institution="1701", census_no="") for book in synthetic_books(number, 3)]
    books = [spoil(book, chance) if index % 2 else book for index, book in enumerate(books)]
    unmarked = [replace(book, shelf_mark="") for book in books[:2]]
    return [*books, books[0], *unmarked, unmarked[0], replace(books[1], census_no="330000-1701-000001")]


def judged(rows: Sequence[Sequence[str]], header: Sequence[str], user: User, holder: Institution) -> list[LineJudged]:
    fitted = fit(Clipping([list(header), *map(list, rows)]))
    lines = [
        Line(f"c{number}", number, dict(zip(fitted.columns, row, strict=True)))
        for number, row in enumerate(fitted.rows, 1)
    ]
    return GridJudge(Access.of(user), holder, fitted.columns).judge(lines)


@pytest.mark.parametrize("stored", [0, 10])
def test_the_same_rows_get_the_same_findings_and_the_same_verdicts(
    tmp_path: Path, cataloguer: User, zhejiang: Institution, stored: int
) -> None:
    """With records in the house an import may take a row for a change of one; a grid's rows are new."""
    books = with_flaws(60)
    rows = rows_of(books)
    for book in books[:stored]:
        other = replace(book, title=f"別{book.title}", edition=f"{book.edition}又", responsibility="")
        CreateBook(other, None, trusted=True).execute()
    header = [label_of(key) for key in STATEMENTS]
    outcome = take(text(tmp_path / "rows.csv", rows, header), institution="1701", dry_run=True)
    ours = judged(rows, header, cataloguer, zhejiang)
    assert Counter(finding.check for one in ours for finding in one.judged.findings) == outcome.checks
    assert Counter(str(one.judged.verdict) for one in ours) == counts(outcome)
    assert sum(outcome.checks.values()) > len(books), "there was something to be found"


def in_place(judged_rows: Sequence[LineJudged]) -> int:
    """Say how many notes point to characters, all of which must be there."""
    pointing = 0
    for one in judged_rows:
        for note in notes_of(one):
            cell = one.line.cells.get(note.column, "")
            assert note.offset + note.length <= len(cell)
            pointing += note.length > 0
    return pointing


def test_every_note_points_to_characters_that_are_there(cataloguer: User, zhejiang: Institution) -> None:
    books = with_flaws(40)
    header = [label_of(key) for key in STATEMENTS]
    apart = judged(rows_of(books), header, cataloguer, zhejiang)
    lines = ["\u3000".join(filter(None, (getattr(book, name) for name in WRITTEN[1:6]))) for book in books]
    whole = judged([[line] for line in lines], ["著录"], cataloguer, zhejiang)
    assert in_place(apart) > 10
    assert in_place(whole) > 10


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data lies beside the project only where it is developed")
def test_entries_of_the_national_list_are_judged_in_place(cataloguer: User, zhejiang: Institution) -> None:
    with SHARED.open(encoding="utf-8-sig", newline="") as stream:
        entries: list[Any] = [[row["raw"]] for row in csv.DictReader(stream)][::40]
    found = judged(entries, ["著录"], cataloguer, zhejiang)
    assert len(found) == len(entries)
    assert in_place(found) > 30
