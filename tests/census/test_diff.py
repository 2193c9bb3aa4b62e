"""History: differences say what changed, and lead from any state to any other and back."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from census.diff import difference, replay, unwind

FIELDS = st.sampled_from(["title", "edition", "extent", "is_series", "details.seals", "state"])
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.text(alphabet="周易九卷略例一卷刻本□", max_size=6),
    st.lists(st.fixed_dictionaries({"text": st.text("印章", min_size=1, max_size=3)}), max_size=2),
)
SNAPSHOTS = st.dictionaries(FIELDS, VALUES, max_size=6)


def stated(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in snapshot.items() if value not in (None, "", False, [])}


def test_only_what_differs_is_named_with_both_sides() -> None:
    before = {"title": "周易九卷", "edition": "清刻本", "note": ""}
    after = {"title": "周易十卷", "edition": "清刻本", "extent": "存一卷（一）"}
    assert difference(before, after) == {"title": ["周易九卷", "周易十卷"], "extent": [None, "存一卷（一）"]}


def test_what_is_emptied_becomes_none() -> None:
    assert difference({"note": "有抄配"}, {"note": ""}) == {"note": ["有抄配", None]}


def test_empty_and_absent_are_the_same() -> None:
    assert difference({"note": "", "is_series": False}, {"details.seals": []}) == {}


@given(SNAPSHOTS)
def test_a_state_does_not_differ_from_itself(snapshot: dict[str, Any]) -> None:
    assert difference(snapshot, snapshot) == {}


@given(st.lists(SNAPSHOTS, min_size=1, max_size=6))
def test_replayed_differences_give_the_last_state(states: list[dict[str, Any]]) -> None:
    diffs = [difference(a, b) for a, b in zip([{}, *states], states, strict=False)]
    assert replay(diffs) == stated(states[-1])


@given(st.lists(SNAPSHOTS, min_size=2, max_size=6))
def test_unwound_differences_give_the_first_state(states: list[dict[str, Any]]) -> None:
    diffs = [difference(a, b) for a, b in pairwise(states)]
    assert unwind(states[-1], reversed(diffs)) == stated(states[0])
