"""Options of the press all at once: vertical lines, proof, crop marks, bars at changes, any number of processes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdf import PageObject, PdfReader

from catalog_export.models import VolumeProfile
from guji.models import Book
from tests.catalog_export.volumes.series_reading import SMALL_PAGE
from tests.catalog_export.volumes.stored_records import GUOYU, ZHOUYI, make_institutions, store

pytestmark = [pytest.mark.poppler, pytest.mark.django_db]
#: Three millimetres of bleed and eight of room for the marks, in points.
MARGIN = 11 * 72 / 25.4
ALL = ("--proof", "--vertical", "--crop-marks", "--bleed", "3")


@pytest.fixture(autouse=True)
def records() -> None:
    """A composed character, numbers that fill half lines, and enough entries for several volumes."""
    make_institutions()
    VolumeProfile.objects.create(name="small", label="小開本", data={"page": SMALL_PAGE, "index": {"columns": 2}})
    for serial in range(1, 70):
        title = "某⿰亻周書四十二卷" if serial % 7 == 0 else ZHOUYI.title
        store(replace(ZHOUYI, census_no=f"330000-1701-{serial:07d}", shelf_mark=f"普347.8/{serial}", title=title))
    store(replace(GUOYU, institution="1704", census_no="330000-1704-0000001"))


def typeset(out: Path, *arguments: str) -> Path:
    command = ("typeset_register", "--region", "330000", "--profile", "small", *arguments, "--out", str(out))
    call_command(*command, stdout=StringIO())
    return out


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def bars(page: PageObject) -> list[tuple[float, float]]:
    """Where the strokes of a change bar's thickness stand, and how long each is."""
    contents = page.get_contents()
    if contents is None:
        return []
    found, width, start = [], 0.0, (0.0, 0.0)
    for operands, operator in contents.operations:
        values = [float(value) for value in operands] if operator in (b"w", b"m", b"l") else []
        if operator == b"w":
            width = values[0]
        elif operator == b"m":
            start = (values[0], values[1])
        elif operator == b"l" and width == pytest.approx(1.5):
            found.append((start[0], abs(values[1] - start[1])))
    return found


@pytest.mark.parametrize(("limit", "options"), [("26", ALL), ("18", ("--proof", "--crop-marks"))])
def test_any_number_of_processes_writes_the_same_files(tmp_path: Path, limit: str, options: tuple[str, ...]) -> None:
    one, two = (typeset(tmp_path / jobs, *options, "--max-pages", limit, "--jobs", jobs) for jobs in ("1", "2"))
    assert digests(one) == digests(two)
    assert len(list(one.glob("*-0?.pdf"))) >= 2, "it is a set of several volumes"


def test_a_vertical_proof_with_marks_for_cutting_keeps_its_bars_on_the_trimmed_page(tmp_path: Path) -> None:
    before = typeset(tmp_path / "before", "--proof", "--vertical")
    Book.objects.filter(census_no="330000-1701-0000030").update(edition="清康熙十二年刻本")
    since = str(before / "register-330000-proof.snapshot.jsonl.gz")
    plain = typeset(tmp_path / "plain", "--proof", "--vertical", "--since", since)
    marked = typeset(tmp_path / "marked", *ALL, "--since", since)
    pages, cut = (PdfReader(folder / "register-330000-proof.pdf").pages for folder in (plain, marked))
    assert len(pages) == len(cut)
    barred = [number for number, page in enumerate(pages) if bars(page)]
    assert len(barred) == 1
    assert [number for number, page in enumerate(cut) if bars(page)] == barred
    for (x, length), (moved, same) in zip(bars(pages[barred[0]]), bars(cut[barred[0]]), strict=True):
        assert moved - x == pytest.approx(MARGIN, abs=0.03)
        assert same == pytest.approx(length, abs=0.03)
    for page in cut:
        assert float(page.trimbox.left) == pytest.approx(MARGIN, abs=0.03)


def test_a_composed_character_of_a_vertical_volume_is_found_as_it_is_described(tmp_path: Path) -> None:
    folder = typeset(tmp_path, "--vertical")
    text = "".join(page.extract_text() for page in PdfReader(folder / "register-330000.pdf").pages)
    assert "".join(text.split()).count("某⿰亻周書四十二卷") >= 9
    assert text.count("〓") == 1, "where the 凡例 says what it stands for"
