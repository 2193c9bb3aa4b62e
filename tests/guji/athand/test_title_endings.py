"""What is learned of the endings of titles."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from guji.athand.endings import Endings

LEARNED = Endings(
    {
        "县志": Counter({"2150202": 3}),
        "志": Counter({"2150202": 3, "2150602": 2}),
        "集": Counter({"40206": 1, "40207": 1}),
    },
    {"鄞县志": {"2150202"}, "泰山志": {"2150602"}, "甲集": {"40206"}, "乙集": {"40207"}},
)


def test_the_longest_ending_that_others_share_decides() -> None:
    assert LEARNED.of("慈溪县志") == ("县志", Counter({"2150202": 3}))
    assert LEARNED.of("天台山志") == ("志", Counter({"2150202": 3, "2150602": 2}))


def test_a_title_does_not_speak_for_itself() -> None:
    assert LEARNED.of("鄞县志") == ("县志", Counter({"2150202": 2}))
    assert LEARNED.of("泰山志") == ("志", Counter({"2150202": 3, "2150602": 1}))
    assert LEARNED.of("甲集") is None


def test_a_title_that_is_only_an_ending_or_ends_like_no_other_says_nothing() -> None:
    assert LEARNED.of("志") is None
    assert LEARNED.of("奇書") is None
    assert LEARNED.of("") is None


@given(st.text("鄞县泰山志集甲乙", max_size=6))
def test_what_an_ending_says_is_its_own_and_of_others(title: str) -> None:
    found = LEARNED.of(title)
    if found is not None:
        ending, counts = found
        assert title.endswith(ending)
        assert len(ending) < len(title)
        assert counts.total() >= 2
        assert counts <= LEARNED.by_ending[ending]
