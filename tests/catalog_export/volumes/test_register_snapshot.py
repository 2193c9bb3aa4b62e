"""A frozen volume comes back whole, is the same bytes each time, and notices damage."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from catalog_export.typeset import OutputIntent
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.front import VolumeFacts
from catalog_export.volumes.register.snapshot import (
    FrozenRecord,
    Header,
    Snapshot,
    SnapshotError,
    Waived,
    write_snapshot,
)
from guji.data import BookData
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.volumes.register_samples import ZHEJIANG

HEADER = Header(
    VolumeFacts("浙江圖書館", "浙江省", (ZHEJIANG,), date(2026, 11, 23), sample=True),
    Profile(),
    {"preface": "# 序"},
    OutputIntent(icc_profile()),
)
RECORDS = [
    FrozenRecord(
        "a",
        3,
        "province_approved",
        BookData(
            institution="1701",
            census_no="330000-1701-0000012",
            title="周易九卷",
            details={"sub_works": [{"title": "略例一卷", "children": [{"title": "音義"}]}]},
        ),
        (Waived("era_unknown", "edition", "清康煕刻本"),),
        {"dynasty": "明", "edition_type": ""},
    ),
    FrozenRecord("b", 1, "draft", BookData(title="𨽻釋二十七卷", is_foreign=True)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.snapshot.jsonl.gz"


def test_header_and_records_come_back(path: Path) -> None:
    count, _ = write_snapshot(path, HEADER, RECORDS)
    snapshot = Snapshot.open(path)
    assert count == 2
    assert snapshot.header == HEADER
    first, second = snapshot.records()
    assert first.data == RECORDS[0].data
    assert (first.version, first.state, first.waivers) == (3, "province_approved", RECORDS[0].waivers)
    assert first.derived == {"dynasty": "明"}
    assert second == RECORDS[1]


def test_records_may_be_read_again(path: Path) -> None:
    write_snapshot(path, HEADER, RECORDS)
    snapshot = Snapshot.open(path)
    assert list(snapshot.records()) == list(snapshot.records())


def test_the_same_records_give_the_same_bytes_and_digest(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "renamed.gz"
    assert write_snapshot(path, HEADER, RECORDS) == write_snapshot(other, HEADER, RECORDS)
    assert path.read_bytes() == other.read_bytes()


def test_a_changed_record_changes_the_digest(path: Path) -> None:
    _, before = write_snapshot(path, HEADER, RECORDS)
    _, after = write_snapshot(path, HEADER, RECORDS[:1])
    assert before != after


def test_a_failed_freeze_leaves_nothing_under_the_name(path: Path) -> None:
    def broken() -> object:
        yield RECORDS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_snapshot(path, HEADER, broken())  # type: ignore[arg-type]
    assert list(path.parent.iterdir()) == []


def test_a_file_cut_short_is_noticed(path: Path) -> None:
    write_snapshot(path, HEADER, RECORDS)
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))
    with pytest.raises(SnapshotError, match="读到 2 条后中断"):
        list(Snapshot.open(path).records())
    path.write_bytes(gzip.compress(lines[0] + lines[1] + lines[-1]))
    with pytest.raises(SnapshotError, match="应有 2 条，只有 1 条"):
        list(Snapshot.open(path).records())


def test_a_broken_stream_is_noticed(path: Path) -> None:
    records = [FrozenRecord(str(n), 1, "draft", BookData(title=f"書{n}{n * 7919}")) for n in range(2000)]
    write_snapshot(path, HEADER, records)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(SnapshotError, match="不完整"):
        list(Snapshot.open(path).records())


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", gzip.compress(b""), gzip.compress(b"[]\n"), gzip.compress(b"{}\n")],
    ids=["nothing", "a PDF", "an empty archive", "a list", "an object of no kind"],
)
def test_what_is_no_snapshot_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SnapshotError):
        Snapshot.open(path)


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(SnapshotError, match="不是书目快照"):
        Snapshot.open(path)


def many(count: int) -> list[FrozenRecord]:
    return [FrozenRecord(str(n), 1, "draft", BookData(title=f"書{n}卷")) for n in range(count)]


def test_any_program_reads_the_file_as_one(path: Path) -> None:
    write_snapshot(path, HEADER, many(2500))
    lines = gzip.decompress(path.read_bytes()).splitlines()
    assert len(lines) == 2502
    assert json.loads(lines[-1]) == {"end": 2500}


def test_reading_may_begin_in_the_middle(path: Path) -> None:
    write_snapshot(path, HEADER, many(2500))
    snapshot = Snapshot.open(path)
    placed = list(snapshot.placed())
    assert [record.record_id for _place, record in placed] == [str(n) for n in range(2500)]
    places = sorted({place for place, _record in placed})
    assert len(places) == 3
    for place in places:
        first = next(number for number, (where, _record) in enumerate(placed) if where == place)
        assert list(snapshot.records(start=place)) == [record for _place, record in placed[first:]]


def test_a_profile_of_the_press_that_was_damaged_is_noticed(path: Path) -> None:
    write_snapshot(path, HEADER, RECORDS)
    head, *rest = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    spoilt = json.loads(head)
    spoilt["output_intent"] = spoilt["output_intent"][:40]
    path.write_bytes(gzip.compress(json.dumps(spoilt).encode() + b"\n" + b"".join(rest)))
    with pytest.raises(SnapshotError, match="不是书目快照"):
        Snapshot.open(path)
