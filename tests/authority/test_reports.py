"""Whose a row is: the rule by which loading brings or keeps it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from authority.actions.reports import Decision, Report, decide
from authority.models import Region, digest

VALUES = st.dictionaries(st.sampled_from(["name", "kind", "parent"]), st.one_of(st.none(), st.text(max_size=5)))


def row(last: dict[str, str | None], local: bool = False) -> Region:
    return Region(is_local=local, loaded_digest=digest(last))


@given(VALUES)
def test_equal_values_are_left_whoever_made_them(values: dict[str, str | None]) -> None:
    assert decide(row({}), values, dict(values)) is Decision.UNCHANGED
    assert decide(row({}, local=True), values, dict(values)) is Decision.UNCHANGED


@given(VALUES, VALUES)
def test_a_row_as_it_was_brought_follows_the_file(old: dict[str, str | None], new: dict[str, str | None]) -> None:
    assume(digest(old) != digest(new))
    assert decide(row(old), old, new) is Decision.CHANGE


@given(VALUES, VALUES, VALUES)
def test_a_row_changed_here_is_kept(
    brought: dict[str, str | None], here: dict[str, str | None], new: dict[str, str | None]
) -> None:
    assume(len({digest(brought), digest(here), digest(new)}) == 3)
    assert decide(row(brought), here, new) is Decision.KEEP_EDIT


@given(VALUES, VALUES)
def test_a_row_made_here_is_kept(here: dict[str, str | None], new: dict[str, str | None]) -> None:
    assume(digest(here) != digest(new))
    assert decide(row(here, local=True), here, new) is Decision.KEEP_LOCAL


@given(VALUES)
def test_the_fingerprint_does_not_depend_on_the_order_of_fields(values: dict[str, str | None]) -> None:
    assert digest(values) == digest(dict(reversed(values.items())))
    assert len(digest(values)) <= 32


def test_a_report_counts_and_names_what_was_kept() -> None:
    report = Report("行政区划")
    for decision in Decision:
        report.count(decision, decision.value)
    assert (report.unchanged, report.changed, report.kept) == (1, 1, ["keep_edit", "keep_local"])
