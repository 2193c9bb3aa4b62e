"""Export → edit → import: what was not touched stays, what was changed is a revision, and nothing else happens."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from authority.models import Institution
from census.models import BatchState, ImportBatch, Revision, State, Verdict
from guji.actions import BulkCreateBooks
from guji.exports import FORMS, export_books
from guji.listing import RecordFilter, listed
from guji.models import Book
from guji.sample import sample_books
from tests.guji.imports.book_sheets import counts, take

pytestmark = pytest.mark.django_db
Sheet = list[list[str]]


@pytest.fixture
def sample(authority_tables: None) -> None:
    call_command("load_sample", stdout=io.StringIO())


@pytest.fixture
def shelf(db: None) -> None:
    """Twelve records of the sample that one library holds, with all their details."""
    Institution.objects.create(code="1705", name="天一閣博物院", census_prefix="330000")
    books = [data for data in sample_books() if data.institution == "1705" and data.details][:12]
    batch = ImportBatch.objects.create(kind="book", file_name="shelf", state=BatchState.COMMITTED)
    BulkCreateBooks(None, batch=batch, approved=True, trusted=True).execute((book, ()) for book in books)


def export(path: Path, **chosen: str) -> Path:
    export_books(RecordFilter(**chosen).apply(Book.objects.order_by("census_no", "pk")), path, path.suffix[1:])
    return path


def edit(path: Path, change: Callable[[Sheet], None]) -> Path:
    """Open the sheet as a person does, change it, and save it."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        change(rows)
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    change(rows)
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row, 1):
            sheet.cell(number, index).value = value or None
    book.save(path)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_the_whole_sample_comes_back_unchanged(form: str, sample: None, tmp_path: Path) -> None:
    before = Revision.objects.count()
    outcome = take(export(tmp_path / f"all.{form}"))
    assert counts(outcome) == {str(Verdict.SAME): Book.objects.count()}
    assert outcome.unknown == []
    assert Revision.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
def test_one_changed_cell_is_one_revision(form: str, shelf: None, tmp_path: Path) -> None:
    Book.objects.filter(institution__code="1705").update(state=State.DRAFT)
    path = export(tmp_path / f"part.{form}", institution="1705")

    def change(rows: Sheet) -> None:
        rows[3][rows[0].index("索书号")] = "善9999"

    held = Book.objects.filter(institution__code="1705").count()
    outcome = take(edit(path, change))
    assert counts(outcome) == {str(Verdict.UPDATE): 1, str(Verdict.SAME): held - 1}
    revision = Revision.objects.latest("pk")
    assert set(revision.diff) == {"shelf_mark"}
    assert revision.diff["shelf_mark"][1] == "善9999"


def test_deleting_a_column_from_the_sheet_changes_nothing(shelf: None, tmp_path: Path) -> None:
    path = export(tmp_path / "all.csv")

    def change(rows: Sheet) -> None:
        at = rows[0].index("钤印")
        for row in rows:
            del row[at]

    assert set(counts(take(edit(path, change)))) == {str(Verdict.SAME)}


HOSTILE = ['=HYPERLINK("http://x","a")', "+1+1", "@x", "-2+3", "=1+1", "\u3000"]


@pytest.mark.parametrize("form", FORMS)
def test_what_looks_like_a_formula_is_text_in_the_file_and_comes_back(form: str, shelf: None, tmp_path: Path) -> None:
    books = list(Book.objects.filter(institution__code="1705")[: len(HOSTILE) - 1])
    for book, text in zip(books, HOSTILE, strict=False):
        Book.objects.filter(pk=book.pk).update(note=text, shelf_mark="0012")
    path = export(tmp_path / f"x.{form}", institution="1705")
    if form == "xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
        assert not any(isinstance(cell.value, int | float) for row in sheet.iter_rows() for cell in row)
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@") and not cell.startswith('="')]
    assert set(counts(take(path))) == {str(Verdict.SAME)}


def test_the_sheet_says_what_it_is_and_what_it_lacks(shelf: None, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    export_books(Book.objects.all()[:3], path, "xlsx", chosen="浙江圖書館")
    about = [row[0] for row in openpyxl.load_workbook(path)["说明"].iter_rows(values_only=True)]
    assert "导出 3 部" in str(about[0])
    assert about[1] == "筛选：浙江圖書館"


def test_a_failed_export_leaves_no_half_file(shelf: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("guji.exports.run.write_sheet", broken)
    with pytest.raises(OSError, match="disk full"):
        export_books(Book.objects.all()[:3], tmp_path / "x.csv", "csv")
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_the_records_read(shelf: None, tmp_path: Path) -> None:
    heard: list[int] = []
    made = export_books(Book.objects.all(), tmp_path / "x.csv", "csv", progress=heard.append)
    assert heard[-1] == made.records == Book.objects.count()
    assert heard == sorted(heard)


def test_listed_is_what_the_list_shows(shelf: None) -> None:
    order = [book.census_no for book in listed(None, RecordFilter(institution="1705"))]
    assert order == sorted(order, key=lambda number: number or "9")
    assert {number[7:11] for number in order if number} == {"1705"}
