"""An import of any kind of record: its stages, its batch, what is counted and told, and when nothing is stored."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from openpyxl import load_workbook

from authority.models import Institution
from census.imports.errors import ImportRefused
from census.imports.importer import FIRST_FINDINGS, FIRST_OF_CHECK, FIRST_REFUSED
from census.imports.run import CHUNK
from census.imports.telling import ending, telling
from census.jobs.worker_id import own_id
from census.models import BatchState, ImportBatch, ImportRow
from tests.census.imports.import_sheets import workbook
from tests.census.imports.tiny_importer import TinyImporter, bring, sheet, stored

pytestmark = pytest.mark.django_db
GOOD = ("1,周易", "2,老子", "3,史記")


def lines(path: Path, **options: Any) -> list[str]:
    return list(telling(bring(path, **options), options.get("report")))


class TestStages:
    def test_the_stages_follow_each_other_and_the_importer_is_closed(self, tmp_path: Path) -> None:
        importer = TinyImporter()
        assert bring(sheet(tmp_path / "a.csv", *GOOD), importer).committed
        assert importer.diary == ["begin", "surveyed", "judge", "commit", "close"]

    @pytest.mark.parametrize("stage", ["surveyed", "judge", "commit"])
    def test_a_refusal_at_any_stage_closes_the_importer_and_stores_nothing(self, tmp_path: Path, stage: str) -> None:
        importer = TinyImporter()
        importer.fails_at = stage
        with pytest.raises(ImportRefused, match="停在这里"):
            bring(sheet(tmp_path / "a.csv", *GOOD), importer)
        assert importer.diary[-1] == "close"
        assert stored() == ImportBatch.objects.count() == ImportRow.objects.count() == 0

    def test_rows_go_by_in_chunks(self, tmp_path: Path) -> None:
        importer, told = TinyImporter(), []
        rows = [f"{n},書{n}" for n in range(2 * CHUNK + 1)]
        bring(sheet(tmp_path / "a.csv", *rows), importer, lambda *step: told.append(step))
        assert importer.diary.count("judge") == importer.diary.count("commit") == 3
        whole = 2 * CHUNK + 1
        assert [step for step in told if step[0] == "judge"] == [
            ("judge", CHUNK, whole),
            ("judge", 2 * CHUNK, whole),
            ("judge", whole, whole),
        ]
        assert told[-1] == ("commit", whole, whole)

    def test_progress_never_promises_fewer_rows_than_it_has_done(self, tmp_path: Path) -> None:
        told: list[tuple[str, int, int]] = []
        rows = [f'{n},"書\n{n}"' for n in range(CHUNK)] + [",", ","]
        bring(sheet(tmp_path / "a.csv", *rows), None, lambda *step: told.append(step))
        assert all(done <= total for _, done, total in told)
        assert {stage: done == total for stage, done, total in told} == {"survey": True, "judge": True, "commit": True}


class TestBatch:
    def test_the_batch_says_what_came_of_the_file(self, tmp_path: Path) -> None:
        holder = Institution.objects.create(code="1701", name="浙江圖書館")
        path = sheet(tmp_path / "浙圖.csv", "1,周易", "1,一個很長的名稱", "2,", header="编号,名称,架位")
        outcome = bring(path, skip_bad=True, institution="1701")
        batch = ImportBatch.objects.get(pk=outcome.batch_id or "")
        assert (batch.kind, batch.file_name, batch.institution, batch.state) == (
            "tiny",
            "浙圖.csv",
            holder,
            BatchState.COMMITTED,
        )
        counts = (batch.row_count, batch.created_count, batch.updated_count, batch.same_count, batch.refused_count)
        assert counts == (3, 2, 0, 0, 1)
        assert batch.finding_counts == {"long": 1, "nameless": 1}
        assert batch.notes == ["1 个编号重复", "文件编码：UTF-8。", "C: 架位"]
        assert batch.committed_at is not None
        assert not batch.dry_run

    def test_every_row_keeps_its_cells_its_verdict_and_its_findings(self, tmp_path: Path) -> None:
        bring(sheet(tmp_path / "a.csv", "1,周易", "2,一個很長的名稱", "3,"), skip_bad=True)
        rows = list(ImportRow.objects.order_by("number").values_list("number", "verdict", "cells", "version_after"))
        assert rows == [
            (1, "blank", ["编号", "名称"], None),
            (2, "create", ["1", "周易"], 1),
            (3, "create", ["2", "一個很長的名稱"], 1),
            (4, "refuse", ["3"], None),
        ]
        finding = ImportRow.objects.get(number=3).findings[0]
        assert finding["params"]["found"] == 7
        assert isinstance(finding["params"]["by"], str)
        assert (finding["check"], finding["level"], finding["field"]) == ("long", "warning", "name")

    @pytest.mark.parametrize("options", [{"dry_run": True}, {}], ids=["trial", "refused"])
    def test_nothing_is_kept_of_what_was_not_stored(self, tmp_path: Path, options: dict[str, Any]) -> None:
        rows = GOOD if options else (*GOOD, "4,")
        outcome = bring(sheet(tmp_path / "a.csv", *rows), **options)
        assert (outcome.committed, outcome.batch_id) == (False, None)
        assert stored() == ImportBatch.objects.count() == ImportRow.objects.count() == 0

    def test_only_what_a_dead_process_left_unstored_is_called_broken(self, tmp_path: Path) -> None:
        dead = f"{socket.gethostname()}:999999:1"
        before = [
            ImportBatch.objects.create(kind=kind, file_name=f"{name}.csv", sha256=name * 64, state=state, worker=worker)
            for kind, name, state, worker in (
                ("tiny", "a", BatchState.STAGED, dead),
                ("tiny", "b", BatchState.COMMITTED, dead),
                ("tiny", "d", BatchState.STAGED, own_id()),
                ("other", "e", BatchState.STAGED, dead),
            )
        ]
        outcome = bring(sheet(tmp_path / "f.csv", *GOOD))
        told = [notice.message for notice in outcome.notices if "中途断了" in notice.message]
        assert len(told) == 1
        assert "a.csv" in told[0]
        for batch in before:
            batch.refresh_from_db()
        assert [batch.state for batch in before] == [
            BatchState.BROKEN,
            BatchState.COMMITTED,
            BatchState.STAGED,
            BatchState.STAGED,
        ]

    def test_the_same_rows_make_no_second_batch(self, tmp_path: Path) -> None:
        bring(sheet(tmp_path / "a.csv", *GOOD))
        again = bring(sheet(tmp_path / "a.csv", *GOOD))
        assert (again.changes, again.succeeded, again.committed) == (0, True, False)
        assert ImportBatch.objects.count() == 1
        assert stored() == 3

    def test_a_clash_in_the_database_is_told_as_a_change_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def clash(self: TinyImporter, judged: Any, batch: Any) -> None:
            raise IntegrityError("UNIQUE constraint failed")

        monkeypatch.setattr(TinyImporter, "commit", clash)
        with pytest.raises(ImportRefused, match="请重新导入") as caught:
            bring(sheet(tmp_path / "a.csv", *GOOD))
        assert caught.value.code == "changed-meanwhile"
        assert not ImportBatch.objects.exists()


class TestOutcome:
    def test_the_fingerprint_follows_every_verdict_and_finding(self, tmp_path: Path) -> None:
        prints = {
            bring(sheet(tmp_path / f"{n}.csv", *rows), dry_run=True).fingerprint
            for n, rows in enumerate([GOOD, GOOD[:2], (*GOOD[:2], "3,"), (*GOOD[:2], "3,一個很長的名稱"), ("", *GOOD)])
        }
        assert len(prints) == 5

    def test_the_fingerprint_does_not_ask_what_file_it_was(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "a.xlsx", [["编号", "名称"], *(row.split(",") for row in GOOD)])
        assert (
            bring(path, dry_run=True).fingerprint == bring(sheet(tmp_path / "b.csv", *GOOD), dry_run=True).fingerprint
        )

    def test_one_fault_on_all_rows_is_shown_twice_and_counted_whole(self, tmp_path: Path) -> None:
        rows = [f"{n}," for n in range(40)]
        outcome = bring(sheet(tmp_path / "a.csv", *rows))
        assert [told.row for told in outcome.first] == [2, 3]
        assert len(outcome.first) == FIRST_OF_CHECK < FIRST_FINDINGS
        assert outcome.checks == {"nameless": 40}
        assert outcome.refused_rows == list(range(2, 2 + FIRST_REFUSED))
        assert outcome.faulty == outcome.refused == 40

    def test_what_is_told_names_heading_and_cell(self, tmp_path: Path) -> None:
        path = sheet(tmp_path / "a.csv", "1,一個很長的名稱", header="编号,题名")
        (told,) = bring(path).first
        assert (told.row, told.label, told.value, told.finding.check) == (2, "题名", "一個很長的名稱", "long")


class TestTelling:
    def test_a_good_file(self, tmp_path: Path) -> None:
        told = lines(sheet(tmp_path / "a.csv", *GOOD))
        assert told[:2] == ["文件编码：UTF-8。", "所见：错误 0，警告 0，提示 0，涉及 0 行。"]
        assert told[-1].startswith("已入库，批次 ")
        assert not any("不收的行" in line for line in told)

    def test_a_file_with_faults(self, tmp_path: Path) -> None:
        told = lines(sheet(tmp_path / "a.csv", "1,周易", "2,", "3,一個很長的名稱", header="编号,名称,架位"))
        assert told == [
            "文件编码：UTF-8。",
            "不认识的列，没有读入：C: 架位",
            "第 3 行 名称［错误］缺名称",
            "第 4 行 名称“一個很長的名稱”［警告］名称有 7 字",
            "所见：错误 1，警告 1，提示 0，涉及 2 行。",
            "         1  没有名称［错误］nameless",
            "         1  名称太长［警告］long",
            "共 3 行：新增 2，更新 0，未变 0，不收 1。",
            "不收的行：3",
            told[-2],
            "有 1 行不收，整个文件没有入库。改好后再导入，或加 --skip-bad 只收其余各行。",
        ]
        assert told[-2].startswith("判断指纹 ")

    def test_what_is_not_all_shown_points_to_the_report(self, tmp_path: Path) -> None:
        path = sheet(tmp_path / "a.csv", *(f"{n}," for n in range(30)))
        assert any("加 --report" in line for line in lines(path))
        told = lines(path, report=tmp_path / "報告.xlsx")
        assert not any("加 --report" in line for line in told)
        assert f"报告已写到 {tmp_path / '報告.xlsx'}" in told
        assert "不收的行：" + "、".join(str(n) for n in range(2, 22)) + "……" in told

    @pytest.mark.parametrize(
        ("rows", "options", "words"),
        [
            (GOOD, {"dry_run": True}, "试运行完毕，各行都可以收"),
            (("1,",), {"dry_run": True}, "试运行完毕，有 1 行不收"),
            (("1,", "2,老子"), {"skip_bad": True}, "（有 1 行没有收）"),
            (("1,", "2,老子"), {}, "整个文件没有入库"),
        ],
    )
    def test_the_last_line(self, tmp_path: Path, rows: tuple[str, ...], options: dict[str, Any], words: str) -> None:
        outcome = bring(sheet(tmp_path / "a.csv", *rows), **options)
        assert words in ending(outcome)
        assert ("已入库" in ending(outcome)) == outcome.committed

    def test_the_last_line_where_nothing_is_new(self, tmp_path: Path) -> None:
        bring(sheet(tmp_path / "a.csv", *GOOD))
        assert ending(bring(sheet(tmp_path / "a.csv", *GOOD))) == "各行都与库中相同，库中未作任何改动。"
        mixed = bring(sheet(tmp_path / "b.csv", *GOOD, "4,"))
        assert ending(mixed) == "有 1 行不收，其余各行都与库中相同；库中未作任何改动。"


def test_the_report_counts_names_and_keeps_what_stands_above(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["某館登記表"], ["编号", "名称", "架位"], ["1", "", "甲"], ["2", "老子"]])
    out = tmp_path / "報告.xlsx"
    bring(path, report=out)
    book = load_workbook(out)
    assert [[cell.value for cell in row] for row in book["普查"].iter_rows(max_col=3)] == [
        ["某館登記表", None, None],
        ["编号", "名称", "架位"],
        ["1", None, "甲"],
        ["2", "老子", None],
    ]
    assert book["普查"]["D3"].value == "这一行没有收\n［错误］缺名称"
    summary = {str(row[0].value): row[1].value for row in book["汇总"].iter_rows(max_col=2)}
    assert (summary["文件"], summary["行数"], summary["不收"]) == ("a.xlsx", "2", "1")
    assert summary["错误 × 1"] == "没有名称（nameless）"
    assert any("C: 架位" in str(row[1].value) for row in book["汇总"].iter_rows(max_col=2))
