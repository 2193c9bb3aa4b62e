"""The serif face on the pages: every character once, in its mainland form, in files small enough to be fetched."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from catalog_export.fonts import cache_dir, find_faces
from catalog_export.fonts.web import (
    FAMILY,
    LETTERS,
    REST,
    STAMP,
    WebFace,
    cut_web_face,
    free_faces,
    read_stamp,
    stylesheet,
)
from catalog_export.fonts.web_characters import BASE, by_frequency, frequent_characters
from catalog_export.fonts.web_slices import runs
from catalog_export.fonts.web_woff import character_map
from catalog_export.typeset import Face
from tests.catalog_export.fonts.woff_reading import (
    Rule,
    checksum_of,
    face_in,
    outline,
    outline_of_glyph,
    rules_of,
    unpack,
)

LARGEST = 60_000
TEXTS = {
    "guji/sample/books.jsonl": "卷卷卷刻刻本",
    "authority/data/terms.csv": "線裝",
    "locale/en/LC_MESSAGES/django.po": 'msgid "著录"',
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the whole face has been cut once."""
    folder = tmp_path_factory.mktemp("web")
    cut_web_face(cache_dir(), folder, Path(settings.BASE_DIR))
    return folder


@pytest.fixture(scope="module")
def rules(web: Path) -> list[Rule]:
    made = read_stamp(web)
    assert made is not None
    return rules_of((web / made.stylesheet).read_text(encoding="ascii"))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of a few words, and no slices but those of its frequent characters."""
    monkeypatch.setattr("catalog_export.fonts.web.other_slices", lambda faces, done: [])
    for name, text in TEXTS.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for file in cache_dir().glob("*.ttf"):
        (fonts / file.name).symlink_to(file)
    return tmp_path


def cut_small(folder: Path) -> WebFace:
    return cut_web_face(folder / "fonts", folder / "web", folder / "project")


def of(rules: list[Rule], char: str, family: str, weight: int = 400) -> Rule:
    return next(rule for rule in rules if (rule.family, rule.weight) == (family, weight) and ord(char) in rule.codes)


def test_no_file_is_larger_than_a_few_characters_are_worth(web: Path, rules: list[Rule]) -> None:
    sizes = {rule.name: (web / "faces" / rule.name).stat().st_size for rule in rules}
    assert len(sizes) == len(rules) > 100
    assert max(sizes.values()) <= LARGEST


def test_each_character_stands_in_one_file_of_a_family(rules: list[Rule]) -> None:
    counts = Counter((rule.family, rule.weight, code) for rule in rules for code in rule.codes)
    assert max(counts.values()) == 1
    both = {code for rule in rules if rule.family == REST for code in rule.codes} & {
        code for rule in rules if rule.family == FAMILY for code in rule.codes
    }
    assert not both


def test_what_the_stylesheet_promises_is_in_the_files(web: Path, rules: list[Rule]) -> None:
    for rule in [*rules[:30], *rules[30::40]]:
        face = face_in(web / "faces" / rule.name)
        assert set(face.unicodes) == rule.codes
        assert outline(face, 0x10FFFF) == ""
        drawn = [code for code in rule.codes if code > 0x2E80 and code not in (0x3000, 0x3164)]
        assert all(outline(face, code) for code in drawn)


def test_all_that_the_volumes_can_print_is_there(rules: list[Rule]) -> None:
    main, rare = free_faces(cache_dir())
    promised = {code for rule in rules for code in rule.codes}
    for file in (main[400], *rare):
        han = {code for code in Face(file).characters if 0x3400 <= code <= 0x9FFF or 0x20000 <= code < 0x33480}
        assert han <= promised


def test_letters_stand_apart_so_that_controls_keep_the_systems_own(rules: list[Rule]) -> None:
    assert of(rules, "A", LETTERS).codes.isdisjoint({ord("卷")})
    assert all(not (rule.codes & set(range(0x21, 0x7F))) for rule in rules if rule.family in (FAMILY, REST))


def test_a_character_has_its_mainland_form_whatever_the_pages_language(web: Path, rules: list[Rule]) -> None:
    """The face's own default is Japan's: 骨 and 角 differ from the mainland's, 一 does not."""
    main = Face(free_faces(cache_dir())[0][400])
    nominal = main.hb_font
    for char, differs in (("骨", True), ("角", True), ("一", False)):
        rule = next(rule for rule in rules if rule.weight == 400 and ord(char) in rule.codes)
        form = main.form(char)
        assert form is not None
        cut = outline(face_in(web / "faces" / rule.name), ord(char))
        assert cut == outline_of_glyph(nominal, form[0])
        plain = nominal.get_nominal_glyph(ord(char))
        assert plain is not None
        assert (cut != outline_of_glyph(nominal, plain)) is differs


def test_bold_is_another_drawing_not_the_same_file(web: Path, rules: list[Rule]) -> None:
    regular, bold = (of(rules, "卷", FAMILY, weight) for weight in (400, 700))
    assert outline(face_in(web / "faces" / regular.name), ord("卷")) != outline(
        face_in(web / "faces" / bold.name), ord("卷")
    )


