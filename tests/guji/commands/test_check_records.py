"""``check_records``: what stands on stored records, told three ways."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from authority.models import Institution, Region
from census.checks import Level
from census.checks.report import Tally
from census.models import Membership, Role, State, Waiver
from guji.actions import CreateBook
from guji.checking import Wanted, check_books
from guji.data import BookData
from guji.findings import text_of
from guji.models import Book
from guji.storage import to_data

pytestmark = pytest.mark.django_db

RIGHT = BookData(
    institution="1701",
    shelf_mark="善0012",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    volumes="6冊",
    class_code="204",
)
WRONG_SUM = BookData(
    institution="1701",
    shelf_mark="善1023",
    title="後漢書九十卷",
    responsibility="（南朝宋）范曄撰　（唐）李賢注",
    edition="明崇禎十六年（1643）毛氏汲古閣刻本",
    volumes="26冊",
    extent="存三卷（一至四）",
    class_code="20101",
)
WRONG_YEAR = BookData(
    institution="1705",
    shelf_mark="善7",
    title="越絕書十五卷",
    responsibility="（漢）袁康撰",
    edition="明嘉靖三十三年（1564）張佳胤雙柏堂刻本",
    volumes="2冊",
    class_code="20301",
)


@pytest.fixture
def cataloguer(db: None) -> User:
    user = User.objects.create_user("著錄員")
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    for code, name in (("1701", "浙江圖書館"), ("1705", "寧波市天一閣博物院")):
        institution = Institution.objects.create(code=code, name=name, region=region)
        Membership.objects.create(user=user, institution=institution, role=Role.CATALOGUER)
    return user


@pytest.fixture
def books(cataloguer: User) -> dict[str, Book]:
    data = {"right": RIGHT, "sum": WRONG_SUM, "year": WRONG_YEAR}
    return {name: CreateBook(one, user=cataloguer).execute() for name, one in data.items()}


def run(*arguments: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("check_records", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_text_names_record_field_and_fault(books: dict[str, Book]) -> None:
    out, err = run("--level", "error")
    lines = out.splitlines()
    assert len(lines) == 2
    assert any("善1023" in line and "\t存缺卷\t" in line and "不符" in line for line in lines)
    assert any("善7" in line and "1554" in line for line in lines)
    assert "查 3 条，有问题 2 条" in err


def test_json_blames_the_very_characters(books: dict[str, Book], tmp_path: Path) -> None:
    path = tmp_path / "findings.jsonl"
    run("--format", "json", "--out", str(path), "--check", "era_year_mismatch")
    (found,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert found["record"] == str(books["year"].pk)
    assert found["level"] == "error"
    blamed = found["text"][found["offset"] : found["offset"] + found["length"]]
    assert "1564" in blamed


def test_a_sheet_has_a_row_a_finding(books: dict[str, Book], tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    run("--format", "xlsx", "--out", str(path), "--level", "error")
    rows = list(openpyxl.load_workbook(path).active.values)
    assert rows[0][:3] == ("级别", "单位代码", "普查编号")
    assert {row[3] for row in rows[1:]} == {"善1023", "善7"}


def test_a_formula_in_a_record_stays_text_in_the_sheet(cataloguer: User, tmp_path: Path) -> None:
    data = BookData(institution="1701", shelf_mark="=1+1", title='=HYPERLINK("x")', edition="清刻本", volumes="1冊")
    CreateBook(data, user=cataloguer).execute()
    path = tmp_path / "findings.xlsx"
    run("--format", "xlsx", "--out", str(path))
    cells = [
        cell for row in openpyxl.load_workbook(path).active.rows for cell in row if str(cell.value).startswith("=")
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_institutions_states_and_withdrawn_records(books: dict[str, Book]) -> None:
    assert "善7" not in run("--institution", "1701", "--level", "error")[0]
    assert run("--state", "published")[0] == ""
    Book.objects.filter(pk=books["sum"].pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    assert "善1023" not in run("--level", "error")[0]


def test_a_waived_finding_is_silent_until_the_text_changes(books: dict[str, Book], cataloguer: User) -> None:
    book = books["sum"]
    text = text_of(to_data(book), "extent")
    common = {"kind": Book.KIND, "record_id": book.pk, "by": cataloguer, "at": timezone.now(), "reason": "卷三殘"}
    Waiver.objects.create(check_id="extent_sum_mismatch", field="extent", text=text, **common)
    assert "善1023" not in run("--level", "error")[0]
    assert "善1023" in run("--level", "error", "--waived")[0]
    Book.objects.filter(pk=book.pk).update(extent="存三卷（一至五）")
    assert "善1023" in run("--level", "error")[0]


def test_shelf_marks_used_twice_are_seen_on_both(books: dict[str, Book], cataloguer: User) -> None:
    from dataclasses import replace

    CreateBook(replace(RIGHT, title="國語解二十一卷"), user=cataloguer).execute()
    found = list(check_books(Book.objects.all(), Wanted(checks=("shelf_mark_duplicate",))))
    assert [row.shelf_mark for row in found] == ["善0012", "善0012"]


def test_the_tally_counts_records_and_findings(books: dict[str, Book]) -> None:
    tally = Tally()
    rows = list(check_books(Book.objects.all(), Wanted(levels=(Level.ERROR,)), tally=tally))
    assert (tally.records, tally.faulty, sum(tally.checks.values())) == (3, 2, len(rows))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--check", "no_such_rule"], "没有规则“no_such_rule”"),
        (["--institution", "0000"], "没有收藏单位 0000"),
        (["--format", "xlsx"], "--out"),
        (["--out", "/nowhere/at/all.txt"], "不能写入"),
    ],
)
def test_a_wrong_call_is_answered_in_words(books: dict[str, Book], arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_fail_on_makes_a_gate(books: dict[str, Book]) -> None:
    with pytest.raises(CommandError) as error:
        run("--fail-on", "error")
    assert error.value.returncode == 2
    run("--institution", "1701", "--check", "era_year_mismatch", "--fail-on", "error")


def test_the_rules_can_be_listed() -> None:
    out, _ = run("--list")
    assert "extent_sum_mismatch" in out
    assert "census_fields §8" in out
