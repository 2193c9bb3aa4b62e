"""The registry asks first what a record has; a finding blames the first place from where it is told to look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.checks import Context, Finding, Level
from guji.checks import BOOK_CHECKS
from guji.checks.registry import BookCheck, BookRegistry
from guji.data import BookData
from guji.sample import sample_books
from tests.guji.checks.record_samples import GOOD, RIGHT, spoil


class Spoken(BookCheck):
    """A check that always speaks, and counts how often it was asked."""

    id = "spoken"
    level = Level.WARNING
    fields = ("title",)
    title = "试"
    source = "试"
    asked = 0

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        type(self).asked += 1
        yield self.blame(record, "title", "國", "“{name}”", name="國")


def needing(needs: str) -> type[BookCheck]:
    """Return the check above with something that a record must have."""
    return type("Needing", (Spoken,), {"needs": needs, "asked": 0, "id": f"needs {needs}"})


@pytest.mark.parametrize(
    ("needs", "record", "speaks"),
    [
        ("", GOOD, True),
        ("extent", GOOD, False),
        ("extent", spoil(extent="存三卷"), True),
        ("details", spoil(details={"seals": [{"text": "某"}]}), True),
        ("details", GOOD, False),
        ("annotation", spoil(annotation="丁丙跋"), True),
        ("grammar_issues", spoil(extent="存三卷（一至四）"), True),
        ("grammar_issues", GOOD, False),
    ],
)
def test_a_check_is_run_where_the_record_has_what_it_needs(needs: str, record: BookData, speaks: bool) -> None:
    registry, check = BookRegistry(), needing(needs)
    registry.register(check)
    assert bool(registry.run(record, Context())) == speaks
    assert check.asked == speaks  # type: ignore[attr-defined]


def test_asked_for_by_name_a_check_always_runs() -> None:
    registry, check = BookRegistry(), needing("extent")
    registry.register(check)
    assert len(registry.run(GOOD, Context(), only=[check.id])) == 1


def test_a_question_of_its_own_stands_for_a_property() -> None:
    registry = BookRegistry()
    name = registry.question("has_number", lambda record: re.search("[0-9]", record.title))
    registry.register(needing(name))
    assert registry.run(GOOD, Context()) == []
    assert len(registry.run(spoil(title="國語21卷"), Context())) == 1


def test_a_check_registered_later_is_not_forgotten() -> None:
    registry = BookRegistry()
    registry.register(needing("extent"))
    assert registry.run(GOOD, Context()) == []
    registry.register(Spoken)
    assert [finding.check for finding in registry.run(GOOD, Context())] == ["spoken"]


@given(st.text(max_size=12), st.text(max_size=3), st.integers(0, 12))
def test_what_is_blamed_is_the_part_or_the_whole_field(text: str, part: str, after: int) -> None:
    finding = Spoken().blame(spoil(title=text), "title", part, "x", after=after)
    blamed = text[finding.offset : finding.offset + finding.length]
    if finding.length:
        assert blamed == part
        assert finding.offset >= after
    else:
        assert finding.offset == 0
        assert not part or part not in text[after:]


def test_a_finding_has_its_checks_level_unless_told_otherwise() -> None:
    check = Spoken()
    assert check.blame(GOOD, "title", "國", "x").level is Level.WARNING
    assert check.blame(GOOD, "title", "國", "x", level=Level.HINT).level is Level.HINT
    match = re.search("語", GOOD.title)
    assert match
    found = check.blame_match("title", match, "“{found}”", found="語")
    assert (found.offset, found.length, found.message) == (1, 1, "“語”")


@pytest.mark.parametrize("name", RIGHT)
def test_everybody_named_is_where_he_is_said_to_be(name: str) -> None:
    record = RIGHT[name]
    for person in record.people:
        assert record.responsibility[person.offset :].startswith(person.name.name)


def test_a_name_that_occurs_twice_is_found_in_both_places() -> None:
    record = spoil(responsibility="（清）惠棟輯　易漢學八卷　（清）惠棟撰")
    first, second = record.people
    assert (first.name, second.name) == (second.name, first.name)
    assert first.offset < second.offset
    assert (first.work, second.work) == (0, 1)
    assert (first.role, second.role) == ("輯", "撰")


def test_a_shared_role_covers_all_who_stand_before_it() -> None:
    record = spoil(responsibility="（三國魏）王弼　（晉）韓康伯注　（唐）陸德明音義")
    assert [(p.group.dynasty, p.name.name, p.role) for p in record.people] == [
        ("三國魏", "王弼", "注"),
        ("晉", "韓康伯", "注"),
        ("唐", "陸德明", "音義"),
    ]


@pytest.mark.parametrize(
    ("edition", "latest"),
    [
        ("明嘉靖七年（1528）刻本", 1528),
        ("明嘉靖刻清康熙印本", 1722),
        ("清康熙三十八年（1699）刻乾隆印本", 1795),
        ("明刻本", 1644),
        ("清光緒元年至三年（1875-1877）刻本", 1877),
        ("刻本", None),
        ("", None),
    ],
)
def test_the_latest_year_is_that_of_the_last_thing_done(edition: str, latest: int | None) -> None:
    assert BookData(edition=edition).latest_year == latest


def test_two_records_are_twins_in_one_library_only() -> None:
    assert GOOD.twin_key == spoil(shelf_mark="", note="別注").twin_key
    others: list[dict[str, Any]] = [{"institution": "1705"}, {"volumes": "7冊"}, {"annotation": "丁丙跋"}]
    assert all(spoil(**change).twin_key != GOOD.twin_key for change in others)


def test_every_check_needs_what_it_speaks_of() -> None:
    """A check that reads one group or statement alone says so, or it is asked for every record in vain."""
    for check in BOOK_CHECKS:
        needs = getattr(check, "needs", "")
        if set(check.fields) == {"extent"} or all(field.startswith("details.") for field in check.fields):
            assert needs in ("extent", "details", "grammar_issues", "odd_text"), check.id


def test_a_message_quotes_no_more_of_a_long_statement_than_can_be_read() -> None:
    """Of a bundle of 273 works, two thousand characters found no place: they filled the screen."""
    edition = "明嘉靖七年（1528）刻本　" + "某家書目一卷明成化刻本、" * 200
    findings = [one for one in BOOK_CHECKS.run(spoil(edition=edition), Context()) if one.check == "unplaced_text"]
    assert findings
    assert all(len(one.message) < 120 for one in findings)
    assert any("……" in one.message and one.length > 1000 for one in findings)


@pytest.mark.parametrize("record", [*RIGHT.values(), *(book for book in sample_books())], ids=lambda book: book.title)
def test_the_checks_of_a_level_find_what_they_find_one_by_one(record: BookData) -> None:
    for level in Level:
        names = [check.id for check in BOOK_CHECKS if check.level is level]
        assert BOOK_CHECKS.run_level(record, Context(), level) == BOOK_CHECKS.run(record, Context(), names)


def test_a_level_leaves_the_checks_of_other_levels_alone() -> None:
    registry = BookRegistry()
    registry.register(Spoken)
    assert registry.run_level(GOOD, Context(), Level.ERROR) == []
    assert [finding.check for finding in registry.run_level(GOOD, Context(), Level.WARNING)] == ["spoken"]
