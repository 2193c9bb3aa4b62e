"""叢書 and their 子目: single works and their sets, lists of works and what the title says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import parse_extent, parse_title
from guji.notation.structures import JUAN

SUB_WORKS = "census_fields §3 叢書子目"


def listed_works(record: BookData) -> list[dict[str, Any]]:
    """Return the works that a set lists, of the first level."""
    return record.details.get("sub_works", [])


def walk(items: list[dict[str, Any]], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (number such as 3.2, row) for every sub-work, depth first."""
    for index, row in enumerate(items, start=1):
        path = f"{prefix}{index}"
        yield path, row
        yield from walk(row.get("children") or [], f"{path}.")


@BOOK_CHECKS.register
class SetWithoutSubWorks(BookCheck):
    """A set without its list of sub-works, or a list without the flag (叢書缺子目)."""

    id = "set_without_sub_works"
    level = Level.WARNING
    fields = ("is_series", "details.sub_works")
    title = "丛书缺子目"
    source = SUB_WORKS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the record is a set and lists nothing, or lists and is no set."""
        listed = bool(listed_works(record))
        if record.is_series and not listed:
            yield self.finding("details.sub_works", "勾了“丛书”，没有子目：请逐种著录子目")
        elif listed and not record.is_series:
            yield self.finding("is_series", "有子目而未勾“丛书”：请勾选")


@BOOK_CHECKS.register
class SubWorkStatements(BookCheck):
    """A sub-work without a title, or whose own extent does not add up (子目)."""

    id = "sub_work_statement"
    needs = "details"
    level = Level.ERROR
    fields = ("details.sub_works",)
    title = "子目著录有误"
    source = f"{CENSUS_ERRORS} 1；{SUB_WORKS}"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each fault of each sub-work, to any depth."""
        for path, row in walk(listed_works(record)):
            if not str(row.get("title", "")).strip():
                yield self.finding("details.sub_works", "子目 {path} 缺题名", path=path)
            if row.get("extent"):
                yield from self.of_extent(path, str(row.get("title", "")), str(row["extent"]))

    def of_extent(self, path: str, title: str, extent: str) -> Iterator[Finding]:
        """Yield a finding for each fault of a sub-work's extent."""
        reading, total = parse_extent(extent), parse_title(title).structure.total
        for issue in reading.issues:
            template = "子目 {path}“{title}”存缺“{extent}”：{message}"
            yield self.finding(
                "details.sub_works", template, path=path, title=title, extent=extent, message=issue.message
            )
        count = reading.structure.count
        if total is not None and count is not None and count > total and reading.structure.unit in JUAN:
            template = "子目 {path}“{title}”存缺{count}卷，多于{total}卷"
            yield self.finding("details.sub_works", template, path=path, title=title, count=count, total=total)


@BOOK_CHECKS.register
class SubWorkRepeated(BookCheck):
    """The same work twice in one list (子目重複)."""

    id = "sub_work_repeated"
    needs = "details"
    level = Level.WARNING
    fields = ("details.sub_works",)
    title = "子目重复"
    source = f"{CENSUS_ERRORS} 11"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each work whose title, authors and edition are those of an earlier one."""
        seen: dict[tuple[str, ...], str] = {}
        for path, row in walk(listed_works(record)):
            key = tuple(str(row.get(name, "")) for name in ("title", "responsibility", "edition"))
            first = seen.setdefault(key, path)
            if first != path and key[0]:
                template = "子目 {path}“{title}”与子目 {first} 相同，请删去一处"
                yield self.finding("details.sub_works", template, path=path, title=key[0], first=first)


@BOOK_CHECKS.register
class SubWorkCount(BookCheck):
    """As many works as the title says, or as 存 says of an incomplete set (種數與子目不符)."""

    id = "sub_work_count"
    needs = "details"
    level = Level.WARNING
    fields = ("details.sub_works", "title", "extent")
    title = "种数与子目不符"
    source = f"{CENSUS_ERRORS} 1；{SUB_WORKS}"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if more are listed than stated; a hint if fewer, for a list may be under way."""
        stated, listed = stated_kinds(record), listed_works(record)
        if not listed or stated is None:
            return
        numbers = {len(listed), sum(not row.get("children") for _, row in walk(listed))}
        if stated not in numbers:
            level = Level.HINT if max(numbers) < stated else Level.WARNING
            template = "子目列了{listed}种，题名或存缺卷说{stated}种：请补列或核对"
            yield self.finding("details.sub_works", template, level=level, listed=max(numbers), stated=stated)


def stated_kinds(record: BookData) -> int | None:
    """Return how many works the set has (as held, where 存 counts 種), None if nothing says it."""
    extent = record.parsed_extent.structure
    if extent.kind == "存" and extent.unit == "種":
        return extent.count
    counts = [count for unit in record.parsed_title.structure.units[:1] for count in unit.counts]
    kinds = next((count.value for count in counts if count.unit == "種"), None)
    return None if extent.kind else kinds


@BOOK_CHECKS.register
class SubWorkJuan(BookCheck):
    """The 卷 of the works listed against the 卷 of the set (子目卷數之和與總卷數不符).

    A hint: whether 卷首 and 附錄 of single works count differs from title page to title page.
    """

    id = "sub_work_juan"
    needs = "details"
    level = Level.HINT
    fields = ("details.sub_works", "title")
    title = "子目卷数之和与总卷数不符"
    source = f"{CENSUS_ERRORS} 1；{SUB_WORKS}"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the set is complete, all its works state their juan, and the sum is another."""
        title, listed = record.parsed_title.structure, listed_works(record)
        if not listed or title.total is None or stated_kinds(record) not in (None, len(listed)):
            return
        found = None if record.extent else total_of(listed)
        if found not in (None, title.total, title.units[0].juan):
            template = "子目卷数合计{found}卷，题名写{total}卷：请核对"
            yield self.finding("details.sub_works", template, found=found, total=title.total)


def total_of(listed: list[dict[str, Any]]) -> int | None:
    """Return the 卷 of complete works together, None if any is incomplete or does not state its juan."""
    juan = [None if row.get("extent") else parse_title(str(row.get("title", ""))).structure.total for row in listed]
    return None if None in juan else sum(value for value in juan if value is not None)
