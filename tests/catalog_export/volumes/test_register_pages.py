"""What stands on the pages is what stands in the data: text, indexes, contents and links, read back from the PDF."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from authority.han import printed_forms
from catalog_export.fonts import find_faces
from catalog_export.typeset import Typefaces
from catalog_export.typesetting import open_faces
from catalog_export.volumes.profile import IndexSettings, PageSettings, Profile, StyleSettings, builtin_profiles
from catalog_export.volumes.register.body import PROOF
from catalog_export.volumes.register.compose import EmptyVolumeError, RegisterComposer
from catalog_export.volumes.register.title_index import Reference, index_lines, index_sections
from guji.data import BookData
from guji.sample import sample_books
from tests.catalog_export.typeset.pdf_geometry import Frame, read_pages, violations
from tests.catalog_export.volumes.register_reading import SetRegister, frozen, header_of, set_register, squeezed

pytestmark = pytest.mark.poppler

COPY = BookData(institution="1701", title="周易九卷", edition="明刻本", volumes="1冊")
BODY_END, HEADS, TITLES, TABLES, AFTER = "書名筆畫字頭索引", "書名筆畫字頭索引", "書名筆畫索引", "收錄統計表", "後記"


def body_pages(register: SetRegister) -> list[int]:
    first = register.labels.index("1")
    return list(range(first, register.part(HEADS, TITLES)[0]))


def expected_body(register: SetRegister) -> str:
    """All entries with their institutions' headings, as they should read from the first page to the last."""
    names = {holder.code: holder.name for holder in register.header.facts.holders}
    words, holder = [], ""
    for entry in register.entries:
        if entry.institution != holder:
            holder = entry.institution
            words.append(names[holder])
        words.append(entry.text)
        if entry.sub_entries:
            depths = [sub.depth for sub in entry.sub_entries[1:]] + [0]
            stops = [
                "：" if after > sub.depth else "；" if after else ""
                for sub, after in zip(entry.sub_entries, depths, strict=True)
            ]
            words.append(
                "子目" + "".join("".join(sub.words) + stop for sub, stop in zip(entry.sub_entries, stops, strict=True))
            )
    return squeezed("".join(words))


def read_body(register: SetRegister) -> str:
    """The catalogue as it reads from the first page to the last, but for the names of sets above works that go on.

    In these the title follows the number at once, at the head of an entry the shelf mark stands between them.
    """
    read = squeezed("".join(register.pages[page] for page in body_pages(register)))
    for entry in register.entries:
        if entry.sub_entries and entry.shelf_mark:
            read = read.replace(squeezed(entry.number + entry.title), "")
    return read


def page_of_each_number(register: SetRegister) -> dict[str, str]:
    """Where each census number is printed as the head of an entry, found by looking."""
    found: dict[str, str] = {}
    for page in body_pages(register):
        for line in register.pages[page].split("\n"):
            number = line.split(" ")[0].split("\u3000")[0]
            if number.count("-") == 2:
                found.setdefault(number, register.labels[page])
    return found


def test_the_catalogue_reads_back_character_for_character(register: SetRegister) -> None:
    assert read_body(register) == expected_body(register)


def test_the_name_of_a_set_stands_again_where_its_works_go_on(register: SetRegister) -> None:
    """As the built-in profiles have it: a reader who opens the book there knows whose works these are."""
    read = squeezed("".join(register.pages[page] for page in body_pages(register)))
    sets = [entry for entry in register.entries if len(entry.sub_entries) > 60]
    assert sets
    for entry in sets:
        assert squeezed(entry.number + entry.title) in read


def test_the_index_of_titles_names_the_pages_on_which_they_stand(register: SetRegister) -> None:
    pages = page_of_each_number(register)
    assert len(pages) == len(register.entries)
    titles = [
        (title, Reference(place, entry.number))
        for place, entry in enumerate(register.entries)
        for title in entry.titles
    ]
    expected = [TITLES]
    for section in index_sections(index_lines(titles)):
        expected.append(section.heading + (f"[{section.first_stroke}]" if section.first_stroke else ""))
        for line in section.lines:
            expected.append(
                line.text + "、".join(dict.fromkeys(pages[reference.number] for reference in line.references))
            )
    read = "".join(register.pages[page] for page in register.part(TITLES, TABLES))
    assert squeezed(read) == squeezed("".join(expected))


