"""Checks as every kind of record has them: registered once, run in order, saying what they found and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from census.checks import Check, Context, Finding, Level, Registry


class Missing(Check[dict[str, str]]):
    """Says of each field of its own that is empty that it is."""

    id = "missing"
    level = Level.ERROR
    fields = ("title", "edition")
    title = "缺項"
    source = "試"

    def run(self, record: dict[str, str], context: Context) -> Iterator[Finding]:
        for field in self.fields:
            if not record.get(field):
                yield self.finding(field, "缺“{name}”", name=field)


class Long(Check[dict[str, str]]):
    """Blames what goes beyond the length that is set."""

    id = "long"
    level = Level.WARNING
    fields = ("note",)
    title = "過長"
    source = "試"

    def run(self, record: dict[str, str], context: Context) -> Iterator[Finding]:
        most = context.settings.get("most", 10)
        note = record.get("note", "")
        if len(note) > most:
            over = len(note) - most
            level = Level.HINT if over == 1 else None
            yield self.finding("note", "超出 {count} 字", offset=most, length=over, level=level, count=over)


@pytest.fixture
def registry() -> Registry[dict[str, str]]:
    made: Registry[dict[str, str]] = Registry()
    made.register(Missing)
    made.register(Long)
    return made


def test_findings_come_in_the_order_in_which_checks_were_registered(registry: Registry[dict[str, str]]) -> None:
    found = registry.run({"note": "某" * 12}, Context())
    assert [(finding.check, finding.field) for finding in found] == [
        ("missing", "title"),
        ("missing", "edition"),
        ("long", "note"),
    ]


def test_a_right_record_has_no_findings(registry: Registry[dict[str, str]]) -> None:
    assert registry.run({"title": "周易九卷", "edition": "清刻本", "note": "殘"}, Context()) == []


def test_a_finding_names_the_very_characters_and_fills_its_words(registry: Registry[dict[str, str]]) -> None:
    (found,) = registry.run({"note": "某" * 12}, Context(), only=["long"])
    assert (found.offset, found.length, found.message) == (10, 2, "超出 2 字")
    assert found.level is Level.WARNING


def test_a_check_may_be_milder_than_its_level(registry: Registry[dict[str, str]]) -> None:
    (found,) = registry.run({"note": "某" * 11}, Context(), only=["long"])
    assert found.level is Level.HINT


def test_what_an_administrator_set_is_heeded(registry: Registry[dict[str, str]]) -> None:
    assert registry.run({"note": "某" * 12}, Context(settings={"most": 12}), only=["long"]) == []


def test_an_id_is_used_once(registry: Registry[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match="twice: long"):
        registry.register(Long)
    assert len(registry) == 2


def test_checks_are_found_by_id(registry: Registry[dict[str, str]]) -> None:
    assert [check.id for check in registry] == ["missing", "long"]
    assert registry["long"].title == "過長"
    with pytest.raises(KeyError):
        _ = registry["unknown"]
    with pytest.raises(KeyError):
        registry.run({}, Context(), only=["unknown"])


def test_levels_are_the_words_that_are_stored() -> None:
    assert [str(level) for level in Level] == ["error", "warning", "hint"]


def test_equal_findings_are_equal_and_can_be_kept_in_a_set() -> None:
    one = Finding("long", Level.WARNING, "note", "超出")
    assert one == Finding("long", Level.WARNING, "note", "超出")
    assert one != Finding("long", Level.WARNING, "note", "超出", offset=1)
    with pytest.raises(AttributeError):
        one.field = "title"  # type: ignore[misc]
