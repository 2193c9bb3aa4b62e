"""A finding stands in its cell at the very characters it blames, however cells were joined or taken apart."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from census.checks.base import Finding, Level
from guji.data import BookData
from guji.grid.columns import header_of
from guji.grid.placing import Place, place
from guji.imports.entries import read_entry
from guji.imports.joining import join
from guji.imports.rows import field_columns

ENTRY = "說文解字十五卷　（漢）許慎撰　清初毛氏汲古閣刻本　6冊　存十四卷（一至十三）"


def blamed(field: str, part: str, text: str) -> Finding:
    return Finding("any", Level.ERROR, field, "", {}, text.index(part), len(part))


def columns_of(*keys: str) -> dict[str, str]:
    return {field: keys[index] for field, index in field_columns(header_of(keys)).items()}


def shown(place: Place, cells: dict[str, str]) -> str:
    return cells[place.column][place.offset : place.offset + place.length]


def test_characters_of_a_statement_are_those_of_its_cell_behind_blanks_too() -> None:
    cells = {"edition": "  明崇禎十七年(1643)刻本 "}
    finding = blamed("edition", "1643", cells["edition"].strip())
    found = place(finding, BookData(edition=cells["edition"].strip()), cells, columns_of("edition"))
    assert shown(found, cells) == "1643"


def test_a_joined_statement_is_blamed_in_the_cell_that_brought_the_words() -> None:
    cells = {"responsibility": "許慎", "responsibility.dynasty": "漢", "responsibility.role": "撰"}
    fields = {"responsibility": "許慎"}
    join(cells, fields)
    data = BookData(responsibility=fields["responsibility"])
    columns = columns_of(*cells)
    for part, column in (("許", "responsibility"), ("漢", "responsibility.dynasty"), ("撰", "responsibility.role")):
        found = place(blamed("responsibility", part, data.responsibility), data, cells, columns)
        assert (found.column, shown(found, cells)) == (column, part)


def test_words_that_the_joining_put_in_stand_in_no_cell_and_the_cell_is_blamed_as_a_whole() -> None:
    cells = {"volumes": "6"}
    assert place(blamed("volumes", "冊", "6冊"), BookData(volumes="6冊"), cells, columns_of("volumes")) == Place(
        "volumes"
    )


def test_part_of_a_whole_entry_is_blamed_within_the_entry() -> None:
    cells = {"entry": ENTRY}
    fields: dict[str, Any] = dict(read_entry(ENTRY).fields)
    data = BookData(**fields)
    for field, part in (("extent", "十四"), ("edition", "汲古閣"), ("title", "十五卷")):
        found = place(blamed(field, part, getattr(data, field)), data, cells, columns_of("entry"))
        assert (found.column, shown(found, cells)) == ("entry", part)


def test_a_finding_without_a_column_is_the_rows() -> None:
    assert place(Finding("any", Level.ERROR, "title", ""), BookData(), {}, columns_of("edition")) == Place("")


@given(st.text(alphabet="國語一二三卷 \u3000", min_size=1, max_size=12), st.data())
def test_the_marked_characters_are_always_the_blamed_ones(cell: str, data: st.DataObject) -> None:
    text = cell.strip()
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    length = data.draw(st.integers(0, len(text) - start))
    finding = Finding("any", Level.ERROR, "title", "", {}, start, length)
    found = place(finding, BookData(title=text), {"title": cell}, columns_of("title"))
    assert shown(found, {"title": cell}) == text[start : start + length]
