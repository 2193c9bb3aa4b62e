"""Keys that stand on more than one row."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from census.imports.repeats import NAMED, Repeats

KEYS = st.lists(st.tuples(st.sampled_from(["number", "mark"]), st.sampled_from(list("甲乙丙丁戊𠀀'"))), max_size=40)


@given(keys=KEYS)
def test_counts_and_other_rows_are_those_of_the_file(keys: list[tuple[str, str]]) -> None:
    repeats = Repeats()
    repeats.add((scope, key, row) for row, (scope, key) in enumerate(keys, start=2))
    repeats.settle()
    counted = Counter(keys)
    for row, (scope, key) in enumerate(keys, start=2):
        assert repeats.count(scope, key) == counted[scope, key]
        others = [n for n, same in enumerate(keys, start=2) if same == (scope, key) and n != row]
        assert list(repeats.others(scope, key, row)) == others[:NAMED] or len(others) > NAMED
    assert repeats.of_scope("number") == {k: n for (s, k), n in counted.items() if s == "number" and n > 1}


def test_a_key_on_very_many_rows_is_counted_whole_and_named_in_part() -> None:
    repeats = Repeats()
    repeats.add(("mark", "無", row) for row in range(2, 5002))
    repeats.settle()
    assert repeats.count("mark", "無") == 5000
    assert len(repeats.others("mark", "無", 2)) == NAMED
    assert repeats.count("mark", "有") == 1
