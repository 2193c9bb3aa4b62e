"""The smaller parts of a set: spines, cumulative index, joined figures and reports, files all or none, estimates."""

from __future__ import annotations

import errno
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from catalog_export.colour_profiles import intent_named, intent_names
from catalog_export.files import UnwritableError, work_folder
from catalog_export.typeset import ColourProfileError, DocumentInfo, Typefaces
from catalog_export.volumes.preflight import PreflightReport, joined_reports
from catalog_export.volumes.profile import IndexSettings, PressSettings, Profile
from catalog_export.volumes.register.entry import Facts, IndexTitle
from catalog_export.volumes.register.front import PartFacts
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.statistics import Statistics, count
from catalog_export.volumes.register.wording import Wording
from catalog_export.volumes.series.cumulative import TITLES, CumulativeComposer
from catalog_export.volumes.series.division import OTHER_PAGES
from catalog_export.volumes.series.ledger import Ledger, Sizer
from catalog_export.volumes.series.runs import MergedLine, Reference
from catalog_export.volumes.series.spines import BOARDS, Spine, spine_sheets, spine_width
from census.refusals import reason
from guji.data import BookData
from guji.sample import sample_books
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.typeset.pdf_geometry import read_pages
from tests.catalog_export.volumes.register_reading import frozen, header_of, set_register
from tests.catalog_export.volumes.register_samples import entry

