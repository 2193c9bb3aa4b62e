"""What robots are told, and charts by their numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guji.models import Book
from search import charts
from search.views import sitemap
from tests.search.pages.catalogue_samples import PUBLIC, page

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client: Client, path: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(page(client, path)).iterfind(".//s:loc", NS)]


def test_the_map_names_every_public_record_once_and_nothing_else(
    reader: Client, books: dict[str, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART", 2)
    parts = addresses(reader, "/sitemap.xml")
    assert parts[0] == "http://testserver/sitemap-pages.xml"
    found = [one for part in parts[1:] for one in addresses(reader, part.removeprefix("http://testserver"))]
    numbers = sorted(stated["census_no"] for _, stated in PUBLIC.values())
    assert found == [f"http://testserver/r/{number}/" for number in numbers]


def test_each_page_of_the_map_can_be_read(reader: Client, books: dict[str, Book]) -> None:
    for address in addresses(reader, "/sitemap-pages.xml") + addresses(reader, "/sitemap-book-1.xml"):
        assert reader.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_a_page_of_the_map_names_its_other_language(reader: Client, books: dict[str, Book]) -> None:
    assert 'hreflang="en" href="http://testserver/r/330000-1701-0000012/?hl=en"' in page(reader, "/sitemap-book-1.xml")


@pytest.mark.parametrize("part", ["book-2", "book-0", "book--1", "book-x", "nothing-1", "book-99999999999", "book-１"])
def test_a_part_that_is_not_there_is_not_found(part: str, reader: Client, books: dict[str, Book]) -> None:
    assert reader.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_keep_from_combinations_and_from_the_desk(reader: Client, tables: None) -> None:
    lines = page(reader, "/robots.txt").splitlines()
    assert {"Disallow: /search/", "Disallow: /desk/", "Disallow: /records/", "Disallow: /admin/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /" not in lines


ROWS = st.lists(st.tuples(st.text(max_size=20), st.integers(0, 10**9)), max_size=40)


@given(rows=ROWS)
def test_a_bar_is_as_long_as_its_number_and_stays_in_the_drawing(rows: list[tuple[str, int]]) -> None:
    chart = charts.bars(rows)
    assert len(chart.bars) == len(rows)
    for bar, (_label, count) in zip(chart.bars, rows, strict=True):
        assert (bar.width > 0) == (count > 0)
        assert bar.x + bar.width <= chart.width
        assert bar.y + bar.height <= chart.height
    longest = sorted(zip((count for _label, count in rows), (bar.width for bar in chart.bars), strict=True))
    assert [width for _count, width in longest] == sorted(bar.width for bar in chart.bars)


@given(rows=ROWS)
def test_a_column_stands_on_the_ground_and_beside_its_neighbours(rows: list[tuple[str, int]]) -> None:
    chart = charts.columns(rows)
    for bar, following in zip(chart.bars, chart.bars[1:], strict=False):
        assert bar.x + bar.width <= following.x + 1e-6
    assert {round(bar.y + bar.height, 6) for bar in chart.bars} <= {charts.COLUMNS_HIGH}
    assert all(bar.y >= 0 for bar in chart.bars)


def test_a_long_label_is_cut_in_the_drawing_only() -> None:
    (bar,) = charts.bars([("浙江省中醫藥研究院圖書資料室", 3)]).bars
    assert len(bar.label) == charts.LABEL_AT_MOST
    assert bar.label.endswith("…")


def test_numbers_in_a_drawing_are_written_with_points_in_every_language(reader: Client, books: dict[str, Book]) -> None:
    html = page(reader, "/statistics/?hl=en")
    numbers = re.findall(r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"', html)
    assert numbers
    assert all(re.fullmatch(r"\d+\.\d\d", number) for row in numbers for number in row)
