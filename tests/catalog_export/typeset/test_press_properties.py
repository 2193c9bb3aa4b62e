"""What a press reads before it prints: boxes, ink, colour profile, properties that agree."""

from __future__ import annotations

import contextlib
import re
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from catalog_export.typeset import (
    ColourProfileError,
    Compositor,
    DocumentInfo,
    Furniture,
    Item,
    OutputIntent,
    PageDesign,
    Paragraph,
    Rule,
    Run,
    Section,
    Style,
    Table,
    Typefaces,
)
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typeset.properties import info_dictionary, xmp_packet
from tests.catalog_export.typeset.conftest import TEXT, register_items
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.typeset.pdf_geometry import read_pages

#: Every operator that sets a colour otherwise than by the four plates.
OTHER_COLOURS = {"rg", "RG", "g", "G", "sc", "SC", "scn", "SCN", "cs", "CS", "sh", "gs"}
FULL = DocumentInfo(
    "浙江圖書館<古籍>普查 & 登記目錄",
    "編委會",
    "登記目錄",
    ("古籍", "普查"),
    created="2026-03-01T08:00:00+08:00",
    extra={"Snapshot": "0123"},
)
XMP_NAMES = {
    "Title": "{http://purl.org/dc/elements/1.1/}title",
    "Author": "{http://purl.org/dc/elements/1.1/}creator",
    "Subject": "{http://purl.org/dc/elements/1.1/}description",
    "Keywords": "{http://ns.adobe.com/pdf/1.3/}Keywords",
    "Creator": "{http://ns.adobe.com/xap/1.0/}CreatorTool",
    "Producer": "{http://ns.adobe.com/pdf/1.3/}Producer",
}


def bound(faces: Typefaces, items: list[Item], design: PageDesign, info: DocumentInfo = FULL) -> bytes:
    compositor = Compositor(faces)
    section = Section(items, design, lambda page: Furniture(head_left="眉", head_rule=0.4, foot_right=page.label))
    return compositor.document([compositor.compose(section)], info).to_bytes()


def everything() -> list[Item]:
    """A heading, rules, a table, dotted leaders and bold rare characters: all that ever draws."""
    table = Table((("單位", "部數"), ("浙江圖書館", "12")), (0.7, 0.3), TEXT)
    leader = Paragraph((Run("周易"),), TEXT, tail=(Run("12"),))
    heading = Paragraph((Run("𠀋書", weight=700),), Style(16, 24, 700, "centre"))
    return [heading, Rule(), table, leader, *register_items(8)]


def test_all_ink_is_black_alone_in_text_rules_tables_and_marks(faces: Typefaces) -> None:
    data = bound(faces, everything(), PageDesign(columns=2, column_rule=True, bleed=3, crop_marks=True))
    reader = PdfReader(BytesIO(data))
    inks = set()
    for page, read in zip(reader.pages, read_pages(data), strict=True):
        assert not read.operators & OTHER_COLOURS
        contents = page.get_contents()
        assert contents is not None
        inks |= {tuple(map(float, operands)) for operands, operator in contents.operations if operator in (b"k", b"K")}
    assert inks == {(0, 0, 0, 1)}


def test_every_stream_of_a_page_sets_its_ink_before_it_draws(faces: Typefaces) -> None:
    reader = PdfReader(BytesIO(bound(faces, everything(), PageDesign(columns=2))))
    for page in reader.pages:
        for stream in page["/Contents"]:
            assert stream.get_object().get_data().startswith(b"0 0 0 1 k 0 0 0 1 K\n")


@pytest.mark.parametrize(
    ("bleed", "marks", "margin"), [(0.0, False, 0.0), (3.0, False, 3.0), (0.0, True, 8.0), (3.0, True, 11.0)]
)
def test_boxes_nest_and_the_trimmed_page_keeps_its_size(
    faces: Typefaces, bleed: float, marks: bool, margin: float
) -> None:
    data = bound(faces, register_items(2), PageDesign(bleed=bleed, crop_marks=marks))
    page = PdfReader(BytesIO(data)).pages[0]
    media, bled, trim = (
        [float(edge) / POINTS_PER_MM for edge in box] for box in (page.mediabox, page.bleedbox, page.trimbox)
    )
    assert media == pytest.approx([0, 0, 185 + 2 * margin, 260 + 2 * margin], abs=0.01)
    assert trim == pytest.approx([margin, margin, margin + 185, margin + 260], abs=0.01)
    assert bled == pytest.approx([margin - bleed, margin - bleed, margin + 185 + bleed, margin + 260 + bleed], abs=0.01)


def strokes(data: bytes) -> list[tuple[float, ...]]:
    """Straight strokes of the first page, millimetres."""
    contents = PdfReader(BytesIO(data)).pages[0].get_contents()
    assert contents is not None
    found, start = [], (0.0, 0.0)
    for operands, operator in contents.operations:
        if operator == b"m":
            start = (float(operands[0]), float(operands[1]))
        elif operator == b"l":
            found.append(tuple(round(v / POINTS_PER_MM, 1) for v in (*start, float(operands[0]), float(operands[1]))))
    return found


def test_crop_marks_point_at_the_corners_and_stay_out_of_the_bleed(faces: Typefaces) -> None:
    items: list[Item] = [Paragraph((Run("易"),), TEXT)]
    marked = set(strokes(bound(faces, items, PageDesign(bleed=3, crop_marks=True))))
    plain = set(strokes(bound(faces, items, PageDesign(bleed=11))))
    assert len(plain) == 1, "the rule under the running head"
    marked -= plain
    assert len(marked) == 8
    for x, y, to_x, to_y in marked:
        along = (x, to_x) if y == to_y else (y, to_y)
        fixed = y if y == to_y else x
        far = 185 if y == to_y else 260
        assert round(fixed - 11, 1) in (0.0, 185.0, 260.0)
        for at in along:
            assert at - 11 <= -6 or at - 11 >= far + 6, "three millimetres of bleed and three of air"


