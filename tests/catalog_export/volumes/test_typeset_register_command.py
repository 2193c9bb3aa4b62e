"""``manage.py typeset_register``: what it writes, prints and returns."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from census.models import State
from guji.models import Book
from tests.catalog_export.volumes.stored_records import GUOYU, ZHOUYI, make_institutions, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    make_institutions()
    store(ZHOUYI)
    store(GUOYU)


def typeset(out: Path, *arguments: str) -> str:
    said = StringIO()
    call_command("typeset_register", *arguments, "--out", str(out), stdout=said)
    return said.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_writes_pages_report_and_snapshot_and_names_them(tmp_path: Path) -> None:
    said = typeset(tmp_path, "--institution", "1701")
    assert names(tmp_path) == [
        "register-1701.pdf",
        "register-1701.places.json.gz",
        "register-1701.preflight.html",
        "register-1701.preflight.json",
        "register-1701.preflight.txt",
        "register-1701.snapshot.jsonl.gz",
    ]
    assert all(name in said for name in names(tmp_path))
    assert "浙江圖書館古籍普查登記目錄　2 条" in said
    assert (tmp_path / "register-1701.pdf").read_bytes().startswith(b"%PDF-")
    report = json.loads((tmp_path / "register-1701.preflight.json").read_text(encoding="utf-8"))
    assert (report["records"], report["complete"], report["proof"]) == (2, True, False)
    assert report["faces"][0]["characters"] > 50


def test_the_report_leads_to_the_records_page_on_the_server(tmp_path: Path, settings: Any) -> None:
    """What a font lacks stands in the report with the way to the record, by address or, without a server, by path."""
    book = store(replace(ZHOUYI, census_no="330000-1701-0000099", title="某\U000f0000書一卷"))
    path = reverse("record", args=[book.pk])
    for site, address in (("", path), ("https://guji.example.cn/", f"https://guji.example.cn{path}")):
        settings.SITE_URL = site
        said = typeset(tmp_path, "--institution", "1701")
        (line,) = [line for line in said.splitlines() if "U+F0000" in line and "〓" in line]
        assert line.endswith(f"　{address}")
        html, plain, data = (
            (tmp_path / f"register-1701.preflight.{end}").read_text(encoding="utf-8") for end in ("html", "txt", "json")
        )
        assert (f'<a href="{address}">330000-1701-0000099</a>' in html) is bool(site)
        assert address in html
        assert address in plain
        (finding,) = [row for row in json.loads(data)["findings"] if row["kind"] == "missing_character"]
        assert finding["address"] == address


def test_twice_the_same_records_twice_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        typeset(tmp_path / folder, "--region", "330000")
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_snapshot_is_set_again_to_the_same_bytes_after_its_records_moved_on(tmp_path: Path) -> None:
    typeset(tmp_path / "first", "--institution", "1701")
    Book.objects.update(title="改題一卷")
    snapshot = tmp_path / "first" / "register-1701.snapshot.jsonl.gz"
    typeset(tmp_path / "again", "--snapshot", str(snapshot))
    again = (tmp_path / "again" / "register-1701.pdf").read_bytes()
    assert again == (tmp_path / "first" / "register-1701.pdf").read_bytes()
    typeset(tmp_path / "anew", "--institution", "1701")
    assert again != (tmp_path / "anew" / "register-1701.pdf").read_bytes()


def test_a_record_that_cannot_be_set_makes_it_fail_and_is_named(tmp_path: Path) -> None:
    store(replace(ZHOUYI, census_no="330000-1701-0000099", title="", edition=""))
    said = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("typeset_register", "--institution", "1701", "--out", str(tmp_path), stdout=said)
    assert failed.value.returncode == 2
    assert "〔错误〕未能排入 1" in said.getvalue()
    assert "330000-1701-0000099" in said.getvalue()
    assert (tmp_path / "register-1701.pdf").exists(), "the others are printed all the same"


def test_a_proof_takes_drafts_too(tmp_path: Path) -> None:
    store(replace(ZHOUYI, census_no="", shelf_mark="新1"), State.DRAFT)
    assert "　2 条" in typeset(tmp_path, "--institution", "1701")
    said = typeset(tmp_path, "--institution", "1701", "--proof")
    assert "　3 条" in said
    assert "校样" in said
    assert "无编号 1" in said
    assert (tmp_path / "register-1701-proof.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--institution", "9999"], "没有收藏单位 9999"),
        (["--institution", "1701", "9998", "9999"], "没有收藏单位 9998、9999"),
        (["--region", "999999"], "没有行政区划 999999"),
        (["--institution", "1701", "--profile", "nobody"], "没有名为“nobody”的版式"),
        (["--institution", "2201"], "没有省审通过的著录可排；尚在审校者可加 --proof"),
        (["--institution", "2201", "--proof"], "没有著录可排"),
        (["--snapshot", "/nowhere.gz"], "找不到快照文件 /nowhere.gz"),
        (["--snapshot", __file__], "不是书目快照"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(arguments: list[str], message: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=message):
        typeset(tmp_path, *arguments)
    assert not list(tmp_path.glob("*.pdf"))


def test_one_of_institution_region_and_snapshot_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        typeset(tmp_path)
    with pytest.raises(CommandError):
        typeset(tmp_path, "--institution", "1701", "--region", "330000")


def test_several_institutions_make_one_volume(tmp_path: Path) -> None:
    store(replace(ZHOUYI, institution="1704", census_no="330000-1704-0000001"))
    said = typeset(tmp_path, "--institution", "1704", "1701", "--profile", "register-single")
    assert "浙江圖書館等兩家收藏單位古籍普查登記目錄　3 条" in said
    assert (tmp_path / "register-1701-1704.pdf").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match=r"不能写入 .*：路径中有一段不是目录"):
        typeset(tmp_path / "file" / "below", "--institution", "1701")
