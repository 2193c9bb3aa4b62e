"""All checks over many stored records, in flat memory: what ``check_records`` and the reviewer's desk report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from authority.models import ClassNode, Institution
from census.checks import Context, Finding, Level
from census.checks.report import Reported, Tally
from census.models import State, Waiver
from census.numbering import census_prefixes
from guji.data import TWIN_FIELDS, BookData
from guji.findings import book_checks, field_name, text_of, unwaived
from guji.models import Book
from guji.queries import BookQuerySet
from guji.reading import CHUNK, stated_rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are reported: of which checks and levels, and whether waived ones too."""

    checks: tuple[str, ...] = ()
    levels: tuple[Level, ...] = tuple(Level)
    waived: bool = False


def shared_marks() -> dict[tuple[str, str], int]:
    """Return how many other records each shelf mark used twice has: (institution, mark) → others."""
    living = Book.objects.exclude(state=State.WITHDRAWN).exclude(shelf_mark="")
    groups = living.values_list("institution__code", "shelf_mark").annotate(n=Count("pk")).filter(n__gt=1)
    return {(code, mark): n - 1 for code, mark, n in groups}


def shared_statements() -> dict[tuple[str, ...], int]:
    """Return how many other records without shelf mark say the same: :attr:`guji.data.BookData.twin_key` → others."""
    bare = Book.objects.exclude(state=State.WITHDRAWN).filter(shelf_mark="")
    groups = bare.values_list("institution__code", *TWIN_FIELDS).annotate(n=Count("pk")).filter(n__gt=1)
    return {tuple(key): n - 1 for *key, n in groups}


def house_context(**settings: Any) -> Context:
    """Return what the checks may know of the whole house: marks and statements used twice, codes that exist.

    Where no class table is loaded, classes are not judged.
    """
    known: dict[str, Any] = {
        "institution_codes": frozenset(Institution.objects.values_list("code", flat=True)),
        "census_prefixes": census_prefixes(),
    }
    if classes := frozenset(ClassNode.objects.current().values_list("code", flat=True)):
        known["class_codes"] = classes
    return Context(shelf_marks=shared_marks(), twins=shared_statements(), settings=known | settings)


def check_books(
    books: BookQuerySet,
    wanted: Wanted | None = None,
    context: Context | None = None,
    tally: Tally | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Reported]:
    """Yield the findings that stand on the records of ``books``, in the order of number and key.

    ``tally`` is filled as the records go by. ``wanted.checks`` that do not exist raise ``KeyError``.
    """
    chosen = wanted or Wanted()
    known = context or house_context()
    waivers = standing_waivers()
    done = 0
    for done, (key, data, _) in enumerate(stated_rows(books.order_by("census_no", "pk")), 1):
        findings = standing(data, chosen, known, waivers.get(key, []))
        if tally is not None:
            tally.count(findings)
        yield from (reported(key, data, finding) for finding in findings)
        if done % CHUNK == 0:
            progress(done)
    progress(done)


def standing(data: BookData, wanted: Wanted, context: Context, waivers: list[Waiver]) -> list[Finding]:
    """Return the findings on one record that are asked for and, unless waived ones are too, not waived."""
    found = book_checks().run(data, context, wanted.checks or None)
    found = [finding for finding in found if finding.level in wanted.levels]
    return found if wanted.waived else unwaived(data, found, waivers)


def reported(key: UUID, data: BookData, finding: Finding) -> Reported:
    """Return a finding with what tells its record apart."""
    text = text_of(data, finding.field)
    names = (data.institution, data.census_no, data.shelf_mark, data.title)
    return Reported(str(key), *names, text, finding, field_name(finding.field))


def standing_waivers() -> dict[UUID, list[Waiver]]:
    """Return the waivers of books that nobody revoked, by record: there are few of them in any house."""
    found: defaultdict[UUID, list[Waiver]] = defaultdict(list)
    for waiver in Waiver.objects.filter(kind=Book.KIND, revoked_at__isnull=True):
        found[waiver.record_id].append(waiver)
    return dict(found)
