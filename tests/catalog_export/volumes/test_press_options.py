"""What a press asks for on the shell: marks, bleed, its own colour profile, vertical lines, volumes of a length."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from catalog_export import typesetting
from catalog_export.models import VolumeProfile
from catalog_export.volumes.register.snapshot import Snapshot
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.volumes.series_reading import SMALL_PAGE
from tests.catalog_export.volumes.stored_records import GUOYU, ZHOUYI, make_institutions, store

pytestmark = pytest.mark.django_db
POINTS = 72 / 25.4


@pytest.fixture(autouse=True)
def records() -> None:
    make_institutions()
    for serial in range(1, 90):
        store(replace(ZHOUYI, census_no=f"330000-1701-{serial:07d}", shelf_mark=f"善{serial}"))
    store(replace(GUOYU, institution="1704", census_no="330000-1704-0000001"))


def typeset(out: Path, *arguments: str) -> str:
    said = StringIO()
    call_command("typeset_register", "--region", "330000", *arguments, "--out", str(out), stdout=said)
    return said.getvalue()


def pdf(out: Path) -> PdfReader:
    return PdfReader(out / "register-330000.pdf")


def test_marks_bleed_and_colour_profile_come_from_the_shell(tmp_path: Path) -> None:
    icc = tmp_path / "press.icc"
    icc.write_bytes(icc_profile("Shanghai Uncoated"))
    typeset(tmp_path, "--crop-marks", "--bleed", "3", "--output-intent", str(icc))
    page = pdf(tmp_path).pages[4]
    assert float(page.trimbox.width) == pytest.approx(185 * POINTS, abs=0.1)
    assert float(page.bleedbox.width) == pytest.approx(191 * POINTS, abs=0.1)
    assert float(page.mediabox.width) == pytest.approx(207 * POINTS, abs=0.1)
    (intent,) = pdf(tmp_path).trailer["/Root"]["/OutputIntents"]
    assert intent.get_object()["/OutputConditionIdentifier"] == "Shanghai Uncoated"
    header = Snapshot.open(tmp_path / "register-330000.snapshot.jsonl.gz").header
    assert header.output_intent is not None
    assert header.output_intent.data == icc.read_bytes()


def test_a_snapshot_brings_the_presss_profile_along(tmp_path: Path) -> None:
    icc = tmp_path / "press.icc"
    icc.write_bytes(icc_profile())
    typeset(tmp_path / "first", "--output-intent", str(icc), "--crop-marks")
    icc.unlink()
    snapshot = tmp_path / "first" / "register-330000.snapshot.jsonl.gz"
    call_command("typeset_register", "--snapshot", str(snapshot), "--out", str(tmp_path / "again"), stdout=StringIO())
    again, first = (tmp_path / name / "register-330000.pdf" for name in ("again", "first"))
    assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "读不到色彩特性文件 press.icc"),
        (b"%PDF-1.7", "色彩特性文件 press.icc 不能用：不是 ICC 特性文件"),
        (icc_profile(kind=b"mntr", space=b"RGB "), "这是显示器的特性文件"),
        (icc_profile(space=b"GRAY"), "应为 CMYK"),
    ],
)
def test_a_colour_profile_that_will_not_do_is_refused_before_anything_is_written(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    icc = tmp_path / "press.icc"
    if content is not None:
        icc.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        typeset(tmp_path / "out", "--output-intent", str(icc))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--bleed", "11"], r"出血（press.bleed）应是 0 至 10毫米之间的数，不能是“11.0”"),
        (["--max-pages", "-1"], "每册页数上限"),
        (["--max-pages", "12"], "请放宽上限"),
    ],
)
def test_numbers_that_cannot_stand_are_explained(tmp_path: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        typeset(tmp_path, *arguments)
    assert not list(tmp_path.glob("*.pdf"))


def test_vertical_lines_come_from_the_shell(tmp_path: Path) -> None:
    said = typeset(tmp_path, "--vertical")
    assert "印前检查：没有发现问题" in said or "〔提醒〕" in said
    fonts = [font.get_object() for font in pdf(tmp_path).pages[5]["/Resources"]["/Font"].values()]
    assert {font["/Encoding"] for font in fonts} == {"/Identity-V"}


@pytest.fixture
def small_house(db: None) -> None:
    data = {"page": {**SMALL_PAGE, "columns": 2}, "index": {"columns": 2}}
    VolumeProfile.objects.create(name="small", label="小", data=data)


def test_volumes_of_a_length_are_told_as_they_are_set(tmp_path: Path, small_house: None) -> None:
    said = typeset(tmp_path, "--profile", "small", "--max-pages", "19", "--jobs", "1")
    rows = json.loads((tmp_path / "register-330000.volumes.json").read_text(encoding="utf-8"))
    registers = [row for row in rows if row["kind"] == "register"]
    assert len(registers) > 1
    for row in registers:
        assert f"{row['label']}　{row['records']} 条　{row['pages']} 页" in said
        assert str(tmp_path / row["file"]) in said
    assert f"总索引 {rows[-1]['pages']} 页" in said
    assert sum(row["records"] for row in registers) == 90


def test_an_index_of_persons_comes_from_the_shell(tmp_path: Path, small_house: None) -> None:
    typeset(tmp_path, "--profile", "small", "--persons", "--max-pages", "24", "--jobs", "1")
    rows = json.loads((tmp_path / "register-330000.volumes.json").read_text(encoding="utf-8"))
    assert [row["kind"] for row in rows][-2:] == ["titles", "persons"]
    assert rows[-1]["lines"] > 0


def test_a_set_is_set_again_from_its_snapshot_to_the_same_bytes(tmp_path: Path, small_house: None) -> None:
    typeset(tmp_path / "first", "--profile", "small", "--max-pages", "19", "--jobs", "1")
    snapshot = tmp_path / "first" / "register-330000.snapshot.jsonl.gz"
    call_command(
        "typeset_register",
        "--snapshot",
        str(snapshot),
        "--out",
        str(tmp_path / "again"),
        "--jobs",
        "2",
        stdout=StringIO(),
    )
    for path in (tmp_path / "first").glob("*.pdf"):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_closed_to_writing_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(CommandError, match="没有写入权限"):
        typeset(closed)


def test_a_full_disk_is_named_and_leaves_no_half_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(typesetting, "write_places", full)
    with pytest.raises(CommandError, match=r"不能写入 .*：磁盘已满"):
        typeset(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["register-330000.snapshot.jsonl.gz"]


def test_a_full_disk_while_freezing_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalog_export.volumes.register.snapshot.MemberWriter.close", full)
    with pytest.raises(CommandError, match="磁盘已满"):
        typeset(tmp_path)
    assert list(tmp_path.iterdir()) == []