def test_the_index_of_first_characters_leads_to_their_first_line(register: SetRegister) -> None:
    titles = register.part(TITLES, TABLES)
    lines = {page: [squeezed(line) for line in register.pages[page].split("\n")] for page in titles}
    heads = [
        line.split()
        for page in register.part(HEADS, TITLES)
        for line in register.pages[page].split("\n")
        if line.split()
    ]
    found = {parts[0]: parts[1] for parts in heads if len(parts) == 2 and len(parts[0]) == 1 and parts[1].isdigit()}
    assert len(found) > 100
    for char, label in found.items():
        first = next(
            page
            for page in titles
            if any(line.lstrip("［").startswith(char) or f"］{char}" in line for line in lines[page])
        )
        assert register.labels[first] <= label or len(register.labels[first]) < len(label), char
        assert any(char in line for line in lines[register.labels.index(label)]), char


def test_every_index_link_leads_to_the_page_it_prints(register: SetRegister) -> None:
    reader = register.reader
    place = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    links = 0
    for number in register.part(TITLES, TABLES):
        for annotation in reader.pages[number].get("/Annots", ()):
            links += 1
            target = annotation.get_object()["/Dest"][0]
            assert place[target.idnum] in body_pages(register)
    assert links >= sum(len(entry.titles) for entry in register.entries) * 0.5


def test_the_contents_name_every_institution_and_part_with_its_page(register: SetRegister) -> None:
    contents = squeezed("".join(register.pages[page] for page in register.part("目錄", "館1701")))
    for holder in register.header.facts.holders:
        first = next(page for page in body_pages(register) if register.pages[page].startswith(holder.name))
        assert f"{holder.name}{register.labels[first]}330000-{holder.code}" in contents
    for name, after in ((HEADS, TITLES), (TITLES, TABLES), (TABLES, AFTER)):
        assert f"{name}{register.labels[register.part(name, after)[0]]}" in contents


def test_front_matter_has_roman_and_the_catalogue_arabic_numbers(register: SetRegister) -> None:
    first = register.labels.index("1")
    assert register.labels[:3] == ["i", "ii", "iii"]
    assert register.labels[first:] == [str(number) for number in range(1, len(register.labels) - first + 1)]
    assert first % 2 == 0, "the catalogue opens on a right-hand page"


def test_running_heads_span_the_numbers_of_their_page(register: SetRegister) -> None:
    pages = body_pages(register)
    for page in pages[:12]:
        heads = [line.split()[0] for line in register.pages[page].split("\n") if line.startswith("330000-")]
        furniture = squeezed("".join(register.whole_pages[page].strip().split("\n")[-3:]))
        assert heads[-1][-7:] in furniture
        assert furniture.endswith(register.labels[page])
        if page == pages[0]:
            assert f"{heads[0]}—{heads[-1][-7:]}" in furniture


def test_the_title_page_says_whose_register_it_is(register: SetRegister) -> None:
    words = squeezed(register.pages[0])
    assert words == "全國古籍普查登記目錄浙江省古籍普查登記目錄（樣例）浙江省編"


def test_tables_add_up_to_the_records(register: SetRegister) -> None:
    words = register.pages[register.part(TABLES, AFTER)[0]]
    assert f"合計 {len(register.records):,} 100.0%" in " ".join(words.split())


