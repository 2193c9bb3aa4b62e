"""Results that leave the house: all of them up to a bound, in their order, and nothing in them that a program runs."""

from __future__ import annotations

import csv
import io
import sys
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authority.models import Institution
from guji.models import Book
from tests.search.pages.catalogue_samples import PUBLIC, keep, whole


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = whole(client.get(f"/search/export/csv?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def cells(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_sheet_has_every_result_under_the_censuss_headings(reader: Client, books: dict[str, Book]) -> None:
    found = rows(reader, "sort=number")
    assert [row["普查编号"] for row in found] == sorted(stated["census_no"] for _, stated in PUBLIC.values())
    assert found[0]["题名卷数"] == "周易九卷略例一卷"
    assert found[0]["收藏单位"] == "浙江圖書館"
    assert found[0]["分类"] == "經部/易類/傳説之屬"


def test_a_sheet_follows_the_search_and_its_order(reader: Client, books: dict[str, Book]) -> None:
    assert len(rows(reader, "q=周易")) == 3
    assert len(rows(reader, "q=周易&institution=1704")) == 2
    years = [row["版本"] for row in rows(reader, "q=周易&institution=1704&sort=-year")]
    assert years == [PUBLIC["set"][1]["edition"], PUBLIC["changes too"][1]["edition"]]


def test_no_cell_is_a_formula(reader: Client, books: dict[str, Book]) -> None:
    text = whole(reader.get("/search/export/csv?q=印譜")).decode()
    assert ",=1+1" not in text
    assert '"=""=1+1"""' in text
    sheet = cells(whole(reader.get("/search/export/xlsx?q=印譜")))
    assert "<f>" not in sheet
    assert "=1+1" in sheet


def test_characters_beyond_the_basic_plane_survive(reader: Client, books: dict[str, Book]) -> None:
    for form in ("csv", "txt"):
        assert "𡒄山印譜" in whole(reader.get(f"/search/export/{form}?q=印譜")).decode()
    assert "𡒄山印譜" in cells(whole(reader.get("/search/export/xlsx?q=印譜")))


def test_citations_are_one_line_each(reader: Client, books: dict[str, Book]) -> None:
    lines = whole(reader.get("/search/export/txt?q=周易&sort=number")).decode().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("330000-1701-0000012　善0012　周易九卷略例一卷　（三國魏）王弼")
    assert lines[0].endswith("浙江圖書館")


def test_nothing_found_is_a_sheet_with_headings_alone(reader: Client, books: dict[str, Book]) -> None:
    text = whole(reader.get("/search/export/csv?q=無此書")).decode("utf-8-sig")
    assert text.startswith("普查编号,")
    assert len(text.splitlines()) == 1
    assert whole(reader.get("/search/export/txt?q=無此書")) == b""


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("txt", "text/plain"), ("xlsx", "application/vnd.")])
def test_an_export_is_a_file_to_keep(form: str, kind: str, reader: Client, books: dict[str, Book]) -> None:
    answer = reader.get(f"/search/export/{form}")
    assert answer["Content-Type"].startswith(kind)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Disposition"].endswith(f'.{form}"')


def test_another_form_does_not_exist(reader: Client, tables: None) -> None:
    assert reader.get("/search/export/exe").status_code == 404


def test_no_more_leaves_than_the_bound_says(
    reader: Client, books: dict[str, Book], zhejiang: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["search.views.export"], "MOST_EXPORTED", 3)
    keep(zhejiang, census_no="330000-1701-0000200", title="又一書一卷", edition="清刻本")
    assert len(rows(reader)) == 3


def test_an_export_asks_by_blocks(reader: Client, books: dict[str, Book], zhejiang: Institution) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            rows(reader, "sort=number")
        return len(asked)

    few = questions()
    for serial in range(200, 230):
        keep(zhejiang, census_no=f"330000-1701-{serial:07d}", title="又一書一卷", edition="清刻本")
    assert questions() <= few
