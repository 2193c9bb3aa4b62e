"""What the entry page shows of a form: lines, groups with their rows, what is wrong where; the next record like it."""

from __future__ import annotations

import pytest

from census.identifiers import new_key
from guji.data import BookData
from guji.forms import MOST_ROWS, Problem, known_field, read
from guji.forms.lines import DEEPEST, STATEMENTS, Group, cells, groups
from guji.forms.page import EntryPage, like


def group(name: str, sent: dict[str, str], *problems: Problem, wanted: str = "") -> Group:
    (found,) = [one for one in groups(sent, problems, wanted) if one.name == name]
    return found


def numbers(found: Group) -> list[int]:
    return [row.number for row in found.rows]


def test_a_line_has_what_was_typed_an_example_and_what_is_wrong() -> None:
    shown = {cell.name: cell for cell in cells(STATEMENTS, {"volumes": "六冊"}, [Problem("volumes", "六冊", "看不懂")])}
    assert list(shown) == ["title", "responsibility", "edition", "annotation", "volumes", "extent"]
    assert (shown["volumes"].value, shown["volumes"].problem) == ("六冊", "看不懂")
    assert (shown["title"].value, shown["title"].problem) == ("", "")
    assert all(cell.example for cell in shown.values())


def test_rows_keep_the_numbers_they_were_sent_with_and_the_next_one_follows_the_last() -> None:
    seals = group("seals", {"seals.2.text": "八千卷樓", "seals.7.text": "善本書室", "seals.9.text": ""})
    assert numbers(seals) == [2, 7]
    assert (seals.blank.number, seals.opened) == (8, True)
    assert [cell.value for row in seals.rows for cell in row.cells if cell.name.endswith(".text")] == [
        "八千卷樓",
        "善本書室",
    ]


def test_a_row_more_is_shown_of_the_group_that_was_asked_for_and_of_no_other() -> None:
    sent = {"seals.0.text": "八千卷樓"}
    assert numbers(group("seals", sent, wanted="seals")) == [0, 1]
    assert group("seals", sent, wanted="seals").blank.number == 2
    damages = group("damages", sent, wanted="seals")
    assert (numbers(damages), damages.blank.number, damages.opened) == ([], 0, False)
    assert numbers(group("damages", {}, wanted="damages")) == [0]


def test_what_is_wrong_stands_at_its_cell_and_rows_beyond_the_most_at_their_group() -> None:
    sent = {"layouts.3.frame_height": "二十"}
    layouts = group("layouts", sent, *read(sent)[1])
    assert [cell.name for row in layouts.rows for cell in row.cells if cell.problem] == ["layouts.3.frame_height"]
    assert layouts.problem == ""
    many = {f"seals.{number}.text": "印" for number in range(MOST_ROWS + 5)}
    problems = read(many)[1]
    assert str(MOST_ROWS + 5) in group("seals", many, *problems).problem
    assert group("damages", many, *problems).problem == ""
    assert read(dict(list(many.items())[:MOST_ROWS]))[1] == []


def test_each_kind_of_value_has_its_kind_of_field() -> None:
    kinds = {
        cell.name: cell.kind
        for name in ("layouts", "seals", "damages", "bindings")
        for cell in group(name, {}).blank.cells
    }
    assert kinds["layouts.0.frame_height"] == kinds["bindings.0.ce"] == "number"
    assert kinds["seals.0.institutional"] == "flag"
    assert kinds["damages.0.kinds"] == "list"
    assert kinds["seals.0.text"] == "text"


@pytest.mark.parametrize(("sent", "depth"), [("", 0), ("2", 2), ("9", DEEPEST), ("-1", 0), ("二", 0), ("²", 0)])
def test_a_work_stands_as_deep_as_it_was_sent_as_far_as_pages_show(sent: str, depth: int) -> None:
    (row,) = group("sub_works", {"sub_works.0.title": "春秋說一卷", "sub_works.0.depth": sent}).rows
    assert row.depth == depth
    assert read({"sub_works.0.title": "春秋說一卷", "sub_works.0.depth": sent})[1] == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("title", True),
        ("is_series", True),
        ("seals.0.text", True),
        ("sub_works.3.depth", True),
        ("seals.0.nonsense", False),
        ("nonsense.0.text", False),
        ("seals.0.text.more", False),
        ("seals.1234567.text", False),
        ("act", False),
        ("details", False),
    ],
)
def test_only_fields_of_the_form_are_read(name: str, *, known: bool) -> None:
    assert known_field(name) is known
    value = "1" if name in ("is_series", "sub_works.3.depth") else "八千卷樓"
    data, problems = read({name: value})
    assert problems == []
    if not known:
        assert data == BookData()


def test_rows_that_say_nothing_are_no_group_of_the_record() -> None:
    assert read({"seals.0.text": "  ", "seals.0.institutional": ""}) == (BookData(), [])


def test_works_hang_under_the_nearest_one_above_them() -> None:
    titles = [("甲", ""), ("乙", "1"), ("丙", "2"), ("丁", "1"), ("戊", "0"), ("己", "1")]
    sent = {f"sub_works.{number}.title": title for number, (title, _) in enumerate(titles)}
    sent |= {f"sub_works.{number}.depth": depth for number, (_, depth) in enumerate(titles)}
    assert read(sent)[0].details["sub_works"] == [
        {"title": "甲", "children": [{"title": "乙", "children": [{"title": "丙"}]}, {"title": "丁"}]},
        {"title": "戊", "children": [{"title": "己"}]},
    ]


def test_a_form_in_which_only_the_holder_stands_is_not_begun() -> None:
    assert not EntryPage({"institution": "1701", "act": "look", "csrfmiddlewaretoken": "x"}, new_key()).begun
    assert EntryPage({"institution": "1701", "volumes": "6冊"}, new_key()).begun


COPY = BookData(
    institution="1701",
    census_no="330000-1701-0000012",
    shelf_mark="善0012",
    title="說文解字十五卷",
    responsibility="（漢）許慎撰",
    edition="清初毛氏汲古閣刻本",
    volumes="6冊",
    extent="存十卷（一至十）",
    note="卷端鈐印",
    is_series=True,
    details={
        "layouts": [{"lines": "7"}],
        "seals": [{"text": "八千卷樓"}],
        "damages": [{"level": "三級"}],
        "gradings": [{"level": "二級"}],
        "provenances": [{"source": "丁氏舊藏"}],
        "identifiers": [{"number": "13579"}],
    },
)


def test_the_next_copy_of_a_book_begins_with_the_book() -> None:
    assert like(COPY) == {
        "institution": "1701",
        "title": "說文解字十五卷",
        "responsibility": "（漢）許慎撰",
        "edition": "清初毛氏汲古閣刻本",
        "is_series": "1",
    }


def test_a_whole_record_is_taken_over_but_for_what_is_the_copys_own() -> None:
    begun = like(COPY, whole=True)
    assert begun["layouts.0.lines"] == "7"
    assert (begun["volumes"], begun["extent"], begun["note"]) == ("6冊", "存十卷（一至十）", "卷端鈐印")
    own = ("census_no", "shelf_mark", "seals.", "damages.", "gradings.", "provenances.", "identifiers.")
    assert [name for name in begun if name.startswith(own)] == []