def test_the_file_is_sound_and_every_face_embedded(register: SetRegister) -> None:
    subprocess.run(["qpdf", "--check", str(register.path)], check=True, capture_output=True)
    listed = subprocess.run(["pdffonts", str(register.path)], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_characters_that_no_face_has_are_listed_with_their_record(main_faces: Typefaces, tmp_path: Path) -> None:
    book = BookData(
        institution="1701", census_no="330000-1701-0000001", title="\ue000書一卷", edition="刻本", volumes="1冊"
    )
    register = set_register(frozen([book]), main_faces, tmp_path)
    missing = [finding for finding in register.composed.report.findings if finding.kind == "missing_character"]
    assert {(finding.number, finding.record_id, finding.page) for finding in missing} == {
        ("330000-1701-0000001", "record-0", "1")
    }
    assert "U+E000" in missing[0].message
    assert register.composed.report.complete


def test_a_character_that_stands_in_no_entry_is_told_with_the_part_it_stands_in(main_faces: Typefaces) -> None:
    """The index of first characters repeats what entries have; the preface does not."""
    book = BookData(
        institution="1701", census_no="330000-1701-0000001", title="\ue000書一卷", edition="刻本", volumes="1冊"
    )
    header = header_of(frozen([book]), Profile(), proof=False, sample=False)
    header = replace(header, texts={"preface": "# 前言\n序者\ue001。"})
    report = RegisterComposer(header, main_faces.fresh()).compose(frozen([book])).report
    missing = [(finding.number, finding.message) for finding in report.findings if finding.kind == "missing_character"]
    assert [(number, "U+E000" in message) for number, message in missing] == [
        ("前言", False),
        ("330000-1701-0000001", True),
    ]


def test_a_record_that_cannot_be_set_is_named_and_the_others_are_printed(main_faces: Typefaces, tmp_path: Path) -> None:
    books = [
        BookData(institution="1701", census_no="330000-1701-0000001", shelf_mark="善1", volumes="1冊"),
        BookData(
            institution="1701", census_no="330000-1701-0000002", title="周易二卷", edition="明刻本", volumes="1冊"
        ),
    ]
    register = set_register(frozen(books), main_faces, tmp_path)
    report = register.composed.report
    assert not report.complete
    assert (report.findings[0].kind, report.findings[0].number) == ("not_set", "330000-1701-0000001")
    assert report.records == 1
    assert "330000-1701-0000002" in "".join(register.pages)


def test_nothing_to_print_is_an_error(main_faces: Typefaces, tmp_path: Path) -> None:
    with pytest.raises(EmptyVolumeError):
        set_register([], main_faces, tmp_path)


def test_a_number_given_twice_is_noticed(main_faces: Typefaces, tmp_path: Path) -> None:
    book = BookData(
        institution="1701", census_no="330000-1701-0000001", title="周易二卷", edition="明刻本", volumes="1冊"
    )
    report = set_register(frozen([book, replace(book, title="尚書")]), main_faces, tmp_path).composed.report
    assert dict(report.counts())["duplicate_number"] == 1


def test_every_page_of_a_proof_says_so(main_faces: Typefaces, tmp_path: Path) -> None:
    books = list(sample_books())[:30]
    unnumbered = replace(books[0], census_no="")
    register = set_register(frozen([*books, unnumbered]), main_faces, tmp_path, proof=True)
    mark = PROOF.replace("\u3000", "")
    assert all(mark in squeezed(page) for page in register.whole_pages)
    bound_in_blank = [page for page in register.whole_pages if squeezed(page) == mark]
    assert len(bound_in_blank) == 1
    assert "［無編號］" in "".join(register.pages)
    assert dict(register.composed.report.counts())["no_number"] == 1
    final = set_register(frozen(books), main_faces, tmp_path)
    assert not any(mark in squeezed(page) for page in final.whole_pages)


@pytest.mark.parametrize("name", [n for n, p in builtin_profiles().items() if p.style.direction == "horizontal"])
def test_every_built_in_profile_sets_the_sample_without_losing_a_word(
    name: str, main_faces: Typefaces, tmp_path: Path
) -> None:
    records = frozen(sample_books())[:150]
    register = set_register(records, main_faces, tmp_path, builtin_profiles()[name])
    assert read_body(register) == expected_body(register)
    assert not [
        finding for finding in register.composed.report.findings if finding.kind in ("overfull", "clipped", "dangling")
    ]


@pytest.mark.parametrize("standard", ["mainland", "taiwan", "old"])
def test_the_text_is_that_of_the_data_in_every_glyph_standard(standard: str, tmp_path: Path) -> None:
    """Glyphs are exchanged on paper only: what is searched and copied is what was typed."""
    profile = Profile(style=StyleSettings(glyphs=standard))
    fonts = open_faces((find_faces()[0], ()), profile)
    typed = replace(COPY, census_no="330000-1701-0000001", shelf_mark="善1", title="說文淸錄一卷說文清録一卷")
    register = set_register(frozen([typed, *list(sample_books())[:200]]), fonts, tmp_path, profile)
    text = expected_body(register)
    assert set(text) & set(printed_forms(standard)), "something is exchanged"
    assert read_body(register) == text


def test_references_may_be_the_numbers_last_digits(main_faces: Typefaces, tmp_path: Path) -> None:
    books = [data for data in sample_books() if data.institution == "1701"][:40]
    profile = Profile(index=IndexSettings(reference="number", heads=False))
    register = set_register(frozen(books), main_faces, tmp_path, profile)
    index = squeezed("".join(register.pages[page] for page in register.part(TITLES, TABLES)))
    for entry in register.entries:
        assert entry.number[-7:] in index
    assert HEADS not in "".join(register.pages)


def test_sub_works_may_be_left_out_or_stand_on_lines(main_faces: Typefaces, tmp_path: Path) -> None:
    books = [data for data in sample_books() if data.details.get("sub_works")][:3]
    for wanted, shown in (("none", False), ("lines", True)):
        profile = Profile(style=StyleSettings(sub_works=wanted))
        register = set_register(frozen(books), main_faces, tmp_path, profile)
        text = squeezed("".join(register.pages[page] for page in body_pages(register)))
        for entry in register.entries:
            assert all((squeezed("".join(sub.words)) in text) is shown for sub in entry.sub_entries[-1:])


def test_the_same_records_give_the_same_bytes(register: SetRegister, main_faces: Typefaces, tmp_path: Path) -> None:
    again = set_register(register.records, main_faces, tmp_path, sample=True)
    assert hashlib.sha256(again.composed.pdf).digest() == hashlib.sha256(register.composed.pdf).digest()


def type_area(register: SetRegister, recto: bool) -> Frame:
    """The columns of a page of the catalogue, in points from the paper's lower left corner."""
    page, points = register.header.profile.page, 72 / 25.4
    left = (page.inner if recto else page.outer) * points
    width = (page.width - page.inner - page.outer - page.gap) / 2 * points
    columns = ((left, left + width), (left + width + page.gap * points, left + 2 * width + page.gap * points))
    return Frame(columns, (page.height - page.top) * points, page.bottom * points)


def test_geometry_holds_on_every_page_of_the_catalogue(main_faces: Typefaces, tmp_path: Path) -> None:
    register = set_register(frozen(sample_books())[:150], main_faces, tmp_path)
    pages = read_pages(register.composed.pdf)
    first = body_pages(register)[0]
    for number in body_pages(register):
        frame = type_area(register, recto=(number - first) % 2 == 0)
        heading = register.header.profile.type.heading
        inside = [g for g in pages[number].glyphs if frame.bottom - 3 < g.y < frame.top + 3 and g.size < heading]
        assert len(inside) > 40
        assert violations(replace(pages[number], glyphs=inside), frame) == []
        assert all(glyph.gid for glyph in pages[number].glyphs)


def test_the_geometry_check_sees_a_glyph_outside(main_faces: Typefaces, tmp_path: Path) -> None:
    register = set_register(frozen(sample_books())[:20], main_faces, tmp_path)
    page = read_pages(register.composed.pdf)[body_pages(register)[0]]
    narrow = type_area(register, recto=True)
    shifted = replace(narrow, columns=tuple((low, high - 5) for low, high in narrow.columns))
    assert any(found.startswith("overfull") for found in violations(page, shifted))


def test_a_record_without_number_is_named_by_its_shelf_mark_or_title(main_faces: Typefaces, tmp_path: Path) -> None:
    books = [
        BookData(institution="1701", shelf_mark="善1", title="周易二卷", edition="明刻本", volumes="1冊"),
        BookData(institution="1701", title="尚書二卷", edition="明刻本", volumes="1冊"),
    ]
    findings = set_register(frozen(books), main_faces, tmp_path, proof=True).composed.report.findings
    assert [finding.number for finding in findings if finding.kind == "no_number"] == ["（善1）", "（尚書二卷）"]


def test_an_error_that_stands_is_not_told_twice(main_faces: Typefaces, tmp_path: Path) -> None:
    data = BookData(
        institution="1701", census_no="330000-1701-0000001", title="周易二卷", edition="明刻本", shelf_mark="1"
    )
    report = set_register(frozen([data]), main_faces, tmp_path).composed.report
    assert [(finding.kind, finding.field) for finding in report.findings] == [("standing_error", "volumes")]


def test_a_title_held_six_hundred_times_keeps_its_references_inside_the_column(
    main_faces: Typefaces, tmp_path: Path
) -> None:
    profile = Profile(page=PageSettings(width=130, height=150, top=16, bottom=14, inner=12, outer=12, gap=4))
    profile = replace(profile, index=replace(profile.index, columns=2))
    copies = [
        replace(COPY, census_no=f"330000-1701-{serial:07d}", shelf_mark=f"善{serial}") for serial in range(1, 601)
    ]
    register = set_register(frozen(copies), main_faces, tmp_path, profile)
    assert [finding.kind for finding in register.composed.report.findings if finding.kind == "overfull"] == []
    pages = page_of_each_number(register)
    wanted = "、".join(dict.fromkeys(pages[entry.number] for entry in register.entries))
    assert wanted.count("、") > 25
    index = [register.pages[page] for page in register.part(TITLES, TABLES)]
    assert f"周易九卷{wanted}" in squeezed("".join(index))
    (left, right), edge = (12 * 72 / 25.4, 118 * 72 / 25.4), 0.05
    read = read_pages(register.composed.pdf)
    for number in register.part(TITLES, TABLES):
        for glyph in read[number].glyphs:
            assert left - edge <= glyph.x
            assert glyph.x + glyph.advance <= right + edge
