"""The commands: what they print, how they end, and that being killed leaves nothing behind."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from authority.models import Term, Vocabulary
from census.models import ImportBatch
from guji.models import Book
from tests.guji.imports.book_sheets import BOOKS, HEADER, changed, xlsx


def said(*arguments: object, fails: bool = False) -> str:
    out = io.StringIO()
    if fails:
        with pytest.raises(SystemExit) as caught:
            call_command(*map(str, arguments), stdout=out, stderr=io.StringIO())
        assert caught.value.code == 1
    else:
        call_command(*map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.usefixtures("holders")
class TestImportBooks:
    def test_a_good_file_says_its_batch_and_how_to_take_it_back(self, tmp_path: Path) -> None:
        told = said("import_books", xlsx(tmp_path / "书.xlsx"))
        batch = ImportBatch.objects.get()
        assert f"undo_import {batch.pk}" in told
        assert "新增 4，更新 0，未变 0，不收 0" in told
        assert "已撤回：移除 4 条" in said("undo_import", batch.pk)
        assert not Book.objects.exists()

    def test_a_bad_file_never_reads_as_success(self, tmp_path: Path) -> None:
        told = said("import_books", xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院")), fails=True)
        assert "第 4 行 单位“某某書院”［错误］没有这个单位" in told
        assert "整个文件没有入库" in told
        assert not Book.objects.exists()

    def test_taking_the_good_rows_only_still_ends_with_failure(self, tmp_path: Path) -> None:
        told = said("import_books", xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院")), "--skip-bad", fails=True)
        assert "有 1 行没有收" in told
        assert Book.objects.count() == 3

    def test_the_rest_taken_before_is_said_to_be_unchanged(self, tmp_path: Path) -> None:
        path = xlsx(tmp_path / "书.xlsx", changed(2, 1, "某某書院"))
        said("import_books", path, "--skip-bad", fails=True)
        assert "其余各行都与库中相同" in said("import_books", path, "--skip-bad", fails=True)

    def test_a_trial_prints_the_fingerprint_of_the_import(self, tmp_path: Path) -> None:
        path = xlsx(tmp_path / "书.xlsx")
        trial, real = said("import_books", path, "--dry-run"), said("import_books", path)
        prints = [line for line in trial.splitlines() if line.startswith("判断指纹")]
        assert prints == [line for line in real.splitlines() if line.startswith("判断指纹")]
        assert "库中未作任何改动" in trial

    def test_unknown_columns_are_named(self, tmp_path: Path) -> None:
        path = xlsx(tmp_path / "书.xlsx", [[*BOOKS[0], "3"]], [*HEADER, "柜位"])
        assert "不认识的列，没有读入：I: 柜位" in said("import_books", path)

    def test_a_file_that_is_no_sheet_changes_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "书.xlsx"
        path.write_bytes(b"%PDF-1.7")
        with pytest.raises(CommandError, match=r"库中未作任何改动.*PDF"):
            said("import_books", path)

    def test_a_user_nobody_knows(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="某人"):
            said("import_books", xlsx(tmp_path / "书.xlsx"), "--user", "某人")

    @pytest.mark.parametrize("batch", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_a_batch_nobody_knows(self, batch: str) -> None:
        with pytest.raises(CommandError, match="没有批次"):
            said("undo_import", batch)

    def test_a_batch_is_taken_back_once(self, tmp_path: Path) -> None:
        said("import_books", xlsx(tmp_path / "书.xlsx"))
        batch = ImportBatch.objects.get().pk
        said("undo_import", batch)
        with pytest.raises(CommandError, match="已经撤回"):
            said("undo_import", batch)


@pytest.mark.usefixtures("holders")
def test_the_template_is_text_with_lists_and_its_own_example_can_be_imported(tmp_path: Path) -> None:
    vocabulary = Vocabulary.objects.create(key="binding", name="裝幀")
    Term.objects.create(vocabulary=vocabulary, code="xz", name_hant="綫裝")
    path = tmp_path / "空表.xlsx"
    assert str(path) in said("import_template", path)
    book = load_workbook(path)
    assert book.sheetnames == ["登记表", "样例", "词表", "填写说明"]
    sheet = book["登记表"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:4] == ["古籍普查登记编号", "单位代码", "索书号", "题名卷数"]
    assert sheet.column_dimensions["C"].width >= 8
    assert sheet["C1"].comment.text.startswith("照录馆藏号")
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert any("词表" in formula for formula in lists.values())
    assert book["样例"]["C2"].number_format == "@"
    told = said("import_books", path, "--sheet", "样例", "--as", "draft")
    assert "新增 2" in told
    assert Book.objects.get(shelf_mark="善0012").seals.count() == 2


def test_an_empty_template_is_no_success(db: None, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    said("import_template", path)
    with pytest.raises(CommandError, match="没有任何内容"):
        said("import_books", path)


def test_a_template_never_lies_on_a_sheet_that_may_be_filled_in(db: None, tmp_path: Path) -> None:
    path = tmp_path / "普查表.xlsx"
    path.write_bytes(b"a month of work")
    with pytest.raises(CommandError, match="可能有填好的著录"):
        said("import_template", path)
    assert path.read_bytes() == b"a month of work"
    said("import_template", path, "--force")
    assert load_workbook(path).sheetnames[0] == "登记表"


@pytest.mark.parametrize(("name", "why"), [("README.md", "以 .xlsx 结尾"), ("没有/空表.xlsx", "没有这个文件夹")])
def test_a_template_goes_only_where_a_workbook_can(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said("import_template", tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
class TestMakeSynthetic:
    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            ((-5, "--out", "省.csv"), "N 不小于 0"),
            ((5, "--institutions", 0, "--out", "省.csv"), "至少为 1"),
            ((5, "--out", "省.txt"), "以 .xlsx 或 .csv 结尾"),
            ((5, "--out", "没有/省.xlsx"), "没有这个文件夹"),
        ],
    )
    def test_what_cannot_be_made_is_refused_in_words(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], why: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(CommandError, match=why):
            said("make_synthetic", *arguments)
        assert not list(tmp_path.iterdir())

    def test_a_province_loaded_twice_is_refused_whole(self) -> None:
        said("make_synthetic", 20, "--institutions", 2, "--load")
        with pytest.raises(CommandError, match=r"库中未作任何改动.*已经用于另一条记录"):
            said("make_synthetic", 20, "--institutions", 2, "--load")
        assert Book.objects.count() == 20
        assert ImportBatch.objects.count() == 1

    def test_a_sheet_of_it_can_be_imported_as_approved(self, tmp_path: Path) -> None:
        path = tmp_path / "省.csv"
        said("make_synthetic", 60, "--institutions", 5, "--out", path, "--prepare")
        assert "新增 60" in said("import_books", path, "--as", "approved")

    def test_it_can_be_loaded_and_taken_back(self) -> None:
        said("make_synthetic", 40, "--institutions", 5, "--load")
        assert Book.objects.public().count() == 40
        said("undo_import", ImportBatch.objects.get().pk)
        assert not Book.objects.exists()

    def test_it_asks_where_to(self) -> None:
        with pytest.raises(CommandError, match="--out"):
            said("make_synthetic", 1)
        with pytest.raises(CommandError):
            said("make_synthetic", 1, "--flaws", 2, "--load")
