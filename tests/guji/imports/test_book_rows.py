"""A row becomes the data of a record."""

from __future__ import annotations

from typing import Any

import pytest

from census.checks import Level
from census.imports.headers import Header
from census.imports.reading import Row
from guji.data import BookData
from guji.imports.columns import RECOGNISER
from guji.imports.rows import RowReader, Stated, field_columns
from guji.storage import clean

CODES = {"1701": "1701", "浙圖": "1701", "1705": "1705"}


def header_of(*headings: str) -> Header:
    keys = {index: RECOGNISER.key(heading) for index, heading in enumerate(headings)}
    known = {index: key for index, key in keys.items() if key}
    return Header(1, known, dict(enumerate(headings)))


def read(cells: dict[str, str], institution: str = "1701", **options: Any) -> Stated:
    reader = RowReader(header_of(*cells), CODES.get, institution, **options)
    return reader.read(Row(2, list(cells.values())))


def data(cells: dict[str, str], **options: Any) -> BookData:
    return read(cells, **options).data()


def test_statements_are_taken_as_written() -> None:
    cells = {
        "题名卷数": "［萬曆］金華府志三十卷",
        "著者": "（明）王懋德　（明）陸鳳儀纂修",
        "版本": "明萬曆刻本",
        "存卷": "存二卷（一至二）",
    }
    found = data(cells)
    assert (found.title, found.responsibility, found.edition, found.extent) == tuple(cells.values())
    assert found.institution == "1701"


@pytest.mark.parametrize(
    ("cell", "volumes"), [("18", "18冊"), ("02", "2冊"), ("2函10冊", "2函10冊"), ("1軸", "1軸"), ("", "")]
)
def test_a_bare_number_of_volumes_is_of_ce(cell: str, volumes: str) -> None:
    assert data({"题名": "史記", "册数": cell}).volumes == volumes


@pytest.mark.parametrize(
    ("title", "juan", "whole"),
    [
        ("史記", "130", "史記一百三十卷"),
        ("史記", "一百三十", "史記一百三十卷"),
        ("史記", "一百三十卷", "史記一百三十卷"),
        ("史記一百三十卷", "一百三十卷", "史記一百三十卷"),
        ("兵部則例", "□□", "兵部則例□□卷"),
        ("越縵堂日記", "不分卷", "越縵堂日記不分卷"),
        ("史記", "", "史記"),
    ],
)
def test_juan_in_a_column_of_its_own_joins_the_title(title: str, juan: str, whole: str) -> None:
    assert data({"题名": title, "卷数": juan}).title == whole


@pytest.mark.parametrize(
    ("cells", "statement"),
    [
        ({"著者": "王弼", "著者朝代": "三國魏", "著作方式": "注"}, "（三國魏）王弼注"),
        ({"著者": "（三國魏）王弼注", "著者朝代": "三國魏", "著作方式": "注"}, "（三國魏）王弼注"),
        ({"著者": "王弼", "著者朝代": "（三國魏）", "著作方式": ""}, "（三國魏）王弼"),
        ({"著者": "", "著者朝代": "清", "著作方式": "撰"}, ""),
    ],
)
def test_dynasty_and_role_in_columns_of_their_own_join_the_author(cells: dict[str, str], statement: str) -> None:
    assert data({"题名": "周易", **cells}).responsibility == statement


def test_a_supplement_in_a_column_of_its_own_joins_the_edition() -> None:
    assert data({"版本": "宋刻本", "补配": "卷一配明抄本"}).edition == "宋刻本（卷一配明抄本）"


def test_a_line_break_in_a_statement_is_a_full_width_space_and_said() -> None:
    found = read({"题名": "史記", "著者": "（漢）司馬遷撰\n（唐）司馬貞索隱"})
    assert found.data().responsibility == "（漢）司馬遷撰　（唐）司馬貞索隱"
    assert [(f.check, f.field, f.level) for f in found.findings] == [("cell_line_break", "responsibility", Level.HINT)]


