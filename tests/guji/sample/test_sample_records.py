"""The sample itself: its shape, its sums, and that what it says agrees with the authority tables."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from census.checks import Context, Level
from guji.checks import BOOK_CHECKS
from guji.data import DETAIL_GROUPS, BookData
from guji.sample import BOOKS, sample_books

AUTHORITY = Path(__file__).parents[3] / "authority" / "data"

#: Forms of character that mainland traditional print does not use, each with the one it uses.
UNUSED_FORMS = dict(
    zip(
        "說錄別戶內稅溫眾呂宮線諡吳黃册閱脫銳顏爭靜淨為偽彥敘眞祿綠虛橫臥絕沒衞擧曁槪卽旣鄕敎尙郞兌鎭愼塡顚値",
        "説録别户内税温衆吕宫綫謚吴黄冊閲脱鋭顔争静净爲僞彦叙真禄緑虚横卧絶没衛舉暨概即既鄉教尚郎兑鎮慎填顛值",
        strict=True,
    )
)

#: Simplified characters that a typist lets slip, none of which is also a traditional one.
SIMPLIFIED = set(
    "国书图馆汉语时学义经东乐习乡买产亲亿仅从仓仪们优传伦伪伞协单卖卢厉县参双发变号叶听启员呜咏响哑园围圆圣场坏块坚坛"
    "垒声处备复够头夹夺奋奖妇妈孙宁宝实宠审宪宽宾寻导寿将尔尘尝层属岁岂岛岭币帅师帐带帮庆庐库应庙废开异弃张弥弯弹归当"
    "彻径忆忧怀态总恋恳悬惊惧惯愤愿战扑执扩扫扬抚抢护报拟拢择担拥拦挂挥损换据掷摄摆摇敌断旧旷显晓暂术机杂权杨极构枪标"
    "栋栏树样档桥梦检楼欢欧残毁"
)

#: Marks that catalogue statements of this project do not hold: half-width brackets and blanks, wavy dashes.
STRAY_MARKS = re.compile(r"[()\[\] ~～]")

#: The statements that go to print.
STATEMENTS = ("title", "responsibility", "edition", "annotation", "extent", "volumes")


@cache
def books() -> tuple[BookData, ...]:
    return tuple(sample_books())


def sub_works(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        yield from sub_works(row.get("children", []))


def all_sub_works() -> Iterator[tuple[BookData, dict[str, Any]]]:
    for book in books():
        for row in sub_works(book.details.get("sub_works", [])):
            yield book, row


def leaves(rows: list[dict[str, Any]]) -> int:
    return sum(leaves(row["children"]) if "children" in row else 1 for row in rows)


def depth(rows: list[dict[str, Any]]) -> int:
    return 1 + max((depth(row["children"]) for row in rows if "children" in row), default=0)


def described(book: BookData) -> str:
    return f"{book.census_no} {book.title}"


def authority_codes(name: str) -> set[str]:
    """The first field of each line of an authority table, comments left out."""
    lines = (AUTHORITY / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[\t,]", line.strip())[0] for line in lines if line.strip() and not line.startswith("#")}


class TestFile:
    def test_holds_at_least_five_hundred_records(self) -> None:
        assert len(books()) >= 500

    def test_every_line_is_one_object_with_known_keys_and_no_empty_ones(self) -> None:
        known = {field.name for field in fields(BookData)}
        for line in BOOKS.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert set(record) <= known
            assert all(value not in ("", None, False, [], {}) for value in record.values()), line[:80]

    def test_lines_are_in_order_of_institution_and_number(self) -> None:
        numbers = [book.census_no for book in books()]
        assert numbers == sorted(numbers)

    def test_loader_reads_afresh_and_keeps_every_character(self) -> None:
        first, second = list(sample_books()), list(sample_books())
        assert first == second
        assert first[0] is not second[0]
        assert any(ord(char) > 0xFFFF for book in first for char in book.title)

    def test_readme_tells_the_number_of_records_and_that_numbers_are_fictional(self) -> None:
        readme = BOOKS.with_name("README.md").read_text(encoding="utf-8")
        assert f"| records | {len(books())} |" in readme
        assert "every census number and shelf mark" in readme

    def test_details_hold_only_groups_of_the_full_record(self) -> None:
        for book in books():
            assert set(book.details) <= set(DETAIL_GROUPS), described(book)

    def test_positions_count_from_one_at_every_level(self) -> None:
        def check(rows: list[dict[str, Any]]) -> None:
            assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
            for row in rows:
                check(row.get("children", []))

        for book in books():
            for rows in book.details.values():
                check(rows)


class TestNumbers:
    def test_census_numbers_are_well_formed_and_name_their_institution(self) -> None:
        for book in books():
            match = re.fullmatch(r"330000-(17\d\d)-\d{7}", book.census_no)
            assert match, described(book)
            assert match[1] == book.institution

    def test_no_census_number_is_used_twice(self) -> None:
        assert Counter(book.census_no for book in books()).most_common(1)[0][1] == 1

    def test_no_shelf_mark_is_used_twice_in_one_institution(self) -> None:
        marks = Counter((book.institution, book.shelf_mark) for book in books())
        assert marks.most_common(1)[0][1] == 1
        assert all(mark for _institution, mark in marks)

    def test_numbers_have_gaps_as_real_registers_have(self) -> None:
        numbers = [int(book.census_no[-7:]) for book in books() if book.institution == "1701"]
        assert max(numbers) > len(numbers)

    def test_the_provincial_library_holds_about_two_fifths(self) -> None:
        held = Counter(book.institution for book in books())
        assert 0.33 < held["1701"] / len(books()) < 0.47
        assert len(held) >= 14


class TestAuthority:
    def test_every_institution_is_in_the_authority_table(self) -> None:
        assert {book.institution for book in books()} <= authority_codes("institutions.csv")

    def test_every_class_code_is_in_the_tree(self) -> None:
        codes = authority_codes("hanwen-guji-2025-draft.tree")
        for book in books():
            assert book.class_code in codes, described(book)
        for book, row in all_sub_works():
            assert row["class_code"] in codes, (described(book), row["title"])

    def test_all_six_divisions_are_there(self) -> None:
        assert {book.class_code[0] for book in books()} == set("123456")


class TestCharacters:
    @pytest.mark.parametrize("field", STATEMENTS)
    def test_statements_use_mainland_traditional_forms(self, field: str) -> None:
        for book in books():
            assert not set(getattr(book, field)) & UNUSED_FORMS.keys(), described(book)

    @pytest.mark.parametrize("field", STATEMENTS)
    def test_statements_hold_no_simplified_characters(self, field: str) -> None:
        for book in books():
            assert not set(getattr(book, field)) & SIMPLIFIED, described(book)

    @pytest.mark.parametrize("field", STATEMENTS)
    def test_statements_hold_no_half_width_brackets_or_blanks(self, field: str) -> None:
        for book in books():
            assert not STRAY_MARKS.search(getattr(book, field)), described(book)

    def test_sub_works_keep_the_same_rules(self) -> None:
        for book, row in all_sub_works():
            text = "".join(row.get(field, "") for field in STATEMENTS)
            assert not set(text) & (UNUSED_FORMS.keys() | SIMPLIFIED), (described(book), text)
            assert not STRAY_MARKS.search(text), (described(book), text)

    def test_full_width_blanks_only_separate(self) -> None:
        for book in books():
            for field in STATEMENTS:
                text = getattr(book, field)
                assert "　　" not in text, described(book)
                assert text == text.strip("　"), described(book)

    def test_rare_characters_lie_in_the_record_not_only_in_its_details(self) -> None:
        beyond_bmp = [b for b in books() if any(ord(c) > 0xFFFF for c in b.title + b.responsibility + b.edition)]
        assert len(beyond_bmp) >= 20


class TestSums:
    def test_no_check_finds_an_error(self) -> None:
        context = Context(settings={"class_codes": authority_codes("hanwen-guji-2025-draft.tree")})
        errors = [
            (described(book), finding.check, finding.message)
            for book in books()
            for finding in BOOK_CHECKS.run(book, context)
            if finding.level is Level.ERROR
        ]
        assert errors == []

    def test_every_incomplete_copy_adds_up(self) -> None:
        for book in books():
            assert not [issue for issue in book.parsed_extent.issues if issue.check != "ambiguous_numeral"], book.extent

    def test_no_set_holds_more_or_fewer_works_than_its_extent_says(self) -> None:
        for book in books():
            kinds = book.parsed_extent.structure
            rows = book.details.get("sub_works", [])
            if rows and book.extent.partition("（")[0].endswith("種"):
                assert kinds.count in (leaves(rows), len(rows)), described(book)

    def test_volumes_agree_with_the_bindings(self) -> None:
        for book in books():
            match = re.fullmatch(r"(\d+)冊", book.volumes)
            bindings = book.details.get("bindings", [])
            if match and bindings:
                assert sum(row["ce"] for row in bindings) == int(match[1]), described(book)

    def test_measures_are_of_books(self) -> None:
        for book in books():
            for row in book.details.get("layouts", []):
                for key in ("frame_height", "frame_width"):
                    assert 3 <= row.get(key, 10) <= 60, described(book)

    def test_a_binding_is_larger_than_its_frame(self) -> None:
        for book in books():
            layouts, bindings = book.details.get("layouts", []), book.details.get("bindings", [])
            for layout, binding in zip(layouts, bindings, strict=False):
                if "frame_height" in layout and "height" in binding:
                    assert binding["height"] > layout["frame_height"], described(book)


def holders_by_edition() -> Mapping[tuple[str, int | None, str], set[str]]:
    """Title without juan, first year and last character of the edition → the institutions that hold it."""
    held: dict[tuple[str, int | None, str], set[str]] = {}
    for book in books():
        edition = book.parsed_edition.structure
        if edition.year_from is not None:
            key = (book.parsed_title.structure.units[0].name, edition.year_from, book.class_code)
            held.setdefault(key, set()).add(book.institution)
    return held


def test_the_same_edition_lies_in_several_institutions() -> None:
    assert sum(len(holders) > 1 for holders in holders_by_edition().values()) >= 36


def test_one_edition_is_stated_in_different_words() -> None:
    statements: dict[tuple[str, int | None], set[str]] = {}
    for book in books():
        year = book.parsed_edition.structure.year_from
        if year is not None:
            statements.setdefault((book.title, year), set()).add(book.edition)
    assert sum(len(words) > 1 for words in statements.values()) >= 8
