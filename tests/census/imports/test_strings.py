"""The string table on disk: every string by its number, in any order, whatever is in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from census.imports.errors import ImportRefused
from census.imports.reading import Limits, open_source, strings
from census.imports.reading.strings import BLOCK, SharedStrings, read_strings, shared_string, unescape
from tests.census.imports.import_sheets import HEADER, ROW, repack, shared

TEXTS = st.lists(st.text(st.sampled_from("周易卷\n\t 𠮷\ue000_x&<"), max_size=5), min_size=1, max_size=3 * BLOCK)


def table_of(texts: list[str]) -> SharedStrings:
    table = SharedStrings()
    for text in texts:
        table.append(text)
    table.finish()
    return table


@settings(max_examples=40, deadline=None)
@given(texts=TEXTS, seed=st.integers(0, 99))
def test_every_string_comes_back_in_any_order(texts: list[str], seed: int) -> None:
    table = table_of(texts)
    order = list(range(len(texts)))
    random.Random(seed).shuffle(order)
    assert [table[number] for number in order] == [texts[number] for number in order]
    assert len(table) == len(texts)
    table.close()


@pytest.mark.parametrize("count", [1, BLOCK - 1, BLOCK, BLOCK + 1, 4 * BLOCK])
def test_blocks_end_where_they_should(count: int) -> None:
    table = table_of([f"書{number}" for number in range(count)])
    assert (table[0], table[count - 1], len(table)) == ("書0", f"書{count - 1}", count)
    table.close()


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strings, "CACHE_BYTES", 2000)
    texts = [f"{number:05d}" + "卷" * 20 for number in range(40 * BLOCK)]
    table = table_of(texts)
    for number in (*range(0, len(texts), 7), *range(len(texts) - 1, 0, -11)):
        assert table[number] == texts[number]
    assert len(table._cache) <= 2
    assert table._cached == sum(table._sizes.values())
    table.close()


def xml(items: str) -> list[bytes]:
    return [f'<sst xmlns="x">{items}</sst>'.encode()]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>周易</t></si>", "周易"),
        ("<si><t/></si>", ""),
        ("<si/>", ""),
        ("<si><r><t>周</t></r><r><rPr><b/></rPr><t>易</t></r></si>", "周易"),
        ('<si><t>周易</t><rPh sb="0" eb="1"><t>シュウ</t></rPh><phoneticPr fontId="1"/></si>', "周易"),
        ('<si><t xml:space="preserve"> 周　易 </t></si>', " 周　易 "),
        ("<si><t>&lt;周&gt;&#26131;&amp;amp;</t></si>", "<周>易&amp;"),
        ("<si><t><![CDATA[<周易>]]></t></si>", "<周易>"),
        ("<si><t>周<!-- 註 -->易</t></si>", "周易"),
        ("<a:si xmlns:a='y'><a:t>周易</a:t></a:si>", "周易"),
    ],
)
def test_each_way_of_writing_a_string(item: str, text: str) -> None:
    table = read_strings(xml(f"<si><t>前</t></si>{item}<si><t>後</t></si>"), Limits())
    assert [table[number] for number in range(3)] == ["前", text, "後"]


@pytest.mark.parametrize("items", ["<si><t>周易</si>", "<si><t>&nbsp;</t></si>", "<si>", "\x01"])
def test_a_broken_table_is_damage(items: str) -> None:
    with pytest.raises(ImportRefused, match="已损坏"):
        read_strings(xml(items), Limits())


@pytest.mark.parametrize("number", ["2", "-1", "", "一", "1.0", "9" * 30])
def test_a_number_that_names_no_string_is_damage(number: str) -> None:
    table = table_of(["周易", "老子"])
    with pytest.raises(ImportRefused, match="已损坏"):
        shared_string(table, number)
    with pytest.raises(ImportRefused):
        shared_string(None, "0")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("周易", "周易"),
        ("_x0041_", "A"),
        ("_x000A_", "\n"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x5468__x6613_", "周易"),
        ("_xZZZZ_", "_xZZZZ_"),
        ("_x41_", "_x41_"),
        ("x_x", "x_x"),
        ("_xD842__xDFB7_", "𠮷"),
        ("_x0000_", "\ufffd"),
    ],
)
def test_escapes_are_undone_once(written: str, text: str) -> None:
    assert unescape(written) == text


@given(text=st.text(st.sampled_from("周x_0041F")))
def test_what_has_no_escape_stays_as_it_is(text: str) -> None:
    assert unescape(text) == text or "_x" in text


def test_two_sheets_share_one_table_that_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shared(tmp_path / "a.xlsx", [HEADER, ROW])
    calls: list[int] = []
    usual = strings.read_strings

    def counted(chunks: object, limits: Limits) -> SharedStrings:
        calls.append(1)
        return usual(chunks, limits)  # type: ignore[arg-type]

    monkeypatch.setattr("census.imports.reading.sheet.read_strings", counted)
    (table,) = open_source(path).tables
    assert len(list(table.rows())) == len(list(table.rows())) == 2
    assert calls == [1]


def test_a_sheet_without_strings_needs_no_table(tmp_path: Path) -> None:
    path = shared(tmp_path / "a.xlsx", [["1", "2"]])
    cell = b'<row r="1"><c r="A1"><v>7</v></c></row></sheetData>'

    def drop(parts: dict[str, bytes]) -> None:
        parts.pop("xl/sharedStrings.xml")
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].partition(b"<row")[0] + cell + parts[name].partition(b"</sheetData>")[2]

    (row,) = open_source(repack(path, drop)).tables[0].rows()
    assert row.values == ["7"]
