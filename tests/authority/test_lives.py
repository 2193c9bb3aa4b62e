"""Years of a life, as cataloguers write them in many ways."""

from __future__ import annotations

import pytest

from authority.lives import read_life


@pytest.mark.parametrize(
    ("typed", "written", "born", "died"),
    [
        ("1735—1815", "1735—1815", 1735, 1815),
        ("（1735-1815）", "1735—1815", 1735, 1815),
        ("1735～1815", "1735—1815", 1735, 1815),
        ("1735--1815", "1735—1815", 1735, 1815),
        ("？—1644", "?—1644", None, 1644),
        ("1599-", "1599—?", 1599, None),
        ("约1500—约1560", "約1500—約1560", 1500, 1560),
        ("前145—前86", "前145—前86", -145, -86),
        ("前6—65", "前6—65", -6, 65),
        ("", "", None, None),
    ],
)
def test_a_life_is_read_and_written_in_one_way(typed: str, written: str, born: int | None, died: int | None) -> None:
    life = read_life(typed)
    assert life is not None
    assert (life.text, life.born, life.died) == (written, born, died)
    again = read_life(life.text)
    assert again == life


@pytest.mark.parametrize(
    "typed",
    [
        "1735",  # one year alone: of birth, of death, of an examination?
        "1815—1735",  # turned round
        "1735—1935",  # two hundred years: a slip of a digit
        "0—65",  # there is no year nought
        "?—?",  # says nothing
        "清乾隆間",
        "1735—1815年生",
    ],
)
def test_what_cannot_be_a_life_is_none(typed: str) -> None:
    assert read_life(typed) is None
