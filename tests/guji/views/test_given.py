"""What addresses and forms give, read as what it should be: nonsense is nothing, and no number is beyond a column."""

from __future__ import annotations

from uuid import UUID

import pytest

from guji.views.given import given_key, given_number

KEY = "01a216f3-0499-7000-bef6-5116883ee942"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("0012", 12),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("9" * 17, None),
        ("9" * 40, None),
        ("-1", None),
        ("1.5", None),
        (" 1", None),
        ("１２", None),
        ("²", None),
        ("٣", None),
        ("十", None),
        ("", None),
    ],
)
def test_a_number_is_one_that_every_column_holds(text: str, number: int | None) -> None:
    assert given_number(text) == number


@pytest.mark.parametrize("text", [KEY, KEY.upper(), KEY.replace("-", ""), f"{{{KEY}}}"])
def test_a_key_in_any_dress_is_the_key(text: str) -> None:
    assert given_key(text) == UUID(KEY)


@pytest.mark.parametrize("text", ["", "x", KEY[:-1], KEY + "0", "../../etc/passwd"])
def test_what_is_no_key_is_none(text: str) -> None:
    assert given_key(text) is None
