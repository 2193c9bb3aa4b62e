"""What changed since an earlier run: which records, which words, which pages."""

from __future__ import annotations

import gzip
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import FrozenRecord, Snapshot, write_snapshot
from catalog_export.volumes.series.changes import (
    ADDED,
    CHANGED,
    WITHDRAWN,
    Change,
    PlaceBook,
    compare,
    placed,
    to_lines,
)
from census.models import State
from guji.data import BookData
from guji.models import Book
from tests.catalog_export.volumes.register_reading import header_of
from tests.catalog_export.volumes.stored_records import GUOYU, ZHOUYI, make_institutions, store


def record(key: str, data: BookData, **derived: str) -> FrozenRecord:
    return FrozenRecord(key, 1, "province_approved", data, derived=derived)


def snapshot(path: Path, *records: FrozenRecord) -> Snapshot:
    write_snapshot(path, header_of(records, Profile(), proof=False, sample=False), records)
    return Snapshot.open(path)


def differences(folder: Path, before: list[FrozenRecord], after: list[FrozenRecord]) -> list[Change]:
    return compare(snapshot(folder / "a.gz", *before), snapshot(folder / "b.gz", *after))


def test_nothing_changed_is_nothing(tmp_path: Path) -> None:
    records = [record("a", ZHOUYI), record("b", GUOYU)]
    assert differences(tmp_path, records, records) == []


def test_a_reworded_statement_tells_what_it_said_and_says(tmp_path: Path) -> None:
    reworded = replace(ZHOUYI, edition="清康熙十二年（1673）刻本", volumes="")
    found = differences(tmp_path, [record("a", ZHOUYI)], [record("a", reworded)])
    assert [(change.kind, change.field, change.old, change.new) for change in found] == [
        (CHANGED, "版本", ZHOUYI.edition, reworded.edition),
        (CHANGED, "册数", "2冊", ""),
    ]


def test_records_come_and_go_by_their_identity_not_their_number(tmp_path: Path) -> None:
    renumbered = replace(ZHOUYI, census_no="330000-1701-0000099")
    found = differences(
        tmp_path, [record("a", ZHOUYI), record("b", GUOYU)], [record("c", GUOYU), record("a", renumbered)]
    )
    assert [(change.kind, change.record_id, change.field) for change in found] == [
        (ADDED, "c", ""),
        (CHANGED, "a", "普查编号"),
        (WITHDRAWN, "b", ""),
    ]


def test_what_no_register_prints_is_no_change(tmp_path: Path) -> None:
    noted = replace(
        ZHOUYI, note="館員記", class_code="經部", edition_basis="牌記", title_source="卷端", series="通志堂"
    )
    details = {"seals": [{"text": "鐵琴銅劍樓"}]}
    assert differences(tmp_path, [record("a", ZHOUYI)], [record("a", replace(noted, details=details))]) == []


def test_works_of_a_set_flags_and_corrections_by_hand_are_changes(tmp_path: Path) -> None:
    changed = replace(ZHOUYI, is_foreign=True, details={"sub_works": [{"title": "略例一卷"}]})
    found = differences(tmp_path, [record("a", ZHOUYI, dynasty="清")], [record("a", changed, dynasty="明")])
    assert {change.field for change in found} == {"域外本", "丛书子目", "版本朝代、类型"}


def test_pages_are_named_before_and_after_and_those_that_differ_listed() -> None:
    before = PlaceBook({"a": "1", "b": "2", "gone": "3"}, {"1": "x", "2": "y", "3": "z"})
    after = PlaceBook({"a": "1", "b": "3", "new": "2"}, {"1": "x", "2": "n", "3": "y", "4": "w"})
    changes = [Change(kind, key, key, "書") for kind, key in ((ADDED, "new"), (CHANGED, "b"), (WITHDRAWN, "gone"))]
    found = placed(changes, before, after)
    assert [(change.page_before, change.page_after) for change in found.changes] == [("", "2"), ("2", "3"), ("3", "")]
    assert found.pages == ["2", "3", "4"]
    assert found.records == {"new", "b"}
    lines = list(to_lines(found))
    assert lines[0] == "新增 1 条　撤销 1 条　改动 1 条　有变动的页 3"
    assert "gone　書（3 → —）" in lines[3]


@pytest.mark.parametrize("left", ["nothing", "places", "volumes", "other"])
def test_without_the_places_of_before_changes_are_told_and_no_page_is_said_to_differ(
    stored: None, tmp_path: Path, left: str
) -> None:
    """A snapshot kept alone, or beside a list that was cut short, still says which records changed."""
    typeset(tmp_path / "first")
    (tmp_path / "first" / "register-1701.places.json.gz").unlink()
    if left == "places":
        (tmp_path / "first" / "register-1701.places.json.gz").write_bytes(gzip.compress(b'{"entries":[')[:-9])
    elif left == "volumes":
        (tmp_path / "first" / "register-1701.volumes.json").write_text(
            '[{"places": "gone.json.gz", "label": "第一冊"}]'
        )
    elif left == "other":
        (tmp_path / "first" / "register-1701.volumes.json").write_text('["第一冊"]')
    Book.objects.filter(census_no="330000-1701-0000059").update(edition="明刻本", version=2)
    said = typeset(tmp_path / "second", "--since", str(tmp_path / "first" / "register-1701.snapshot.jsonl.gz"))
    assert "新增 0 条　撤销 0 条　改动 1 条　早先那次的页码表" in said
    text = (tmp_path / "second" / "register-1701.changes.txt").read_text(encoding="utf-8")
    assert "有变动的页：" not in text
    assert "（— → 3）" in text or "（— → 2）" in text


