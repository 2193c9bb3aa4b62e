"""What must hold of any sheet: a trial judges as the import does, the same again changes nothing, all can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.imports.importer import Outcome
from census.models import ImportBatch, ImportMode, ImportRow, OutboxEntry, Revision, Verdict
from guji.actions import BulkUndo, EditBook
from guji.models import Book
from guji.storage import merged, to_data
from tests.guji.imports.book_sheets import HEADER, take, text

pytestmark = pytest.mark.usefixtures("holders")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

WIDE = [*HEADER, "分类", "是否丛书", "版框", "钤印", "级别", "批校题跋"]
#: What the cells of each column hold in a careless county's sheet: mostly sound, some not.
COLUMNS: tuple[tuple[str, ...], ...] = (
    ("", "", "", "330000-1701-0000001", "330000-1701-0000002", "330000-1705-0000001", "330000-1701-12", "１"),
    ("1701", "1701", "1705", "浙江圖書館", "天一閣", "某某書院", ""),
    ("善1", "善2", "普3", "", "3-4"),
    ("國語二十一卷", "史記一百三十卷", "论语十卷", "白氏文集七十一卷", "〓氏譜不分卷", "", "合計"),
    ("", "（三國吳）韋昭注", "（漢）司馬遷撰", "（唐）白居易", "清"),
    ("清刻本", "明嘉靖七年(1528)金李澤遠堂刻本", "明嘉靖七年(1628)刻本", "", "稿本"),
    ("6冊", "6", "六冊", "", "多"),
    ("", "", "存二卷（三至四）", "存五卷（三至四）", "1-2"),
    ("", "10202", "易類", "無此類" * 20),
    ("", "是", "否", "也许"),
    ("", "20.1×13.5", "大"),
    ("", "嘉業堂藏書印｜劉承幹｜朱文", "一｜二｜三｜四｜五｜六｜是｜八｜九"),
    ("", "二級", "甲"),
    ("", "清惠棟校並跋", "惠棟"),
)
SHEETS = st.lists(st.tuples(*map(st.sampled_from, COLUMNS)), min_size=1, max_size=7)
WRITTEN: tuple[Any, ...] = (Book, Revision, OutboxEntry, ImportBatch, ImportRow)
MODES = st.sampled_from(ImportMode.values)


def judged(outcome: Outcome) -> tuple[Any, ...]:
    """Return all that an import said of its rows."""
    return outcome.fingerprint, outcome.rows, outcome.verdicts, outcome.checks, outcome.levels, outcome.refused_rows


def house() -> dict[str, list[dict[str, Any]]]:
    """Return all that an import may write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def contents() -> list[Any]:
    """Return what the records state, whatever their keys."""
    return sorted((repr(to_data(book)) for book in Book.objects.whole()), key=str)


@QUICK
@given(rows=SHEETS, mode=MODES, skip=st.booleans(), before=st.lists(st.integers(0, 6), max_size=3))
def test_a_trial_says_what_the_import_says_and_leaves_the_house_as_it_was(
    tmp_path: Path, rows: list[tuple[str, ...]], mode: str, skip: bool, before: list[int]
) -> None:
    with transaction.atomic():
        earlier = [rows[n] for n in before if n < len(rows)]
        if earlier:
            take(text(tmp_path / "前.csv", earlier, WIDE), skip_bad=True)
        path = text(tmp_path / "表.csv", rows, WIDE)
        was = house()
        trial = take(path, mode=mode, dry_run=True, skip_bad=skip)
        assert house() == was
        real = take(path, mode=mode, skip_bad=skip)
        assert judged(trial) == judged(real)
        assert real.committed == bool(real.changes and (skip or not real.refused))
        assert real.committed or house() == was
        transaction.set_rollback(True)


@QUICK
@given(rows=SHEETS, mode=MODES)
def test_the_same_sheet_again_changes_nothing_and_all_of_it_can_be_taken_back(
    tmp_path: Path, rows: list[tuple[str, ...]], mode: str
) -> None:
    with transaction.atomic():
        path = text(tmp_path / "表.csv", rows, WIDE)
        first = take(path, mode=mode, skip_bad=True)
        was, said = house(), first.verdicts[Verdict.CREATE]
        again = take(path, mode=mode, skip_bad=True)
        assert again.changes == 0
        assert house() == was
        assert Book.objects.count() == said
        if first.committed:
            report = BulkUndo(ImportBatch.objects.get(pk=first.batch_id or ""), None, trusted=True).execute()
            assert (report.removed, report.touched) == (said, ())
        assert not Book.objects.exists()
        assert not Revision.objects.exists()
        transaction.set_rollback(True)


@QUICK
@given(rows=SHEETS, volumes=st.sampled_from(["7冊", "9冊"]))
def test_an_update_taken_back_gives_every_record_its_content_again(
    tmp_path: Path, rows: list[tuple[str, ...]], volumes: str
) -> None:
    with transaction.atomic():
        take(text(tmp_path / "表.csv", rows, WIDE), skip_bad=True)
        was = contents()
        changed = [(*row[:6], volumes, *row[7:]) for row in rows]
        later = take(text(tmp_path / "改.csv", changed, WIDE), skip_bad=True)
        if later.committed:
            BulkUndo(ImportBatch.objects.get(pk=later.batch_id or ""), None, trusted=True).execute()
        assert contents() == was
        transaction.set_rollback(True)


@QUICK
@given(rows=SHEETS, field=st.sampled_from(["note", "volumes", "annotation"]), value=st.sampled_from(["", "甲", "9冊"]))
def test_nobodys_later_work_is_lost_to_an_old_sheet(
    tmp_path: Path, rows: list[tuple[str, ...]], field: str, value: str
) -> None:
    with transaction.atomic():
        path = text(tmp_path / "表.csv", rows, WIDE)
        take(path, skip_bad=True)
        for book in Book.objects.whole():
            EditBook(book, merged(to_data(book), **{field: value}), None, trusted=True).execute()
        was = contents()
        take(path, skip_bad=True)
        assert contents() == was
        transaction.set_rollback(True)