def test_the_packed_file_is_a_sound_truetype_font(web: Path, rules: list[Rule]) -> None:
    plain = unpack((web / "faces" / rules[0].name).read_bytes())
    assert checksum_of(plain) == 0xB1B0AFBA
    face = hb.Face(hb.Blob(plain))
    assert {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"} == set(face.table_tags)


def test_names_come_from_the_content_and_are_for_ever(web: Path, rules: list[Rule]) -> None:
    immutable = re.compile(str(settings.WHITENOISE_IMMUTABLE_FILE_TEST))
    names = [path.name for path in (web / "faces").iterdir() if path.suffix != ".gz"]
    assert len(names) == len(rules) + 1
    assert all(immutable.match(f"/faces/{name}") for name in names)
    assert not immutable.match("/faces/serif.css")


def test_what_pages_of_records_need_first_comes_first() -> None:
    order = frequent_characters(Path(settings.BASE_DIR))
    assert order[: len(BASE)] == list(BASE)
    assert len(order) == len(set(order))
    assert all(order.index(char) < 900 for char in "卷明清刻本抄冊書著录馆审")


def test_equals_in_frequency_stand_by_code_point() -> None:
    assert by_frequency(["卷本卷", "刻A, 1。"]) == ["卷", "刻", "本"]


def test_a_second_cut_touches_nothing(small: Path) -> None:
    first = cut_small(small)
    assert first.fresh
    before = {path.name: path.stat().st_mtime_ns for path in (small / "web" / "faces").iterdir()}
    again = cut_small(small)
    assert (again.fresh, again.stylesheet, again.slices) == (False, first.stylesheet, first.slices)
    assert {path.name: path.stat().st_mtime_ns for path in (small / "web" / "faces").iterdir()} == before


def test_a_lost_file_is_cut_again(small: Path) -> None:
    first = cut_small(small)
    (small / "web" / "faces" / first.files[0]).unlink()
    assert cut_small(small).fresh
    assert (small / "web" / "faces" / first.files[0]).is_file()


def test_a_note_that_cannot_be_read_is_as_none(small: Path) -> None:
    cut_small(small)
    (small / "web" / STAMP).write_text('{"key": 1}', encoding="ascii")
    assert read_stamp(small / "web") is None
    assert cut_small(small).fresh


def test_open_pages_keep_their_files_for_one_change_and_no_longer(small: Path) -> None:
    made = [cut_small(small)]
    for word in ("鈔", "繡"):
        (small / "project" / "guji/sample/books.jsonl").write_text(word, encoding="utf-8")
        made.append(cut_small(small))
    there = {path.name for path in (small / "web" / "faces").iterdir()}
    assert there >= {*made[1].files, *made[2].files}
    assert made[0].files[-2] not in there


def test_progress_is_told_to_the_last_slice(small: Path) -> None:
    heard: list[tuple[int, int]] = []
    made = cut_web_face(
        small / "fonts", small / "web", small / "project", lambda done, total: heard.append((done, total))
    )
    assert heard == [(done, made.slices) for done in range(1, made.slices + 1)]


def test_a_readers_screen_gets_no_face_of_the_users_own(tmp_path: Path, settings: Any) -> None:
    """Faces in FONT_DIRS are licensed for print perhaps, not for giving away."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "House.ttf").symlink_to(free_faces(cache_dir())[0][400].path)
    settings.FONT_DIRS = [str(own)]
    assert "House" in {file.name for file in find_faces((400,))[1]}
    _main, rare = free_faces(cache_dir())
    assert {file.path.name for file in rare} <= {"HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf"}


def test_before_anything_is_cut_there_is_no_stylesheet(tmp_path: Path, settings: Any) -> None:
    settings.WEB_DIR = tmp_path
    assert stylesheet() == ""
    (tmp_path / STAMP).write_text("not json", encoding="ascii")
    assert stylesheet() == ""


@given(st.sets(st.integers(0x20, 0x3FFFF), max_size=40))
def test_runs_say_the_same_characters(codes: set[int]) -> None:
    found = list(runs(sorted(codes)))
    assert [code for first, last in found for code in range(first, last + 1)] == sorted(codes)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))


@given(st.dictionaries(st.integers(0x20, 0x3FFFF), st.integers(1, 0xFFFF), max_size=40))
def test_a_character_map_says_what_it_was_given(glyphs: dict[int, int]) -> None:
    table = character_map(glyphs)
    groups = [
        tuple(int.from_bytes(table[at + step : at + step + 4], "big") for step in (0, 4, 8))
        for at in range(28, len(table), 12)
    ]
    said = {first + step: glyph + step for first, last, glyph in groups for step in range(last - first + 1)}
    assert said == glyphs
    assert int.from_bytes(table[16:20], "big") == len(table) - 12