@pytest.fixture
def stored(db: None) -> None:
    make_institutions()
    for serial in range(1, 60):
        store(replace(ZHOUYI, census_no=f"330000-1701-{serial:07d}", shelf_mark=f"善{serial}"))


def typeset(out: Path, *arguments: str) -> str:
    said = StringIO()
    call_command("typeset_register", "--institution", "1701", *arguments, "--out", str(out), stdout=said)
    return said.getvalue()


def rows_of(path: Path) -> list[list[str]]:
    import zipfile
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return [["".join(cell.itertext()) for cell in row.iter(f"{space}c")] for row in sheet.iter(f"{space}row")]


def test_the_command_lists_changes_with_their_pages_as_sheet_and_text(stored: None, tmp_path: Path) -> None:
    typeset(tmp_path / "first")
    last = Book.objects.get(census_no="330000-1701-0000059")
    Book.objects.filter(pk=last.pk).update(edition="明刻本", version=2)
    Book.objects.filter(census_no="330000-1701-0000001").update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    store(replace(GUOYU, census_no="330000-1701-0000060", title="=國語"))
    earlier = tmp_path / "first" / "register-1701.snapshot.jsonl.gz"
    said = typeset(tmp_path / "second", "--since", str(earlier))
    assert "新增 1 条　撤销 1 条　改动 1 条" in said
    rows = rows_of(tmp_path / "second" / "register-1701.changes.xlsx")
    assert rows[0][:3] == ["变动", "普查编号", "题名"]
    changed = next(row for row in rows if row[0] == "改动")
    assert changed[1:6] == ["330000-1701-0000059", ZHOUYI.title, "版本", ZHOUYI.edition, "明刻本"]
    added = next(row for row in rows if row[0] == "新增")
    assert added[2] == "=國語", "no cell becomes a formula"
    assert added[6:] in (["", "2"], ["", "3"])
    text = (tmp_path / "second" / "register-1701.changes.txt").read_text(encoding="utf-8")
    assert "有变动的页：1、" in text, "the first page lost its first entry"
    assert "撤销　330000-1701-0000001" in text


def bars(path: Path) -> list[int]:
    """The pages on which a change bar is drawn."""
    return [
        number
        for number, page in enumerate(PdfReader(path).pages)
        if (contents := page.get_contents()) is not None
        and any(operator == b"w" and float(operands[0]) == 1.5 for operands, operator in contents.operations)
    ]


def test_a_proof_bears_a_bar_beside_what_changed_a_final_volume_none(stored: None, tmp_path: Path) -> None:
    typeset(tmp_path / "first", "--proof")
    Book.objects.filter(census_no="330000-1701-0000059").update(edition="明刻本", version=2)
    since = tmp_path / "first" / "register-1701-proof.snapshot.jsonl.gz"
    typeset(tmp_path / "second", "--proof", "--since", str(since))
    proof = tmp_path / "second" / "register-1701-proof.pdf"
    labels = list(PdfReader(proof).page_labels)
    assert [labels[number] for number in bars(proof)] == ["3"] or [labels[number] for number in bars(proof)] == ["2"]
    typeset(tmp_path / "third", "--since", str(since))
    assert bars(tmp_path / "third" / "register-1701.pdf") == []
    assert bars(tmp_path / "first" / "register-1701-proof.pdf") == []


def test_a_vertical_proof_bears_bars_along_the_lines_that_changed(stored: None, tmp_path: Path) -> None:
    typeset(tmp_path / "first", "--proof", "--vertical")
    Book.objects.filter(census_no="330000-1701-0000030").update(edition="明刻本", version=2)
    since = tmp_path / "first" / "register-1701-proof.snapshot.jsonl.gz"
    typeset(tmp_path / "second", "--proof", "--vertical", "--since", str(since))
    assert bars(tmp_path / "first" / "register-1701-proof.pdf") == []
    proof = PdfReader(tmp_path / "second" / "register-1701-proof.pdf")
    (page,) = bars(tmp_path / "second" / "register-1701-proof.pdf")
    assert "三〇" in proof.pages[page].extract_text().replace("\n", "")
    labels = list(proof.page_labels)
    assert page > labels.index("1")


def test_comparing_with_the_snapshot_about_to_be_written_over_is_refused(stored: None, tmp_path: Path) -> None:
    typeset(tmp_path)
    with pytest.raises(CommandError, match="会被这次排印覆盖"):
        typeset(tmp_path, "--since", str(tmp_path / "register-1701.snapshot.jsonl.gz"))
    with pytest.raises(CommandError, match="不是书目快照"):
        typeset(tmp_path / "other", "--since", str(tmp_path / "register-1701.pdf"))


def test_places_of_a_set_name_volume_and_page(stored: None, tmp_path: Path) -> None:
    typeset(tmp_path, "--max-pages", "16")
    assert list(tmp_path.glob("register-1701-0*.places.json.gz"))
    places = PlaceBook.read(tmp_path, "register-1701")
    assert len(places.entries) == 59
    assert set(places.entries.values()) <= set(places.pages)
    assert all(page.startswith("第") and "冊·" in page for page in places.pages)
    assert PlaceBook.read(tmp_path, "nothing") == PlaceBook()