@pytest.mark.parametrize(
    ("cells", "institution", "code", "checks"),
    [
        ({"单位": "浙圖"}, "", "1701", []),
        ({"单位": "1705"}, "", "1705", []),
        ({"单位": ""}, "1705", "1705", []),
        ({"普查编号": "330000-1705-0000001"}, "", "1705", []),
        ({"普查编号": "330000-9999-0000001"}, "", "", []),
        ({"单位": "某館"}, "", "", ["institution_unknown"]),
        ({"单位": "1705"}, "1701", "1705", ["institution_other"]),
    ],
)
def test_the_institution(cells: dict[str, str], institution: str, code: str, checks: list[str]) -> None:
    found = read({"题名": "史記", **cells}, institution)
    assert found.data().institution == code
    assert [finding.check for finding in found.findings] == checks


def test_columns_of_one_group_make_its_first_row() -> None:
    cells = {
        "版框": "20.1×13.5",
        "行款": "九行十八字",
        "书口": "白口",
        "鱼尾": "",
        "破损类型": "蟲蛀、污漬",
        "金镶玉": "是",
    }
    found = clean(data({"题名": "史記", **cells}))
    assert found.details["bindings"] == [{"interleaved": True}]
    assert found.details["damages"] == [{"kinds": ["蟲蛀", "污漬"]}]
    (layout,) = found.details["layouts"]
    assert {**layout, "frame_height": str(layout["frame_height"])}["frame_height"] == "20.10"
    assert (layout["lines"], layout["characters"], layout["mouth"]) == ("九", "十八", "白口")


def test_other_numbers_keep_their_scheme() -> None:
    found = data({"题名": "史記", "总登记号": "123", "其他编号": "財產號｜9"})
    assert found.details["identifiers"] == [{"scheme": "總登記號", "value": "123"}, {"scheme": "財產號", "value": "9"}]


@pytest.mark.parametrize("cells", [{"是否丛书": "也许"}, {"框高": "約二十"}, {"装具": "套｜幾"}, {"行款": "白口"}])
def test_what_cannot_be_read_is_an_error_on_its_column(cells: dict[str, str]) -> None:
    found = read({"题名": "史記", **cells})
    (finding,) = found.findings
    assert (finding.check, finding.level) == ("cell_unreadable", Level.ERROR)
    assert finding.field == RECOGNISER.key(next(iter(cells)))


def test_a_row_changes_only_what_it_has_columns_for() -> None:
    present = BookData(
        institution="1701",
        title="史記一百三十卷",
        note="舊注",
        details={"layouts": [{"mouth": "白口", "lines": "九"}, {"lines": "十"}], "cases": [{"kind": "函套"}]},
    )
    row = read({"题名": "史記□□卷", "书口": "黑口", "装具": ""})
    changed = row.onto(present)
    assert (changed.title, changed.note) == ("史記□□卷", "舊注")
    assert changed.details == {"layouts": [{"mouth": "黑口", "lines": "九"}, {"lines": "十"}]}


def test_an_entry_gives_what_no_column_gives_and_loses_nothing() -> None:
    line = "330000-1701-0000001　善1　墨子十五卷　明嘉靖三十一年（1552）芝城銅活字藍印本　4冊"
    found = read({"著录": line, "册数": "5冊"})
    assert (found.data().title, found.data().volumes) == ("墨子十五卷", "5冊")
    assert (found.data().census_no, found.data().shelf_mark) == ("330000-1701-0000001", "善1")


def test_a_part_of_an_entry_that_belongs_nowhere_is_told_and_kept() -> None:
    line = "330000-1701-0000001　善1　墨子十五卷　明刻本　難以歸類之語　4冊　另有一語"
    found = read({"著录": line})
    lost = [finding.params["text"] for finding in found.findings if finding.check == "entry_unplaced"]
    assert lost
    assert found.data().note == "；".join(lost)


def test_findings_are_marked_on_the_column_they_concern() -> None:
    columns = field_columns(header_of("题名", "版框", "钤印", "卷数"))
    assert columns["title"] == 0
    assert columns["details.layouts"] == columns["layouts.frame"] == 1
    assert columns["details.seals"] == columns["seals"] == 2
    assert field_columns(header_of("著录"))["edition"] == 0
