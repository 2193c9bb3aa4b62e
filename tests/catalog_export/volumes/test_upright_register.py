"""A register in vertical lines: the same records, parts and references, read back from its pages."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from pypdf import PdfReader

from catalog_export.fonts import find_faces
from catalog_export.typeset import Typefaces
from catalog_export.typeset.faces import PAIRED
from catalog_export.volumes.profile import Profile, builtin_profiles, profile_from_data
from catalog_export.volumes.register.upright import page_words, upright
from catalog_export.volumes.register.wording import Wording
from guji.data import BookData
from guji.sample import sample_books
from tests.catalog_export.typeset.vertical_geometry import UprightGlyph, read_vertical
from tests.catalog_export.volumes.register_reading import SetRegister, frozen, set_register, squeezed
from tests.catalog_export.volumes.series_reading import set_series

pytestmark = pytest.mark.poppler
VERTICAL = builtin_profiles()["register-vertical"]
OPENED = Typefaces(*find_faces(), vertical=True)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> SetRegister:
    books = list(islice(sample_books(), 160))
    return set_register(frozen(books), OPENED, tmp_path_factory.mktemp("upright"), VERTICAL, sample=True)


@pytest.fixture(scope="module")
def pages(register: SetRegister) -> list[list[list[UprightGlyph]]]:
    return read_vertical(register.composed.pdf)


def words(page: list[list[UprightGlyph]], *sizes: float) -> str:
    return "".join(glyph.text for line in page for glyph in line if not sizes or glyph.size in sizes)


def body_numbers(register: SetRegister) -> list[int]:
    labels = register.labels
    first = labels.index("1")
    last = next(
        register.reader.get_destination_page_number(item)
        for item in register.reader.outline
        if not isinstance(item, list) and item.title == "書名筆畫字頭索引"
    )
    return list(range(first, last))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("清康熙十二年(1673)刻本", "清康熙十二年（一六七三）刻本"),
        ("330000-1701-0000012", "三三〇〇〇〇—一七〇一—〇〇〇〇〇一二"),
        ("330000-1701-0000001—0000042", "三三〇〇〇〇—一七〇一—〇〇〇〇〇〇一至〇〇〇〇〇四二"),
        ("普347.8/4471", "普三四七．八／四四七一"),
        ("XS 0031", "ＸＳ　〇〇三一"),
        ("12.5%", "一二．五％"),
        ("𠀋書〓□", "𠀋書〓□"),
    ],
)
def test_figures_and_latin_marks_become_upright(text: str, shown: str) -> None:
    assert upright(text) == shown


def test_figures_of_two_or_four_digits_may_stand_in_pairs_others_never() -> None:
    def read(text: str) -> str:
        return "".join(PAIRED.get(char, char) for char in upright(text, "pairs"))

    assert read("（1673）18冊") == "（1673）18冊"
    assert upright("125", "pairs") == "一二五"
    assert upright("7", "pairs") == "七"
    assert all(char in PAIRED for char in upright("1673", "pairs"))


@pytest.mark.parametrize(
    ("label", "printed"),
    [("1", "一"), ("125", "一二五"), ("iii", "首三"), ("iv", "首四"), ("xlix", "首四九"), ("三·12", "三·一二")],
)
def test_page_labels_as_they_are_printed(label: str, printed: str) -> None:
    assert page_words(label) == printed


def test_every_entry_stands_whole_title_first_and_number_last(
    register: SetRegister, pages: list[list[list[UprightGlyph]]]
) -> None:
    settings = VERTICAL.vertical
    shown = squeezed("".join(words(pages[number]) for number in body_numbers(register)))
    read = "".join(words(pages[number], settings.title, settings.note) for number in body_numbers(register))
    assert shown
    wording = Wording.of(VERTICAL)
    for record in register.records:
        entry = wording.entry(record)
        rest = upright("".join((*entry.words, entry.number, entry.shelf_mark)))
        assert squeezed(upright(entry.title)) + squeezed(rest) in squeezed(read), entry.number


def test_counts_of_volumes_are_in_chinese_numerals(register: SetRegister) -> None:
    assert VERTICAL.style.numerals == "arabic"
    text = squeezed("".join(Wording.of(VERTICAL).entry(record).text for record in register.records))
    assert re.search(r"[一二三四五六七八九十]冊", text)
    assert not re.search(r"\d冊", text)


def test_index_and_contents_name_the_page_on_the_fold(
    register: SetRegister, pages: list[list[list[UprightGlyph]]]
) -> None:
    body = body_numbers(register)
    for number in body:
        assert page_words(register.labels[number]) in words(pages[number], 9.0)
    reader = register.reader
    place = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    checked = 0
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            target = place[link["/Dest"][0].idnum]
            left, bottom, right, top = (float(edge) for edge in link["/Rect"])
            under = "".join(
                glyph.text
                for line in pages[number]
                for glyph in line
                if left <= glyph.x <= right and bottom - 0.1 <= glyph.y - glyph.size / 2 <= top
            )
            if number > body[-1] and target in body and set(under) <= set("〇一二三四五六七八九"):
                assert under == page_words(register.labels[target])
                checked += 1
    assert checked > 100


def test_links_go_both_ways(register: SetRegister) -> None:
    body = set(body_numbers(register))
    place = {page.indirect_reference.idnum: number for number, page in enumerate(register.reader.pages)}
    there, back = set(), set()
    for number, page in enumerate(register.reader.pages):
        for annotation in page.get("/Annots", ()):
            target = place[annotation.get_object()["/Dest"][0].idnum]
            if number not in body and target in body:
                there.add(target)
            elif number in body:
                back.add(number)
                assert target > max(body)
    assert there >= back
    assert len(there) == len(body)


def test_the_conventions_say_how_entries_run(pages: list[list[list[UprightGlyph]]]) -> None:
    front = squeezed("".join(words(page) for page in pages[:12]))
    assert "每條以題名卷數領起，其下以雙行小字依次著錄" in front
    assert "冊數以現存實數爲據，用漢字" in front


def test_the_tables_stand_as_lines(register: SetRegister, pages: list[list[list[UprightGlyph]]]) -> None:
    text = squeezed("".join(words(page) for page in pages[body_numbers(register)[-1] :]))
    assert f"合計部數{upright(str(len(register.records)))}占比一〇〇．〇％" in text


def test_nothing_is_wrong_with_the_file(register: SetRegister) -> None:
    subprocess.run(["qpdf", "--check", str(register.path)], check=True, capture_output=True)
    assert register.composed.report.counts() == [] or all(
        kind not in ("overfull", "clipped", "dangling", "duplicate") for kind, _ in register.composed.report.counts()
    )


def test_a_set_of_works_and_a_long_statement_are_set_whole(tmp_path: Path) -> None:
    long = "清乾隆四十九年內府寫四庫全書本，" * 320
    works = {"sub_works": [{"title": f"第{at}種{chr(0x4E00 + at)}書一卷"} for at in range(273)]}
    book = BookData(institution="1701", census_no="330000-1701-0000001", title="大書", edition=long, volumes="1冊")
    series = replace(
        book, census_no="330000-1701-0000002", shelf_mark="善2", title="叢書", edition="清刻本", details=works
    )
    records = frozen([book, series])
    register = set_register(records, OPENED, tmp_path, VERTICAL)
    read = squeezed("".join(words(page, VERTICAL.vertical.note) for page in read_vertical(register.composed.pdf)))
    assert squeezed(long) in read
    everything = squeezed("".join(words(page) for page in read_vertical(register.composed.pdf)))
    for at in (0, 100, 272):
        assert f"{upright(f'第{at}種')}{chr(0x4E00 + at)}書一卷" in everything
    again = upright("330000-1701-0000002叢書")
    pages = read_vertical(register.composed.pdf)
    body = [squeezed(words(pages[number])) for number in body_numbers(register)]
    reached = [page for page in body if "書一卷" in page]
    assert len(reached) > 1
    assert [page.count(again) for page in reached] == [0] + [1] * (len(reached) - 1), "the set's name leads each page"


@pytest.mark.parametrize("fold", ["outer", "middle", "none"])
def test_every_page_of_a_vertical_proof_says_so(tmp_path: Path, fold: str) -> None:
    """The page bound in blank too, and pages without a fold. Control: a final volume says it nowhere."""
    books = list(islice(sample_books(), 24))
    profile = replace(VERTICAL, vertical=replace(VERTICAL.vertical, fold=fold, text_lines=30))
    texts = set()
    for proof in (True, False):
        register = set_register(frozen(books), OPENED, tmp_path, profile, proof=proof)
        pages = [squeezed(words(page)) for page in read_vertical(register.composed.pdf)]
        assert [("校樣" in page) for page in pages] == [proof] * len(pages)
        texts |= set(pages)
    assert "校樣" in texts, "a page bound in blank says nothing else"


def test_pages_without_a_fold_bear_their_number_in_the_margin(tmp_path: Path) -> None:
    """An index would lead nowhere else."""
    profile = replace(VERTICAL, vertical=replace(VERTICAL.vertical, fold="none"))
    register = set_register(frozen(islice(sample_books(), 60)), OPENED, tmp_path, profile)
    pages = read_vertical(register.composed.pdf)
    for number in body_numbers(register):
        lines = ["".join(glyph.text for glyph in line) for line in pages[number]]
        assert page_words(register.labels[number]) in lines


@pytest.mark.django_db
def test_a_set_of_vertical_volumes_has_a_vertical_index(tmp_path: Path) -> None:
    data = VERTICAL.to_data() | {"press": {"max_pages": 60}}
    data["page"] |= {"width": 140, "height": 170}
    profile: Profile = profile_from_data(data)
    series = set_series(islice(sample_books(), 250), tmp_path, profile)
    assert len(series.rows("register")) > 1
    for row in series.done.listing:
        assert row["pages"] <= 60
        reader = PdfReader(BytesIO((tmp_path / row["file"]).read_bytes()))
        fonts = [font.get_object() for font in reader.pages[2]["/Resources"]["/Font"].values()]
        assert {font["/Encoding"] for font in fonts} == {"/Identity-V"}
    (index,) = series.rows("titles")
    pages = read_vertical((tmp_path / index["file"]).read_bytes())
    assert "一：" in squeezed("".join(words(page) for page in pages))