FACTS = st.builds(
    Facts,
    st.sampled_from(("清", "明", "")),
    st.sampled_from(("刻本", "抄本", "")),
    st.lists(st.tuples(st.sampled_from(("冊", "函", "軸")), st.integers(0, 50)), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(st.lists(st.tuples(st.sampled_from(("1701", "1704")), FACTS), max_size=8), max_size=4))
def test_figures_of_all_volumes_are_those_of_all_records(volumes: list[list[tuple[str, Facts]]]) -> None:
    sets = [
        [entry(at, "書", institution=code, facts=facts) for at, (code, facts) in enumerate(volume)]
        for volume in volumes
    ]
    whole = Statistics()
    for records in sets:
        whole.join(count(records))
    assert whole == count(record for records in sets for record in records)


def test_findings_of_volumes_are_joined_with_their_volume_before_the_page() -> None:
    first, second = PreflightReport("甲", 10, 20), PreflightReport("乙", 5, 8, proof=True)
    first.add("as_written", "版本照印", number="1", page="7")
    second.add("missing_character", "缺", number="2")
    first.faces, second.faces = [{"face": "A", "characters": 9}], [{"face": "A", "characters": 12}]
    joined = joined_reports("全書", [("第一冊", first), ("第二冊", second)])
    assert (joined.records, joined.pages, joined.proof) == (15, 28, True)
    assert [(finding.number, finding.place) for finding in joined.findings] == [("1", "第一冊第 7 页"), ("2", "第二冊")]
    assert joined.faces == [{"face": "A", "characters": 12}]
    assert first.findings[0].page == "7", "the volume's own report is left as it is"


@pytest.mark.parametrize(
    ("pages", "leaf", "width"), [(1, 0.1, 5.1), (2, 0.1, 5.1), (801, 0.1, 45.1), (800, 0.08, 37.0)]
)
def test_a_spine_is_as_wide_as_half_its_pages_and_the_boards(pages: int, leaf: float, width: float) -> None:
    assert spine_width(pages, leaf) == pytest.approx(width)
    assert BOARDS == 5.0


@pytest.mark.parametrize("pages", [40, 800, 3000])
@pytest.mark.parametrize(
    "title", ["浙江圖書館古籍普查登記目錄", "浙江大學圖書館等二十五家收藏單位古籍普查登記目錄索引"]
)
def test_a_spines_words_stand_upright_one_below_the_other_on_one_page(
    main_faces: Typefaces, pages: int, title: str
) -> None:
    spine = Spine(title, "第二十一冊", "浙江省", pages)
    profile = Profile(press=PressSettings(bleed=3, crop_marks=True))
    data = spine_sheets([spine, replace(spine, label="第二十二冊")], profile, main_faces.fresh(), DocumentInfo("書脊"))
    first, second = read_pages(data)
    assert first.text().replace("\n", "") == f"{title}第二十一冊浙江省"
    assert second.text().replace("\n", "").endswith("第二十二冊浙江省")
    heights = [glyph.y for glyph in first.glyphs]
    assert heights == sorted(heights, reverse=True)
    middle = (first.trim[0] + first.trim[2]) / 2
    for glyph in first.glyphs:
        assert glyph.x + glyph.size / 2 == pytest.approx(middle, abs=1.5)
        assert first.trim[1] < glyph.y < first.trim[3]
    assert [item.title for item in PdfReader(BytesIO(data)).outline] == [
        f"{label}　{spine_width(pages, 0.1):g}毫米" for label in ("第二十一冊", "第二十二冊")
    ]


def at(*places: tuple[int, int]) -> tuple[Reference, ...]:
    return tuple(Reference(volume, str(page), page, 700.0) for volume, page in places)


LINES = [
    MergedLine("一切經音義一百卷", "一切經音義", at((1, 3))),
    MergedLine("三國志六十五卷", "三國志", at((1, 4), (2, 9))),
    MergedLine("三才圖會一百六卷", "三才圖會", at((2, 1))),
    MergedLine("周易九卷", "周易", at(*((volume, page) for volume in (1, 2) for page in range(1, 90)))),
    MergedLine("□□集", "□□集", at((1, 8))),
]


def index_volume(fonts: Typefaces, statistics: Statistics | None = None, **index: object) -> tuple[str, PdfReader]:
    parts = (PartFacts(1, "浙江圖書館", "1", "2", 5), PartFacts(2, "溫州市圖書館", "3", "4", 5))
    profile = Profile(index=replace(IndexSettings(), **index))  # type: ignore[arg-type]
    header = header_of(frozen(islice(sample_books(), 3)), profile, proof=False, sample=False)
    header = Header(replace(header.facts, number=3, parts=parts), header.profile)
    composed = CumulativeComposer(header, fonts.fresh(), TITLES, statistics).compose(LINES)
    assert composed.lines == len(LINES)
    assert [finding.kind for finding in composed.report.findings] == []
    return "".join(page.text() for page in read_pages(composed.pdf)), PdfReader(BytesIO(composed.pdf))


def test_an_index_volume_has_title_parts_heads_contents_and_lines(main_faces: Typefaces) -> None:
    text, reader = index_volume(main_faces)
    assert "書名筆畫總索引第三冊" in text
    assert "第一冊　浙江圖書館" in text
    assert "三國志六十五卷1:4；2:9" not in text
    assert "三國志六十五卷一:4；二:9" in text
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "分冊目錄",
        "書名筆畫字頭索引",
        "目錄",
        "書名筆畫總索引",
    ]
    nested = next(item for item in reader.outline if isinstance(item, list))
    assert [item.title for item in nested] == ["一畫　[一]", "三畫　[一]", "八畫　[丿]", "其他"]
    labels = list(reader.page_labels)
    assert labels.index("1") % 2 == 0, "the index opens on a right-hand page"


def test_heads_and_contents_of_an_index_volume_lead_to_its_lines(main_faces: Typefaces) -> None:
    _text, reader = index_volume(main_faces)
    place = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    first = list(reader.page_labels).index("1")
    targets = [
        place[annotation.get_object()["/Dest"][0].idnum]
        for page in reader.pages[:first]
        for annotation in page.get("/Annots", ())
    ]
    assert targets
    assert set(targets) - {first} <= set(range(first)), "heads lead to the index, contents to every part"
    assert targets.count(first) >= 3 * 2


def test_only_the_last_index_volume_has_tables_and_afterword(main_faces: Typefaces) -> None:
    plain, _ = index_volume(main_faces, heads=False)
    closing, _ = index_volume(main_faces, count([entry(1, "周易九卷")]), heads=False)
    assert "字頭" not in plain
    assert "收錄統計表" not in plain
    assert "收錄統計表" in closing
    assert "本冊據" in closing


