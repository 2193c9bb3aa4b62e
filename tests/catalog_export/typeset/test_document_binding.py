"""Sections bound to a document: labels, outline, links, properties, and the same bytes every time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from catalog_export.typeset import (
    ComposedSection,
    Compositor,
    Document,
    DocumentInfo,
    Furniture,
    Numbering,
    PageDesign,
    PageFacts,
    Paragraph,
    Run,
    Section,
    Style,
    Typefaces,
)
from catalog_export.typeset.model import roman
from tests.catalog_export.typeset.conftest import TEXT, register_items
from tests.catalog_export.typeset.pdf_geometry import read_pages

ROOT = Path(__file__).resolve().parents[3]
INDEX = Style(size=8.5, leading=12, align="left", indent=1, first_indent=-1, right_indent=3)
INFO = DocumentInfo(
    "浙江圖書館古籍普查登記目錄", "編委會", "登記目錄", ("古籍", "普查"), created="2026-03-01T08:00:00+08:00"
)


def head(page: PageFacts) -> Furniture:
    return Furniture(head_left=page.first, head_right=page.last, head_rule=0.4, foot_centre=page.label)


def volume(faces: Typefaces, count: int = 60) -> tuple[Document, ComposedSection, ComposedSection]:
    """Return a small volume: contents before the body, index after it, links both ways."""
    compositor = Compositor(faces)
    items = [
        Paragraph(
            tuple(Run(run.text, run.weight, link=f"index-{item.key}") for run in item.runs),
            item.style,
            item.key,
            item.anchor,
            item.mark,
            outline=item.anchor,
        )
        for item in register_items(count)
        if isinstance(item, Paragraph)
    ]
    body = compositor.compose(Section(items, PageDesign(columns=2), head, outline="正文", opens_recto=True))
    index = compositor.compose(
        Section(
            (
                Paragraph((Run(f"某書{key}"),), INDEX, anchor=f"index-{key}", tail=(Run(place.label, link=key),))
                for key, place in body.places.items()
            ),
            PageDesign(columns=2),
            head,
            numbering=Numbering(start=body.next_number),
            outline="索引",
        )
    )
    contents = compositor.compose(
        Section([Paragraph((Run("目錄"),), TEXT)], PageDesign(), numbering=Numbering("r"), outline="目錄")
    )
    return compositor.document([contents, body, index], INFO), body, index


def test_labels_are_roman_before_and_arabic_in_the_body(faces: Typefaces) -> None:
    document, body, index = volume(faces)
    labels = PdfReader(BytesIO(document.to_bytes())).page_labels
    assert labels[:4] == ["i", "ii", "1", "2"]
    assert len(labels) == document.page_count == 2 + len(body.pages) + len(index.pages)
    assert labels[-1] == str(len(body.pages) + len(index.pages))


def test_a_section_opens_on_a_right_hand_page(faces: Typefaces) -> None:
    document, body, _ = volume(faces)
    pages = read_pages(document.to_bytes())
    assert pages[1].glyphs == []
    assert pages[2].glyphs[0].text == "3"
    assert body.page_of("330000-1701-0000001") == "1"


def test_links_lead_there_and_back(faces: Typefaces) -> None:
    document, body, _ = volume(faces)
    pages = read_pages(document.to_bytes())
    first_index = 2 + len(body.pages)
    there, back = set(), set()
    for number, page in enumerate(pages):
        for rect, target, left, top in page.links:
            lines = [
                "".join(g.text for g in line)
                for line in pages[target].lines()
                if top - 16 <= line[0].y <= top and abs(line[0].x - left) < 2
            ]
            if number >= first_index:
                assert target < first_index
                under = "".join(
                    g.text for g in page.glyphs if rect[0] - 0.1 <= g.x < rect[2] and rect[1] <= g.y <= rect[3]
                )
                assert under == str(target - 1)
                there.add(next(text[:19] for text in lines if text.startswith("330000")))
            else:
                back.add(next(text for text in lines if text.startswith("某書"))[2:21])
    assert there == set(body.places)
    assert back == set(body.places)
    assert set(document.preflight.counts()) <= {"missing"}, (
        "one entry has a rare character, for which a machine may lack a face"
    )


def test_index_numbers_are_the_pages_of_the_paper(faces: Typefaces) -> None:
    document, body, _ = volume(faces)
    pages = read_pages(document.to_bytes())
    standing: dict[str, str] = {}
    for number, page in enumerate(pages[2 : 2 + len(body.pages)], start=1):
        for key in re.findall(r"330000-1701-\d{7}", page.text()):
            standing.setdefault(key, str(number))
    text = "".join(page.text() for page in pages[2 + len(body.pages) :])
    assert dict(re.findall(r"某書(330000-1701-\d{7})(\d+?)(?=某書|330000|\d+$|$)", text)).keys() == standing.keys()
    assert {key: body.page_of(key) for key in standing} == standing


def test_running_heads_show_the_first_and_last_mark(faces: Typefaces) -> None:
    document, body, _ = volume(faces)
    page = read_pages(document.to_bytes())[2]
    facts = body.pages[0].facts
    top = max(glyph.y for glyph in page.glyphs)
    shown = "".join(glyph.text for glyph in page.glyphs if glyph.y == top)
    assert shown == facts.first + facts.last
    assert facts.first == "330000-1701-0000001"
    assert body.pages[1].facts.first > facts.last


def test_a_page_that_only_continues_an_entry_is_headed_by_it(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    items = [Paragraph((Run("易" * 6000),), TEXT, mark="甲"), Paragraph((Run("詩"),), TEXT, mark="乙")]
    pages = compositor.compose(Section(items, PageDesign())).pages
    assert [(page.facts.first, page.facts.last) for page in pages[:2]] == [("甲", "甲"), ("甲", "甲")]


def test_outline_is_nested_under_the_section(faces: Typefaces) -> None:
    document, body, _ = volume(faces, 5)
    outline = PdfReader(BytesIO(document.to_bytes())).outline
    titles = [entry["/Title"] for entry in outline if not isinstance(entry, list)]
    assert titles == ["目錄", "正文", "索引"]
    nested = next(entry for entry in outline if isinstance(entry, list))
    assert [entry["/Title"] for entry in nested] == list(body.places)


def test_each_line_of_the_outline_leads_to_the_page_on_which_its_entry_stands(faces: Typefaces) -> None:
    document, body, _ = volume(faces, 60)
    reader = PdfReader(BytesIO(document.to_bytes()))
    nested = next(entry for entry in reader.outline if isinstance(entry, list))
    first = document.first_page(body)
    led = [reader.get_destination_page_number(entry) - first for entry in nested]
    assert led == [place.page for place in body.places.values()]
    assert max(led) > 0, "over several pages"


def test_properties_stand_in_info_and_xmp(faces: Typefaces) -> None:
    reader = PdfReader(BytesIO(volume(faces, 3)[0].to_bytes()))
    assert reader.metadata is not None
    assert reader.metadata.title == INFO.title
    assert reader.metadata["/CreationDate"] == "D:20260301080000+08'00'"
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-Hant"
    packet = catalog["/Metadata"].get_data().decode("utf-8")
    assert INFO.title in packet
    assert "2026-03-01T08:00:00+08:00" in packet


def test_links_that_lead_nowhere_and_anchors_used_twice_are_found(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    items = [
        Paragraph((Run("見某書", link="無此條"),), TEXT, key="甲"),
        Paragraph((Run("一"),), TEXT, anchor="同"),
        Paragraph((Run("二"),), TEXT, anchor="同"),
    ]
    document = compositor.document([compositor.compose(Section(items, PageDesign()))], DocumentInfo("鏈"))
    assert {finding.kind for finding in document.preflight.findings} == {"dangling", "duplicate"}
    assert "无此" not in next(document.preflight.of("dangling")).message
    assert read_pages(document.to_bytes())[0].links == []


def test_a_head_with_no_room_is_found(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    section = Section(
        [Paragraph((Run("易"),), TEXT)],
        PageDesign(),
        lambda page: Furniture(head_left="浙江圖書館" * 8, head_right="古籍普查登記目錄" * 3),
    )
    document = compositor.document([compositor.compose(section)], DocumentInfo("眉"))
    document.to_bytes()
    assert document.preflight.counts() == {"clipped": 1}
    document.to_bytes()
    assert document.preflight.counts() == {"clipped": 1}


def test_trim_box_and_crop_marks(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    design = PageDesign(bleed=3, crop_marks=True)
    composed = compositor.compose(Section([Paragraph((Run("易"),), TEXT)], design))
    (page,) = read_pages(compositor.document([composed], DocumentInfo("裁")).to_bytes())
    width, height = page.trim[2] - page.trim[0], page.trim[3] - page.trim[1]
    assert (width, height) == pytest.approx((185 * 72 / 25.4, 260 * 72 / 25.4), abs=0.02)
    assert page.media[2] > page.trim[2]


def test_the_same_volume_gives_the_same_bytes(opened_faces: Typefaces) -> None:
    assert volume(opened_faces.fresh())[0].to_bytes() == volume(opened_faces.fresh())[0].to_bytes()


def test_bytes_do_not_depend_on_the_process() -> None:
    script = (
        "import sys, hashlib; sys.path.insert(0, 'tests/catalog_export/typeset')\n"
        "from catalog_export.fonts import typefaces\n"
        "from tests.catalog_export.typeset.test_document_binding import volume\n"
        "print(hashlib.sha256(volume(typefaces(), 20)[0].to_bytes()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(digests) == 1


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("count", [1, 700])
def test_qpdf_finds_nothing(faces: Typefaces, tmp_path: Path, count: int) -> None:
    path = tmp_path / "volume.pdf"
    volume(faces, count)[0].write(path)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.poppler
def test_only_embedded_subsets_are_listed(faces: Typefaces, tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    volume(faces, 12)[0].write(path)
    rows = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert rows
    for row in rows:
        name, *_, embedded, subset, unicode, _, _ = row.split()
        assert re.match(r"[A-Z]{6}\+", name)
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_the_page_tree_is_balanced(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    items = [Paragraph((Run("易"),), TEXT, break_before="page") for _ in range(1100)]
    document = compositor.document([compositor.compose(Section(items, PageDesign()))], DocumentInfo("樹"))
    reader = PdfReader(BytesIO(document.to_bytes()))
    assert len(reader.pages) == 1100
    root = reader.trailer["/Root"]["/Pages"]
    assert len(root["/Kids"]) == 2
    assert all(len(kid.get_object()["/Kids"]) <= 32 for kid in root["/Kids"])


def test_an_empty_section_gives_no_page(faces: Typefaces) -> None:
    compositor = Compositor(faces)
    composed = compositor.compose(Section([], PageDesign()))
    assert composed.pages == []
    assert composed.next_number == 1
    assert compositor.document([composed], DocumentInfo("空")).page_count == 0


@pytest.mark.parametrize(("number", "expected"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (1994, "mcmxciv")])
def test_roman_numerals(number: int, expected: str) -> None:
    assert roman(number) == expected
    assert Numbering("R").label(number) == expected.upper()
    assert Numbering("").label(number) == ""
    assert Numbering(prefix="附").label(number) == f"附{number}"
