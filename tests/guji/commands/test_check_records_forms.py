"""``check_records`` says the same in every form it can be asked for, of however many records, and as a gate."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone, translation

from authority.models import Institution, Region
from census.checks.report import HEADINGS, LEVEL_NAMES
from census.models import State
from guji.actions import CreateBook
from guji.checking import check_books
from guji.data import BookData
from guji.findings import field_name
from guji.models import Book
from guji.reading import CHUNK

pytestmark = pytest.mark.django_db

SOUND = BookData(
    institution="1701",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    volumes="6冊",
    class_code="20401",
)
#: Shelf mark → what is wrong with the record, and the gravest level of what is found.
FLAWS: dict[str, tuple[dict[str, Any], str]] = {
    "甲": ({"extent": "存三卷（一至四）"}, "error"),
    "乙": ({"edition": "明嘉靖七年（1529）刻本", "title": "国語二十一卷"}, "error"),
    "丙": ({"title": "國語　二十一卷"}, "warning"),
    "丁": ({"class_code": ""}, "hint"),
    "戊": ({}, ""),
}


@pytest.fixture
def library(db: Any) -> Institution:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    return Institution.objects.create(code="1701", name="浙江圖書館", region=region)


@pytest.fixture
def books(library: Institution) -> dict[str, Book]:
    made = {}
    for mark, (flaw, _) in FLAWS.items():
        stated = {**{name: getattr(SOUND, name) for name in SOUND.__dataclass_fields__}, "shelf_mark": mark, **flaw}
        made[mark] = CreateBook(BookData(**stated), None, trusted=True).execute()
    return made


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("check_records", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def told_as_json(path: Path, *arguments: str) -> list[dict[str, Any]]:
    run("--format", "json", "--out", str(path), *arguments)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told_as_sheet(path: Path, *arguments: str) -> list[tuple[Any, ...]]:
    run("--format", "xlsx", "--out", str(path), *arguments)
    return list(openpyxl.load_workbook(path).active.values)


def test_text_json_and_sheet_tell_the_same(books: dict[str, Book], tmp_path: Path) -> None:
    text = [line.split("\t") for line in run()[0].splitlines()]
    objects = told_as_json(tmp_path / "found.jsonl")
    head, *sheet = told_as_sheet(tmp_path / "found.xlsx")
    assert list(head) == list(HEADINGS)
    assert len(text) == len(objects) == len(sheet) > 4
    assert [line[4] for line in text] == [one["message"] for one in objects] == [row[7] for row in sheet]
    assert [line[3] for line in text] == [field_name(one["field"]) for one in objects] == [row[5] for row in sheet]
    assert {"题名卷数", "版本"} <= {row[5] for row in sheet}, "a field is called as people call it"
    assert [one["check"] for one in objects] == [row[8] for row in sheet]
    assert [one["record"] for one in objects] == [row[9] for row in sheet]
    levels = {level.value: name for level, name in LEVEL_NAMES.items()}
    assert [levels[one["level"]] for one in objects] == [row[0] for row in sheet] == [line[0] for line in text]


def test_a_span_is_the_very_characters_in_json_and_sheet(books: dict[str, Book], tmp_path: Path) -> None:
    objects = told_as_json(tmp_path / "found.jsonl", "--check", "simplified_character", "space_before_juan")
    sheet = told_as_sheet(tmp_path / "found.xlsx", "--check", "simplified_character", "space_before_juan")[1:]
    spans = [one["text"][one["offset"] : one["offset"] + one["length"]] for one in objects]
    assert sorted(spans) == ["　", "国"]
    assert sorted(str(row[6]) for row in sheet) == ["　", "国"]


@pytest.mark.parametrize(
    ("level", "marks"),
    [("error", {"甲", "乙"}), ("warning", {"甲", "乙", "丙"}), ("hint", {"甲", "乙", "丙", "丁"})],
)
def test_a_level_takes_in_those_above_it(books: dict[str, Book], tmp_path: Path, level: str, marks: set[str]) -> None:
    found = told_as_json(tmp_path / "found.jsonl", "--level", level)
    assert {one["shelf_mark"] for one in found} == marks


@pytest.mark.parametrize("gate", ["error", "warning", "hint"])
@pytest.mark.parametrize("mark", FLAWS)
def test_the_gate_closes_on_its_level_and_those_above(books: dict[str, Book], mark: str, gate: str) -> None:
    Book.objects.exclude(pk=books[mark].pk).delete()
    order = ["", "hint", "warning", "error"]
    shut = order.index(FLAWS[mark][1]) >= order.index(gate)
    if shut:
        with pytest.raises(CommandError) as refusal:
            run("--fail-on", gate)
        assert refusal.value.returncode == 2
    else:
        run("--fail-on", gate)


def test_the_findings_are_written_before_the_gate_closes(books: dict[str, Book], tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    with pytest.raises(CommandError):
        run("--format", "json", "--out", str(path), "--fail-on", "error")
    assert "存三卷（一至四）" in path.read_text(encoding="utf-8")


def test_nothing_found_is_an_empty_list_with_its_headings(library: Institution, tmp_path: Path) -> None:
    assert run()[0] == ""
    assert told_as_json(tmp_path / "found.jsonl") == []
    assert told_as_sheet(tmp_path / "found.xlsx") == [tuple(HEADINGS)]
    assert "查 0 条，有问题 0 条" in run()[1]


def test_the_sums_name_each_check_with_its_number(books: dict[str, Book]) -> None:
    sums = run()[1]
    assert "查 5 条，有问题 4 条" in sums
    assert "1  extent_sum_mismatch　存缺卷数与卷次不符" in sums


def test_an_english_house_is_told_in_english(books: dict[str, Book]) -> None:
    with translation.override("en"):
        out, _ = run("--check", "extent_sum_mismatch", "space_before_juan")
    assert "Error" in out
    assert "delete it" in out
    assert not any(word in out for word in ("错误", "请删去"))


def test_records_come_in_the_order_of_their_numbers(books: dict[str, Book], tmp_path: Path) -> None:
    for number, mark in ((3, "甲"), (1, "乙"), (2, "丙")):
        Book.objects.filter(pk=books[mark].pk).update(census_no=f"330000-1701-{number:07d}")
    marks = [one["shelf_mark"] for one in told_as_json(tmp_path / "found.jsonl", "--level", "warning")]
    assert list(dict.fromkeys(marks)) == ["乙", "丙", "甲"]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED])
def test_only_the_states_asked_for(books: dict[str, Book], tmp_path: Path, state: State) -> None:
    Book.objects.filter(pk=books["甲"].pk).update(state=state)
    Book.objects.exclude(pk=books["甲"].pk).delete()
    assert bool(told_as_json(tmp_path / "one.jsonl", "--state", state)) is True
    assert told_as_json(tmp_path / "none.jsonl", "--state", State.PUBLISHED) == []


def test_more_records_than_a_block_are_all_looked_at_and_told_of(library: Institution) -> None:
    now = timezone.now()
    columns = {"institution": library, "title": "國語", "created_at": now, "updated_at": now}
    Book.objects.bulk_create(Book(**columns, shelf_mark=f"普{number}") for number in range(CHUNK + 3))
    heard: list[int] = []
    found = list(check_books(Book.objects.all(), progress=heard.append))
    assert len({row.key for row in found}) == CHUNK + 3
    assert heard == [CHUNK, CHUNK + 3]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_place_that_cannot_be_written_is_named_with_its_reason(db: None, tmp_path: Path, form: str) -> None:
    with pytest.raises(CommandError, match="没有这个文件或文件夹"):
        run("--format", form, "--out", str(tmp_path / "没有" / "问题.txt"))
