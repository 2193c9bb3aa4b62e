"""The one registry of the book record's checks, and what its modules share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from census.checks import Check, Context, Finding, Registry
from guji.data import BookData
from guji.notation import Issue

#: Every check of a book record, in the order in which findings are reported.
BOOK_CHECKS: Registry[BookData] = Registry()

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
    """A check of a book record."""


class GrammarCheck(BookCheck):
    """A check that passes on what the grammar of statements noticed under the same id."""

    fields: ClassVar[tuple[str, ...]] = tuple(name for name, _ in STATEMENTS)

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each issue of this id, at the very characters."""
        for name, issue in record.grammar_issues:
            if issue.check == self.id:
                yield self.of_issue(name, issue)

    def of_issue(self, name: str, issue: Issue) -> Finding:
        """Return the issue as a finding of this check on the field ``name``."""
        return Finding(self.id, self.level, name, issue.template, issue.params, issue.offset, issue.length)
