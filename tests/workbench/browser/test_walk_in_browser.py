"""The main work from end to end, as a person does it: a sheet sent, read, taken in, found, printed, fetched."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from catalog_export.models import Run
from census.models import ImportBatch, JobState
from guji.models import Book
from tests.browser import follow, settled, work_off
from tests.guji.imports.book_sheets import BOOKS, xlsx

Visit = Callable[..., Any]
OWN = [row for row in BOOKS[:2] if row[1] == "1701"]
#: A row that cannot be taken: there is no such institution.
BAD = ["", "9999", "善9", *OWN[0][3:]]


@pytest.fixture(autouse=True)
def holder(zhejiang: Any) -> None:
    zhejiang.census_prefix = "330000"
    zhejiang.save()


def test_from_a_sheet_to_a_printed_volume(visit: Visit, tmp_path: Path) -> None:
    page = visit("administrator")
    page.goto(reverse("import-new"))
    page.set_input_files("#id_file", xlsx(tmp_path / "浙圖普查.xlsx", [*OWN, BAD]))
    page.get_by_label("作为省审已通过").check()
    follow(page.locator("button.primary"))
    assert work_off(page).state == JobState.DONE

    follow(page.locator("a.primary"))
    assert "有 1 行不收" in page.locator(".standing").inner_text()
    assert "没有这个单位：“9999”" in page.locator("#rows").inner_text()
    with page.expect_download() as report:
        page.get_by_text("取标明问题的原表").click()
    assert report.value.suggested_filename == "浙圖普查-报告.xlsx"
    page.get_by_label("只收其余各行").check()
    follow(page.locator("button.primary"))
    assert work_off(page).state == JobState.DONE

    follow(page.locator("a.primary"))
    assert ImportBatch.objects.get().created_count == 2
    follow(page.locator(".tally a"))
    assert page.locator("table.records tbody tr").count() == 2
    follow(page.locator("td.entry a").first)
    assert OWN[0][0] in page.locator(".printed").inner_text()
    assert "三國吳 韋昭" in page.locator(".statements").inner_text()

    page.goto(reverse("volume-new"))
    page.get_by_label("浙江圖書館").check()
    follow(page.locator("button.primary"))
    assert work_off(page).state == JobState.DONE
    follow(page.locator("a.primary"))
    settled(page)
    run = Run.objects.get()
    assert page.locator("ol.leaves-grid img").count() == run.pages
    first = page.locator("ol.leaves-grid img").first
    assert first.evaluate("(image) => image.naturalWidth") > 200
    assert page.locator("#preflight").inner_text()
    with page.expect_download() as pdf:
        page.get_by_text("取 PDF").click()
    text = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(Path(pdf.value.path()).read_bytes())).pages)
    assert OWN[0][0] in text


def test_what_was_imported_is_exported_edited_and_imported_again(visit: Visit, tmp_path: Path) -> None:
    page = visit("administrator")
    send(page, xlsx(tmp_path / "a.xlsx", OWN))
    page.goto(reverse("record-list"))
    with page.expect_download() as sheet:
        page.get_by_role("link", name="CSV").click()
    path = tmp_path / "back.csv"
    path.write_text(
        Path(sheet.value.path()).read_text(encoding="utf-8-sig").replace("善2", "善22"), encoding="utf-8-sig"
    )
    send(page, path)
    assert set(Book.objects.values_list("shelf_mark", flat=True)) == {"善1", "善22"}
    assert ImportBatch.objects.latest("created_at").updated_count == 1


def test_an_import_is_taken_back(visit: Visit, tmp_path: Path) -> None:
    page = visit("administrator")
    send(page, xlsx(tmp_path / "a.xlsx", OWN))
    page.goto(reverse("import-list"))
    follow(page.get_by_role("link", name="a.xlsx").first)
    page.locator("#reason").fill("送錯了")
    follow(page.get_by_role("button", name="撤回这次导入"))
    work_off(page)
    follow(page.locator("a.primary"))
    assert "移除 2 条" in page.locator("main").inner_text()
    assert not Book.objects.exists()


def send(page: Any, path: Path) -> None:
    """Send a sheet as drafts and take it in."""
    page.goto(reverse("import-new"))
    page.set_input_files("#id_file", path)
    for _ in range(2):
        follow(page.locator("button.primary"))
        work_off(page)
        follow(page.locator("a.primary"))