def _write_and_fail(work: Path) -> None:
    (work / "two").write_text("2")
    raise RuntimeError


def test_files_appear_all_together_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with work_folder(target, "x") as work:
        (work / "one").write_text("1")
        assert not (target / "one").exists()
    assert [path.name for path in target.iterdir()] == ["one"]
    with pytest.raises(RuntimeError), work_folder(target, "x") as work:
        _write_and_fail(work)
    assert [path.name for path in target.iterdir()] == ["one"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "目录是只读的"),
        (errno.EACCES, "没有写入权限"),
        (errno.EDQUOT, "超出磁盘配额"),
    ],
)
def test_what_keeps_files_from_being_written_is_said_in_chinese(tmp_path: Path, number: int, words: str) -> None:
    assert reason(OSError(number, "English")) == words
    with pytest.raises(UnwritableError, match=f"不能写入 .*{words}"), work_folder(tmp_path / "x", "x"):
        raise OSError(number, "English")
    assert reason(OSError("something else")) == "something else"


def test_the_presss_profiles_are_the_files_of_one_folder(tmp_path: Path, settings: object) -> None:
    settings.ICC_DIR = tmp_path / "icc"  # type: ignore[attr-defined]
    assert intent_names() == []
    assert intent_named("") is None
    with pytest.raises(ColourProfileError, match="现有：无"):
        intent_named("press.icc")
    (tmp_path / "icc").mkdir()
    (tmp_path / "icc" / "press.ICC").write_bytes(icc_profile("Coated"))
    (tmp_path / "icc" / "note.txt").write_text("x")
    (tmp_path / "outside.icc").write_bytes(icc_profile())
    assert intent_names() == ["press.ICC"]
    found = intent_named("press.ICC")
    assert found is not None
    assert found.name == "Coated"
    for name in ("../outside.icc", "note.txt", str(tmp_path / "outside.icc")):
        with pytest.raises(ColourProfileError, match="没有名为"):
            intent_named(name)


@pytest.mark.parametrize("style", [{}, {"number_line": "run_in"}, {"sub_works": "lines"}])
def test_estimated_pages_are_near_those_that_are_set(
    style: dict[str, str], main_faces: Typefaces, tmp_path: Path
) -> None:
    plain = Profile()
    profile = replace(plain, style=replace(plain.style, institution="run_in", **style))
    records = frozen(islice(sample_books(), 400))
    ledger = Ledger(Sizer(profile))
    for record in records:
        ledger.note(record, 0)
    register = set_register(records, main_faces, tmp_path, profile)
    assert sum(ledger.sizes) + OTHER_PAGES == pytest.approx(register.composed.report.pages, rel=0.15)


def persons(statement: str) -> list[IndexTitle]:
    profile = Profile(index=IndexSettings(persons=True))
    data = BookData(institution="1701", title="書", edition="刻本", responsibility=statement)
    return list(Wording.of(profile).entry(frozen([data])[0]).persons)


@pytest.mark.parametrize(
    ("statement", "listed"),
    [
        ("（三國魏）王弼　（晉）韓康伯注", ["王弼（三國魏）", "韓康伯（晉）"]),
        ("（明）吾冔　吳夔等纂修", ["吾冔（明）", "吳夔（明）"]),
        ("（後秦）釋鳩摩羅什譯", ["釋鳩摩羅什（後秦）"]),
        ("（宋）朱熹撰　（宋）朱熹注", ["朱熹（宋）"]),
        ("（日本）岡元鳳撰", ["岡元鳳（日本）"]),
        ("", []),
    ],
)
def test_persons_are_listed_by_name_with_their_time_behind(statement: str, listed: list[str]) -> None:
    assert [person.text for person in persons(statement)] == listed


def test_persons_are_looked_for_only_where_an_index_of_them_is_wanted() -> None:
    data = BookData(institution="1701", title="書", edition="刻本", responsibility="（宋）朱熹撰")
    assert Wording.of(Profile()).entry(frozen([data])[0]).persons == ()
