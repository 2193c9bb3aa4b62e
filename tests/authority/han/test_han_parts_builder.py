"""How the builder of the table of parts writes a description; the sources themselves are not needed."""

from __future__ import annotations

import pytest

from tools.build_han_parts import LINE, described, runs

#: Lines as the decomposition file has them; numbers are parts without a code.
FILE = """浯:a(氵,吾)
湘:a(氵,相)
器:w(㗊,犬)
國:s(囗,或)
題:sbl(是,頁)
龘:r3tr(龍)
林:ra(木)
鑒:d(99813,金)
99813:a(臣,99837)
99837:d(𠂉,皿)
亻:me(人)
彎:d/t(䜌,弓)
倒:a(亻,到,刂,口)
衍:ba(行,氵)
一:c()
失:d(77777,大)
己:d(己,一)
"""
ENTRIES = {
    found["key"]: (found["kind"], found["parts"].split(",") if found["parts"] else [])
    for found in map(LINE.fullmatch, FILE.splitlines())
    if found
}


@pytest.mark.parametrize(
    ("char", "ids"),
    [
        ("浯", "⿰氵吾"),
        ("器", "⿴㗊犬"),
        ("國", "⿴囗或"),
        ("題", "⿺是頁"),
        ("龘", "⿱龍⿰龍龍"),
        ("林", "⿰木木"),
        ("鑒", "⿱⿰臣⿱𠂉皿金"),
        ("亻", "人"),
        ("彎", "⿱䜌弓"),
        ("倒", "⿰亻⿲到刂口"),
        ("衍", "⿻行氵"),
        ("一", ""),
        ("失", "⿱？大"),
        ("己", ""),
    ],
)
def test_a_description_names_encoded_parts_and_spells_out_the_others(char: str, ids: str) -> None:
    assert described(char, ENTRIES) == ids


def test_every_line_of_the_file_is_read() -> None:
    assert len(ENTRIES) == len(FILE.splitlines())


def test_code_points_in_a_row_stand_on_one_line() -> None:
    assert list(runs([("一", "A"), ("丁", "B"), ("七", "C")])) == ["4E00 A B", "4E03 C"]
