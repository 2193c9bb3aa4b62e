"""版本依據: what prefaces can and cannot prove of the date of an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import parse_edition

#: A basis that names prefaces and nothing else (牌記, 行款, 刻工 … would be more).
PREFACES_ALONE = re.compile(
    "[卷前後首末自原之年月的、，；及和據]*[序跋叙敘](?:[卷前後首末自原之年月的、，；及和序跋叙敘據]|題署)*"
)


@lru_cache(maxsize=2048)
def year_of(dynasty: str, date: str) -> int | None:
    """Return the Gregorian year of a date as signed (康熙十二年, 萬曆丙辰), None if none can be reckoned.

    Read as the date of a printing, so that the grammar of editions alone knows how dates are written.
    """
    text = date if date.startswith(dynasty) else dynasty + date
    head = re.match("[^春夏秋冬孟仲季正上中下]*?(?:年|載|[子丑寅卯辰巳午未申酉戌亥])", text)
    return parse_edition(f"{head.group()}刻本").structure.year_to if head else None


def preface_years(record: BookData) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield each dated preface or colophon with its year."""
    for row in record.details.get("prefaces", []):
        year = year_of(str(row.get("dynasty", "")), str(row.get("date_text", ""))) if row.get("date_text") else None
        if year is not None:
            yield row, year


@BOOK_CHECKS.register
class PrefaceAfterEdition(BookCheck):
    """A preface written after the edition is said to be made (序跋晚於版本): a later printing, or a slip."""

    id = "preface_after_edition"
    needs = "details"
    level = Level.HINT
    fields = ("details.prefaces", "edition")
    title = "序跋晚于版本年代"
    source = f"{CENSUS_ERRORS} 4"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each preface later than every layer of the edition."""
        if not record.details.get("prefaces") or record.latest_year is None:
            return
        made = record.latest_year
        for row, year in preface_years(record):
            if year > made:
                template = "{author}的{kind}署{date}（{year}），晚于版本的{made}年：疑以初刻年代后印本，请核对"
                yield self.finding(
                    "details.prefaces",
                    template,
                    author=row.get("author", ""),
                    kind=row.get("kind") or "序",
                    date=row["date_text"],
                    year=year,
                    made=made,
                )


@BOOK_CHECKS.register
class PrefaceYearAsPrintYear(BookCheck):
    """An edition dated to the year of a preface, with the preface as its evidence (以序跋年作刻書年)."""

    id = "preface_year_as_print_year"
    needs = "details"
    level = Level.HINT
    fields = ("edition", "edition_basis", "details.prefaces")
    title = "疑以序跋年作刻书年"
    source = f"{CENSUS_ERRORS} 4"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one hint if the basis is a preface alone and a preface has the year that the edition states."""
        basis, point = record.edition_basis, record.parsed_edition.structure.main
        if not PREFACES_ALONE.fullmatch(basis) or not any(date.start.year for date in point.dates):
            return
        made = record.edition_years[1]
        for row, year in preface_years(record):
            if year == made:
                template = "版本年与{author}序跋同年（{year}），依据只有序跋：未必是刻书年，无牌记时可只写年号"
                yield self.finding("edition", template, author=row.get("author", ""), year=year)
                return
