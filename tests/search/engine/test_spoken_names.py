"""Titles offered while one types their sound, to those only who may see a record that has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine.protocol import Scope
from tests.search.engine.records import EVERYTHING, record, store_of

RECORDS = [
    record(1, "說文解字注三十卷"),
    record(2, "說文解字注三十卷"),
    record(3, "說文解字十五卷"),
    record(4, "段氏說文注訂八卷"),
    record(5, "周易本義十二卷", public=False),
    record(6, "周易九卷"),
]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("shuowen", [("說文解字注", 2), ("說文解字", 1), ("段氏說文注訂", 1)]),
        ("shuo wen", [("說文解字注", 2), ("說文解字", 1), ("段氏說文注訂", 1)]),
        ("swjz", [("說文解字注", 2), ("說文解字", 1)]),
        ("ShuoWenJie", [("說文解字注", 2), ("說文解字", 1)]),
        ("shuowenj", [("說文解字注", 2), ("說文解字", 1)]),
        ("zhouyi", [("周易", 1), ("周易本義", 1)]),
        ("qqqq", []),
        ("", []),
    ],
)
def test_titles_are_offered_by_their_sound(typed: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    offered = store_of(tmp_path, RECORDS).open().suggest(typed, EVERYTHING)
    assert sorted((one.text, one.records) for one in offered) == sorted(expected)
    assert [one.text for one in offered][:1] == [text for text, _records in expected][:1]


def test_what_one_may_not_see_is_not_offered_by_its_sound(tmp_path: Path) -> None:
    engine = store_of(tmp_path, RECORDS).open()
    assert [one.text for one in engine.suggest("zhouyi", Scope())] == ["周易"]
    assert {one.text for one in engine.suggest("zhouyi", Scope(institutions=frozenset({2})))} == {"周易", "周易本義"}


def test_no_more_than_asked_for_are_offered(tmp_path: Path) -> None:
    assert len(store_of(tmp_path, RECORDS).open().suggest("shuowen", EVERYTHING, limit=2)) == 2
