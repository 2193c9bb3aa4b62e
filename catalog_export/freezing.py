"""Freezing a volume: from the records as they now are to a snapshot that can be set at any time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from authority.models import Institution, Region
from catalog_export.queries import CHUNK, records_to_print
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Holder
from catalog_export.volumes.register.front import VolumeFacts, han_number
from catalog_export.volumes.register.snapshot import FrozenRecord, Header, StandingFinding, write_snapshot
from census.checks import Context, Level
from census.models import Waiver
from guji.checks import BOOK_CHECKS
from guji.data import BookData
from guji.findings import unwaived
from guji.models import Book
from guji.queries import BookQuerySet
from guji.reading import read_many
from guji.sample import sample_books

#: Only what stops a record is looked for again before printing.
ERROR_CHECKS = tuple(check.id for check in BOOK_CHECKS if check.level is Level.ERROR)


@dataclass(frozen=True, slots=True)
class VolumeSpec:
    """What to freeze: whose records, in which form, and the words that name the volume."""

    subject: str
    region: str
    institutions: QuerySet[Institution]
    profile: Profile
    proof: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)

    def books(self) -> BookQuerySet:
        """Return the records in printing order."""
        return records_to_print(self.institutions, proof=self.proof)


def subject_of(region: Region | None, institutions: list[Institution]) -> str:
    """Return whose register a volume is, as its title says it: the region, one holder, or the first of several."""
    if region is not None:
        return region.name
    names = [institution.name for institution in institutions]
    if len(names) == 1:
        return names[0]
    number = "兩" if len(names) == 2 else han_number(len(names))
    return f"{names[0]}等{number}家收藏單位"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was frozen: how many records, and the digest that proves it."""

    records: int
    digest: str


def freeze(spec: VolumeSpec, path: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Frozen:
    """Write the snapshot of a volume; ``progress`` hears of records done and of all records."""
    books = spec.books()
    total = books.count()
    header = Header(volume_facts(spec, books), spec.profile, spec.texts)
    path.parent.mkdir(parents=True, exist_ok=True)

    def reported() -> Iterator[FrozenRecord]:
        for done, record in enumerate(frozen_records(books), 1):
            if done % CHUNK == 0:
                progress(done, total)
            yield record

    count, digest = write_snapshot(path, header, reported())
    progress(count, total)
    return Frozen(count, digest)


def volume_facts(spec: VolumeSpec, books: BookQuerySet) -> VolumeFacts:
    """Return what title page and texts say: the holders that have records, and the day of the latest change."""
    held = set(books.order_by().values_list("institution_id", flat=True).distinct())
    holders = tuple(
        Holder(row.code, row.name, row.short_name, row.region.name if row.region else "")
        for row in spec.institutions.select_related("region")
        if row.pk in held
    )
    latest = books.order_by().aggregate(latest=Max("updated_at"))["latest"]
    stated_on: date | None = timezone.localdate(latest) if latest else None
    return VolumeFacts(spec.subject, spec.region, holders, stated_on, proof=spec.proof, sample=holds_sample(books))


def holds_sample(books: BookQuerySet) -> bool:
    """Say whether records of the sample are among them: their numbers are fictional, and the volume must say so."""
    titles = {data.census_no: data.title for data in sample_books() if data.census_no}
    found = books.order_by().filter(census_no__in=list(titles)).values_list("census_no", "title")
    return any(titles[number] == title for number, title in found if number)


def frozen_records(books: BookQuerySet) -> Iterator[FrozenRecord]:
    """Yield the records whole, with the errors that stand unwaived, a chunk at a time."""
    chunk: list[Book] = []
    for book in books.select_related("institution").iterator(chunk_size=CHUNK):
        chunk.append(book)
        if len(chunk) == CHUNK:
            yield from _freeze_chunk(chunk)
            chunk = []
    yield from _freeze_chunk(chunk)


def _freeze_chunk(books: list[Book]) -> Iterator[FrozenRecord]:
    waivers: dict[UUID, list[Waiver]] = defaultdict(list)
    for waiver in Waiver.objects.filter(record_id__in=[book.pk for book in books], revoked_at__isnull=True):
        waivers[waiver.record_id].append(waiver)
    for book, data in zip(books, read_many(books), strict=True):
        findings = tuple(standing_errors(data, waivers[book.pk]))
        derived = {"dynasty": book.dynasty, "edition_type": book.edition_type}
        yield FrozenRecord(str(book.pk), book.version, book.state, data, findings, derived)


def standing_errors(data: BookData, waivers: Sequence[Waiver]) -> Iterator[StandingFinding]:
    """Yield the errors that the checks find and nobody waived for the text as it now reads."""
    errors = [finding for finding in BOOK_CHECKS.run(data, Context(), ERROR_CHECKS) if finding.level is Level.ERROR]
    for finding in unwaived(data, errors, waivers) if errors else []:
        yield StandingFinding(finding.check, str(finding.level), finding.field, finding.message)
