"""The one registry of the book record's checks, and what its modules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any, ClassVar

from census.checks import Check, Context, Finding, Level, Registry
from guji.data import BookData
from guji.notation import Issue

#: Characters of a statement that a message quotes at most.
LONGEST_QUOTATION = 60


class BookRegistry(Registry[BookData]):
    """The checks of book records. Asks first what a record has at all, and runs the checks that may find something.

    Most records are complete copies without full record, annotations or oddities, so half of the checks need not look.
    """

    def __init__(self) -> None:
        super().__init__()
        self._questions: dict[str, Callable[[BookData], object]] = {}
        self._chosen: dict[tuple[Level | None, tuple[bool, ...]], tuple[Check[BookData], ...]] = {}

    def register(self, check: type[Check[BookData]]) -> type[Check[BookData]]:
        """Add a check, and the question whether a record has what it needs."""
        super().register(check)
        needs = getattr(check, "needs", "")
        if needs:
            self._questions.setdefault(needs, attrgetter(needs))
        self._chosen.clear()
        return check

    def question(self, name: str, answer: Callable[[BookData], object]) -> str:
        """Let checks need what ``answer`` says of a record, under a name of its own; return the name."""
        self._questions[name] = answer
        return name

    def run(self, record: BookData, context: Context, only: Iterable[str] | None = None) -> list[Finding]:
        """Return every finding on one record, in registration order; checks asked for by name always look."""
        if only is not None:
            return super().run(record, context, only)
        return self._look(record, context, None)

    def run_level(self, record: BookData, context: Context, level: Level) -> list[Finding]:
        """Return what the checks of one level find on a record, in registration order."""
        return self._look(record, context, level)

    def _look(self, record: BookData, context: Context, level: Level | None) -> list[Finding]:
        answers = tuple([bool(question(record)) for question in self._questions.values()])
        checks = self._chosen.get((level, answers))
        if checks is None:
            has = dict(zip(self._questions, answers, strict=True))
            checks = tuple(check for check in self if has.get(getattr(check, "needs", ""), True))
            checks = tuple(check for check in checks if level in (None, check.level))
            self._chosen[level, answers] = checks
        return [finding for check in checks for finding in check.run(record, context)]


#: Every check of a book record, in the order in which findings are reported.
BOOK_CHECKS = BookRegistry()

CENSUS_ERRORS = "census_fields §8 審校常見錯誤"
SIX_ITEMS = "全國古籍普查登記手冊：六項基本著錄"

#: The statements as (field, property that holds its reading), in the order of the printed entry.
STATEMENTS: tuple[tuple[str, str], ...] = (
    ("title", "parsed_title"),
    ("responsibility", "parsed_responsibility"),
    ("edition", "parsed_edition"),
    ("annotation", "parsed_annotations"),
    ("extent", "parsed_extent"),
    ("volumes", "parsed_volumes"),
)


class BookCheck(Check[BookData]):
    """A check of a book record.

    ``needs`` names what a record must have for the check to find anything: a field or property of
    :class:`guji.data.BookData`, or a question of the registry; empty if it must always look.
    """

    needs: ClassVar[str] = ""

    def blame(
        self,
        record: BookData,
        field: str,
        part: str,
        template: str,
        /,
        *,
        after: int = 0,
        level: Level | None = None,
        **params: Any,
    ) -> Finding:
        """Return a finding at the first ``part`` of a field from ``after`` on, else on the whole field."""
        offset = getattr(record, field).find(part, after) if part else -1
        length = len(part) if offset >= 0 else 0
        return self.finding(field, template, offset=max(offset, 0), length=length, level=level, **params)

    def blame_match(
        self, field: str, match: re.Match[str], template: str, /, *, level: Level | None = None, **params: Any
    ) -> Finding:
        """Return a finding at the characters that a pattern found in a field."""
        start, end = match.span()
        return self.finding(field, template, offset=start, length=end - start, level=level, **params)


def shortened(value: object) -> object:
    """Return a quotation short enough to be read in a message; the finding's offset and length tell the whole."""
    if not isinstance(value, str) or len(value) <= LONGEST_QUOTATION:
        return value
    half = LONGEST_QUOTATION // 2
    return f"{value[:half]}……{value[-half:]}"


class GrammarCheck(BookCheck):
    """A check that passes on what the grammar of statements noticed under the same id."""

    fields: ClassVar[tuple[str, ...]] = tuple(name for name, _ in STATEMENTS)
    needs = "grammar_issues"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each issue of this id, at the very characters."""
        for name, issue in record.grammar_issues:
            if issue.check == self.id and self.concerns(name, issue):
                yield self.of_issue(name, issue)

    def concerns(self, name: str, issue: Issue) -> bool:
        """Say whether this check reports the issue; another may know it better."""
        return True

    def of_issue(self, name: str, issue: Issue) -> Finding:
        """Return the issue as a finding of this check on the field ``name``."""
        params = {key: shortened(value) for key, value in issue.params.items()}
        return Finding(self.id, self.level, name, issue.template, params, issue.offset, issue.length)

    @staticmethod
    def at_level(finding: Finding, level: Level) -> Finding:
        """Return the finding at another level."""
        return replace(finding, level=level)