def test_the_presss_profile_is_embedded_as_supplied_and_named(faces: Typefaces, tmp_path: Path) -> None:
    icc = icc_profile("Japan Color 2011 Coated")
    info = DocumentInfo("易", output_intent=OutputIntent(icc))
    path = tmp_path / "intent.pdf"
    path.write_bytes(bound(faces, register_items(3), PageDesign(), info))
    (intent,) = PdfReader(path).trailer["/Root"]["/OutputIntents"]
    intent = intent.get_object()
    assert intent["/DestOutputProfile"].get_data() == icc
    assert intent["/DestOutputProfile"]["/N"] == 4
    assert intent["/OutputConditionIdentifier"] == "Japan Color 2011 Coated"
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_without_a_profile_nothing_is_said_of_colour_and_no_standard_is_claimed(faces: Typefaces) -> None:
    data = bound(faces, register_items(3), PageDesign())
    assert "/OutputIntents" not in PdfReader(BytesIO(data)).trailer["/Root"]
    assert b"GTS_PDFX" not in data
    assert "pdfaid" not in xmp_packet(FULL)


@pytest.mark.parametrize("version", [2, 4])
def test_a_profile_is_called_what_it_calls_itself(version: int) -> None:
    assert OutputIntent(icc_profile("FOGRA39L Coated", version=version)).name == "FOGRA39L Coated"
    assert OutputIntent(icc_profile("", version=version)).name.startswith("ICC ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "不是 ICC 特性文件"),
        (b"%PDF-1.7" + bytes(400), "不是 ICC 特性文件"),
        (icc_profile(signature=b"scpa"), "不是 ICC 特性文件"),
        (icc_profile()[:-1], "不完整"),
        (icc_profile() + b"x", "不完整"),
        (icc_profile(kind=b"mntr", space=b"RGB "), "这是显示器的特性文件"),
        (icc_profile(kind=b"scnr"), "扫描仪"),
        (icc_profile(space=b"RGB "), "应为 CMYK 的特性文件，这是 RGB 的"),
        (icc_profile(space=b"GRAY"), "这是 GRAY 的"),
        (bytes(17 * 1024 * 1024), "ICC 特性文件不会超过"),
    ],
)
def test_what_is_no_press_profile_is_refused_and_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ColourProfileError, match=message):
        OutputIntent(data)


@given(st.binary(max_size=400), st.integers(0, 220))
def test_a_damaged_profile_is_refused_or_named_but_never_breaks(noise: bytes, at: int) -> None:
    data = bytearray(icc_profile())
    data[at : at + len(noise)] = noise[: max(0, len(data) - at)]
    with contextlib.suppress(ColourProfileError):
        assert OutputIntent(bytes(data)).name


def xmp_values(info: DocumentInfo) -> dict[str, str]:
    packet = xmp_packet(info)
    root = ElementTree.fromstring(packet[packet.index("<x:xmpmeta") : packet.index("<?xpacket end")])
    return {element.tag: "".join(element.itertext()) for element in root.iter() if element.tag.startswith("{http://")}


def test_info_and_xmp_say_the_same(faces: Typefaces) -> None:
    metadata = PdfReader(BytesIO(bound(faces, register_items(1), PageDesign()))).metadata
    assert metadata is not None
    values = xmp_values(FULL)
    for name, tag in XMP_NAMES.items():
        assert values[tag] == metadata[f"/{name}"], name
    assert metadata["/CreationDate"] == "D:20260301080000+08'00'"
    assert values["{http://ns.adobe.com/xap/1.0/}CreateDate"] == "2026-03-01T08:00:00+08:00"
    assert metadata["/Snapshot"] == "0123"


@pytest.mark.parametrize(
    ("created", "info_date", "xmp_date"),
    [
        ("2026-03-01", "D:20260301", "2026-03-01"),
        ("2026-03-01T08:00:00", "D:20260301080000Z", "2026-03-01T08:00:00Z"),
        ("2026-03-01T08:00:00.25-05:00", "D:20260301080000-05'00'", "2026-03-01T08:00:00.25-05:00"),
        ("", "", ""),
        ("嘉靖七年", "", ""),
    ],
)
def test_dates_stand_in_both_or_in_neither(created: str, info_date: str, xmp_date: str) -> None:
    info = DocumentInfo("易", created=created)
    found = re.search(r"/CreationDate\((.*?)\)", info_dictionary(info))
    assert (found.group(1) if found else "") == info_date
    assert xmp_values(info).get("{http://ns.adobe.com/xap/1.0/}CreateDate", "") == xmp_date


def test_the_rule_under_a_running_head_is_not_dotted_after_a_page_with_leaders(faces: Typefaces) -> None:
    data = bound(faces, [Paragraph((Run("周易"),), TEXT, tail=(Run("12"),))], PageDesign())
    contents = PdfReader(BytesIO(data)).pages[0].get_contents()
    assert contents is not None
    dash: list[float] = []
    dashes = []
    for operands, operator in contents.operations:
        if operator == b"d":
            dash = [float(value) for value in operands[0]]
        elif operator == b"S":
            dashes.append(dash)
    assert dashes == [[0.0, pytest.approx(2.85, abs=0.5)], []], "the leader's dots, then the rule, whole"
