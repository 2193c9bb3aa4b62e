"""The engines that the benchmark compares set the same register: what is measured is the same work."""

from __future__ import annotations

import importlib
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from benchmarks.peers import by_typst, by_xelatex
from benchmarks.peers.entries import Row, entries, numeral, sample
from tools.compare_pages import BESIDE, FIRST, beside, set_page

ENGINES = ("ours", "by_typst", "by_platypus")


def set_by(engine: str, rows: list[Row], folder: Path, *, with_index: bool) -> PdfReader:
    path = folder / f"{engine}.pdf"
    importlib.import_module(f"benchmarks.peers.{engine}").set_register(rows, path, with_index=with_index)
    return PdfReader(BytesIO(path.read_bytes()))


def text_of(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_entry_is_set_by_every_engine(engine: str, tmp_path: Path) -> None:
    rows = list(entries(40))
    text = text_of(set_by(engine, rows, tmp_path, with_index=True))
    for key, mark, title, _ in rows:
        assert f"{key}{mark}" in text
        plain = "".join(char for char in title if char < "\U00020000")
        assert plain in text


@pytest.mark.parametrize("engine", ENGINES)
def test_every_index_line_is_a_link_in_every_engine(engine: str, tmp_path: Path) -> None:
    rows = list(entries(40))
    reader = set_by(engine, rows, tmp_path, with_index=True)
    links = sum(len(page.get("/Annots", ())) for page in reader.pages)
    assert links >= len(rows)


@pytest.mark.parametrize("engine", ENGINES)
def test_all_set_the_same_sheet(engine: str, tmp_path: Path) -> None:
    reader = set_by(engine, list(entries(5)), tmp_path, with_index=False)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [524, 737]


def test_synthetic_entries_are_always_the_same_and_of_every_kind() -> None:
    rows = list(entries(500))
    assert rows == list(entries(500))
    assert any("存五卷" in rest for *_, rest in rows)
    assert any(char > "\U00020000" for _, _, title, _ in rows for char in title)


@pytest.mark.parametrize(
    ("number", "words"), [(3, "三"), (10, "十"), (21, "二十一"), (101, "一百零一"), (110, "一百一十")]
)
def test_numerals_of_the_synthetic_entries(number: int, words: str) -> None:
    assert numeral(number) == words


def test_the_sample_gives_numbered_records_with_their_statements() -> None:
    rows = list(sample(20))
    assert len(rows) == 20
    assert all(key and title and rest for key, _, title, rest in rows)


def test_sources_hold_what_their_languages_would_take_for_commands() -> None:
    rows: list[Row] = [("330000-1701-0000001", '善"1', "a#b$c", "100%_{x}&")]
    assert '善\\"1' in "".join(by_typst.source(rows, "auto", with_index=False))
    assert "100\\%\\_\\{x\\}\\&" in "".join(by_xelatex.source(rows, with_index=False))


def test_pages_stand_beside_each_other_at_one_height() -> None:
    pages = [Image.new("L", (1000, 1400), shade) for shade in (10, 20, 30)]
    whole = beside(pages)
    assert whole.size == (3 * BESIDE + 4, round(1.4 * BESIDE))
    assert [whole.getpixel((5 + at * (BESIDE + 2), 5)) for at in range(3)] == [10, 20, 30]


def test_the_pages_beside_each_other_begin_with_the_same_entry_and_go_on_alike(tmp_path: Path) -> None:
    """The same page by three engines, not three pages of one number. Each has the entries in their order."""
    keys = [key for key, *_ in sample(120) if key >= FIRST]
    reached = []
    for engine in ("ours", "typst", "platypus"):
        page = PdfReader(set_page(engine, tmp_path)).pages[0]
        found = list(dict.fromkeys(re.findall(r"\d{6}-\d{4}-\d{7}", page.extract_text())))
        body = sorted(set(found))
        assert body == keys[: len(body)]
        reached.append(len(body))
    assert min(reached) > 12
