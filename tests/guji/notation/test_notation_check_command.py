"""``manage.py check_notation``: figures in Chinese, JSON lines, and polite words for files that cannot be read."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

LINES = [
    "論語十卷　（魏）何晏注　明萬曆六年（1578）刻本　浙江圖書館",
    "史記一百三十卷　（漢）司馬遷撰　清康熙十二年(1773)刻本　浙江圖書館",
    "尚書二十卷　稿本　杭州圖書館　存二十卷（一至二十二）",
    "周易九卷　清乾隆不知何人所為之物刻本　寧波市圖書館",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with a kind and a line to each row."""
    path = tmp_path / "list.csv"
    rows = [f"古籍,{line}" for line in LINES] + ["碑帖,蘭亭序　宋拓本　某館"]
    path.write_text("kind,raw\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(path: Path, *options: str) -> str:
    """Run the command and return what it printed."""
    out = io.StringIO()
    call_command("check_notation", str(path), *options, stdout=out)
    return out.getvalue()


def test_figures(table: Path) -> None:
    printed = run(table, "--column", "raw", "--where", "kind=古籍")
    for line in (
        "著录条数：4",
        "拆解无余：3 / 4（75.00%）",
        "由结构逐字还原：3 / 4（75.00%）",
        "版本有朝代：2 / 3（66.67%）",
        "版本有年号：2 / 3（66.67%）",
        "版本有年份：2 / 3（66.67%）",
        "版本有类型：3 / 3（100.00%）",
        "年代自相矛盾：1 / 4（25.00%）",
        "存缺卷数不合：1 / 4（25.00%）",
    ):
        assert line in printed


def test_every_row_without_a_condition(table: Path) -> None:
    assert "著录条数：5" in run(table)


def test_limit(table: Path) -> None:
    assert "著录条数：2" in run(table, "--limit", "2")


def test_json_lines(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(table, "--where", "kind=古籍", "--json", str(out))
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["raw"] for one in found] == LINES
    assert found[0]["rendered"] == LINES[0]
    (issue,) = found[1]["issues"]
    assert issue["check"] == "era_year_mismatch"
    assert LINES[1][issue["offset"] : issue["offset"] + issue["length"]] == "清康熙十二年(1773)"
    assert "1673" in issue["message"]
    assert found[3]["unplaced"] == ["清乾隆不知何人所為之物刻本"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"raw\n{LINES[0]}\n".encode(encoding))
    assert "拆解无余：1 / 1" in run(path)


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"\x50\x4b\x03\x04\x00\x00", (), "不是文本文件"),
        (b"raw\n\xff\xfe\xff\x81", (), "编码"),
        ("kind\n古籍\n".encode(), (), "没有“raw”列"),
        (b"raw\n", (), "没有可读的行"),
        (b"", (), "没有“raw”列"),
        ("raw\n論語\n".encode(), ("--where", "kind"), "列名=值"),
        ("raw\n論語\n".encode(), ("--where", "kind=古籍"), "没有“kind”列"),
        ("raw\n論語\n".encode(), ("--json", "/nonexistent/out.jsonl"), "不能写入"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, options: tuple[str, ...], words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(path, *options)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不能读取"):
        run(tmp_path / "missing.csv")


def test_short_row_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"kind,raw\n只有一格\n古籍,{LINES[0]}\n", encoding="utf-8")
    assert "著录条数：1" in run(path)
