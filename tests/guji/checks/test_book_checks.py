"""Each check finds what it must find, at the very characters, and leaves alone what comes near and is right."""

from __future__ import annotations

import pytest

from census.checks import Context, Finding, Level
from guji.checks import BOOK_CHECKS
from guji.checks.registry import GrammarCheck
from guji.data import BookData
from tests.guji.checks import (
    cases_characters,
    cases_dating,
    cases_editions,
    cases_extents,
    cases_holding,
    cases_people,
    cases_titles,
)
from tests.guji.checks.check_cases import Cases, Found
from tests.guji.checks.record_samples import RIGHT, spoil

CASES: dict[str, Cases] = {}
for module in (
    cases_titles,
    cases_people,
    cases_dating,
    cases_editions,
    cases_extents,
    cases_characters,
    cases_holding,
):
    CASES |= module.CASES

FOUND = [(check, number, found) for check, cases in CASES.items() for number, found in enumerate(cases.found)]
LEFT = [(check, number, record) for check, cases in CASES.items() for number, record in enumerate(cases.left)]

#: Checks whose message describes the characters (an invisible one, a superfluous space) or what a range of them means.
DESCRIBES = {
    "edge_spaces",
    "invisible_character",
    "private_use_character",
    "space_before_juan",
    "annotation_in_edition",
    "extent_parts_mismatch",
}


def named(row: tuple[str, int, object]) -> str:
    """Return a name for a case."""
    return f"{row[0]}-{row[1]}"


def run(check: str, record: BookData) -> list[Finding]:
    """Return what one check finds, knowing what its cases say of other records."""
    return BOOK_CHECKS.run(record, CASES[check].context, only=[check])


def span(record: BookData, finding: Finding) -> str:
    """Return the characters that a finding blames, empty for the whole field."""
    return str(getattr(record, finding.field, ""))[finding.offset : finding.offset + finding.length]


@pytest.mark.parametrize("case", FOUND, ids=named)
def test_finds_what_is_wrong(case: tuple[str, int, Found]) -> None:
    check, _, expected = case
    field = expected.field or BOOK_CHECKS[check].fields[0]
    findings = [finding for finding in run(check, expected.record) if not expected.field or finding.field == field]
    assert findings, "nothing found"
    blamed = {span(expected.record, finding): finding for finding in findings}
    assert expected.blamed in blamed, [(f.field, span(expected.record, f), f.message) for f in findings]
    finding = blamed[expected.blamed]
    assert expected.word in finding.message
    assert finding.field in BOOK_CHECKS[check].fields or finding.field == field
    assert expected.level in (None, finding.level)


@pytest.mark.parametrize("case", LEFT, ids=named)
def test_leaves_alone_what_is_right(case: tuple[str, int, BookData]) -> None:
    check, _, record = case
    assert [(finding.message, span(record, finding)) for finding in run(check, record)] == []


@pytest.mark.parametrize("case", FOUND, ids=named)
def test_the_message_names_the_characters_that_it_blames(case: tuple[str, int, Found]) -> None:
    check, _, expected = case
    if check in DESCRIBES or isinstance(BOOK_CHECKS[check], GrammarCheck):
        return
    for finding in run(check, expected.record):
        blamed = span(expected.record, finding).strip()
        assert blamed in finding.message or blamed.isascii(), (finding.message, blamed)


@pytest.mark.parametrize("check", [check.id for check in BOOK_CHECKS])
def test_every_check_is_tried_three_times_each_way(check: str) -> None:
    assert check in CASES
    assert len(CASES[check].found) >= 3
    assert len(CASES[check].left) >= 3


def test_no_case_is_of_a_check_that_does_not_exist() -> None:
    assert set(CASES) == {check.id for check in BOOK_CHECKS}


@pytest.mark.parametrize("name", RIGHT)
def test_right_records_have_no_error_and_no_warning(name: str) -> None:
    findings = BOOK_CHECKS.run(RIGHT[name], Context())
    assert [(f.check, f.message) for f in findings if f.level is not Level.HINT] == []


@pytest.mark.parametrize("check", list(BOOK_CHECKS), ids=lambda check: check.id)
def test_every_check_says_what_it_is_and_where_it_comes_from(check: object) -> None:
    for word in ("title", "source", "fields", "level"):
        assert getattr(check, word), word


def test_a_lifetime_between_author_and_edition_is_a_hint_and_more_is_an_error() -> None:
    near = spoil(edition="明萬曆四十八年（1620）刻本", responsibility="（清）錢謙益撰")
    far = spoil(edition="宋刻本", responsibility="（明）張一鯤輯")
    levels = [BOOK_CHECKS.run(record, Context(), only=["author_after_edition"])[0].level for record in (near, far)]
    assert levels == [Level.HINT, Level.ERROR]


@pytest.mark.parametrize(
    ("check", "record", "settings"),
    [
        ("extent_shorter", spoil(extent="存二十卷（二至二十一）"), {"extent_shorter": True}),
        ("anonymous_annotation", spoil(annotation="佚名批校"), {"anonymous_omitted": True}),
        ("made_too_late", spoil(edition="清光緒十四年（1888）刻本"), {"last_year": 1850}),
        ("frame_size", spoil(details={"layouts": [{"frame_height": 20}]}), {"frame_limits": (1, 2)}),
        ("series_class", spoil(class_code="Z12"), {"set_class": "Z"}),
    ],
)
def test_a_house_may_ask_for_more(check: str, record: BookData, settings: dict[str, object]) -> None:
    assert BOOK_CHECKS.run(record, Context(), only=[check]) == []
    assert len(BOOK_CHECKS.run(record, Context(settings=settings), only=[check])) == 1


def test_a_house_may_write_what_others_leave_out() -> None:
    record = spoil(responsibility="佚名撰")
    assert len(BOOK_CHECKS.run(record, Context(), only=["anonymous_written"])) == 1
    settings = Context(settings={"anonymous_written": True})
    assert BOOK_CHECKS.run(record, settings, only=["anonymous_written"]) == []
