"""Which encoding a text is in, and the very line that is damaged, whatever stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.imports.errors import ImportRefused
from census.imports.reading import open_source, text
from census.imports.reading.text import detect_encoding
from tests.census.imports.import_sheets import text_file

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Lines as catalogues have them: enough Chinese to tell encodings by.
LINE = st.sampled_from(["國語二十一卷,韋昭注", "史記一百三十卷,司馬遷撰", "abc,123", "", "白氏文集七十一卷,𠮷"])
LINES = st.lists(LINE, min_size=3, max_size=20)
CHINESE = "周易九卷略例一卷,王弼注"


@QUICK
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_any_lines_are_known_by_their_bytes(tmp_path: Path, encoding: str, lines: list[str], end: str) -> None:
    path = text_file(tmp_path / "a.csv", end.join([CHINESE, *lines]), encoding)
    assert detect_encoding(path) == encoding
    found = [row.values for row in open_source(path).tables[0].rows()]
    assert found == [line.split(",") for line in [CHINESE, *lines] if line]


@QUICK
@given(lines=LINES, at=st.integers(0, 20))
@pytest.mark.parametrize(("file", "line"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_line_of_another_encoding_is_named(tmp_path: Path, file: str, line: str, lines: list[str], at: int) -> None:
    whole = [CHINESE, CHINESE, *lines]
    at = min(at + 2, len(whole))
    data = [each.encode(file) for each in whole]
    data.insert(at, CHINESE.encode(line))
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join(data))
    with pytest.raises(ImportRefused) as caught:
        detect_encoding(path)
    assert (caught.value.code, caught.value.params.get("line")) == ("encoding", at + 1)


@QUICK
@given(lines=LINES, at=st.integers(0, 20))
def test_a_nul_is_named_by_its_line(tmp_path: Path, lines: list[str], at: int) -> None:
    at = min(at, len(lines) - 1)
    spoilt = [*lines[:at], lines[at] + "\x00", *lines[at + 1 :]]
    with pytest.raises(ImportRefused) as caught:
        detect_encoding(text_file(tmp_path / "a.csv", "\n".join([CHINESE, *spoilt])))
    assert (caught.value.code, caught.value.params["line"]) == ("nul", at + 2)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 16])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_characters_across_pieces_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, size: int
) -> None:
    path = text_file(tmp_path / "a.csv", "\n".join([CHINESE, "𠮷𠀀,周易", "末"]), encoding)
    monkeypatch.setattr(text, "_CHUNK", size)
    assert detect_encoding(path) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_within_its_last_character_is_named_by_its_last_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join([CHINESE, CHINESE, "周易"]).encode(encoding)[:-1])
    with pytest.raises(ImportRefused) as caught:
        detect_encoding(path)
    assert "3" in caught.value.message


@pytest.mark.parametrize(
    ("lines", "sign"),
    [
        (["题名,版本", '"周易;九卷",清刻本'], ","),
        (["题名;版本", "周易,九卷;清刻本"], ";"),
        (["题名\t版本", "周易,九卷\t清,刻;本"], "\t"),
        (['"题名,版本"', "甲"], ","),
        (["著录", "周易九卷　清刻本"], ","),
    ],
)
def test_the_sign_between_cells_is_the_one_outside_quotes(tmp_path: Path, lines: list[str], sign: str) -> None:
    path = text_file(tmp_path / "a.csv", "\n".join(lines))
    assert open_source(path).tables[0].delimiter == sign  # type: ignore[attr-defined]
