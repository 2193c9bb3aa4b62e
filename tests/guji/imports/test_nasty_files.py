"""Every nasty file is refused in words a cataloguer can act on, with a bad ending, and changes nothing."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from census.models import ImportBatch, ImportRow, OutboxEntry, Revision
from guji.models import Book
from tests.guji.imports.book_sheets import xlsx
from tests.guji.imports.nasty_files import FILES

pytestmark = pytest.mark.usefixtures("holders")
STORED: tuple[Any, ...] = (Book, Revision, OutboxEntry, ImportBatch, ImportRow)
SUCCESS = ("已入库", "试运行完毕，各行都可以收")


def refused(path: Path, *options: str) -> str:
    """Import a file, which must fail, and return all that was said."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises((CommandError, SystemExit)) as caught:
        call_command("import_books", str(path), "--progress", "none", *options, stdout=out, stderr=errors)
    if isinstance(caught.value, SystemExit):
        assert caught.value.code == 1
        return out.getvalue() + errors.getvalue()
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_nasty_file_is_refused_by_name_and_changes_nothing(tmp_path: Path, name: str, ending: str) -> None:
    words, make = FILES[name]
    path = tmp_path / f"普查{ending}"
    made = path.with_suffix(".xlsx")
    make(made)
    made.rename(path)
    said = refused(path)
    assert [word for word in words if word not in said] == [], said
    assert "Traceback" not in said
    assert not any(success in said for success in SUCCESS)
    assert [model.__name__ for model in STORED if model.objects.exists()] == []


@pytest.mark.parametrize("name", FILES)
def test_a_trial_of_a_nasty_file_fails_in_the_same_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / "普查.xlsx"
    FILES[name][1](path)
    trial = refused(path, "--dry-run")
    assert [word for word in FILES[name][0] if word not in trial] == []


class TestPlaces:
    """What stands where a file should."""

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "是文件夹" in refused(tmp_path)

    def test_nothing(self, tmp_path: Path) -> None:
        assert "找不到文件" in refused(tmp_path / "無.xlsx")

    def test_a_link_that_leads_to_itself(self, tmp_path: Path) -> None:
        path = tmp_path / "環.xlsx"
        path.symlink_to(path)
        assert "找不到文件" in refused(path)

    def test_a_name_that_no_system_takes(self, tmp_path: Path) -> None:
        assert "找不到文件" in refused(tmp_path / ("長" * 300 + ".xlsx"))

    def test_a_pipe_is_no_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "管.csv")
        assert "不是普通文件" in refused(tmp_path / "管.csv")

    def test_a_file_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = xlsx(tmp_path / "鎖.xlsx")
        usual = Path.open

        def locked(self: Path, *args: Any, **kwargs: Any) -> Any:
            if self == path:
                raise PermissionError(13, "Permission denied", str(self))
            return usual(self, *args, **kwargs)

        monkeypatch.setattr(Path, "open", locked)
        assert "没有读取的权限" in refused(path)

    @pytest.mark.parametrize("report", ["無此夾/報告.xlsx", "書.xlsx", "."])
    def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(self, tmp_path: Path, report: str) -> None:
        path = xlsx(tmp_path / "書.xlsx")
        before = path.read_bytes()
        assert "报告" in refused(path, "--report", str(tmp_path / report))
        assert path.read_bytes() == before
        assert not Book.objects.exists()

    def test_a_file_changed_while_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from guji.imports.importer import BookImporter

        path = xlsx(tmp_path / "書.xlsx")
        usual = BookImporter.surveyed

        def meddled(self: BookImporter, repeats: Any) -> Any:
            xlsx(path, [["", "1705", "經9", "詩集傳八卷", "（宋）朱熹撰", "明刻本", "4冊", ""]])
            return usual(self, repeats)

        monkeypatch.setattr(BookImporter, "surveyed", meddled)
        assert "导入途中文件被改动" in refused(path)
        assert not Book.objects.exists()
