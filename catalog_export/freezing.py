"""Freezing a volume: from the records as they now are to a snapshot that can be set at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone

from authority.models import Institution, Region
from catalog_export.queries import CHUNK, records_to_print
from catalog_export.typeset import OutputIntent
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Holder
from catalog_export.volumes.register.front import VolumeFacts, han_number
from catalog_export.volumes.register.snapshot import FrozenRecord, Header, Waived, write_snapshot
from catalog_export.volumes.series.ledger import Ledger, Sizer
from census.bulk import unmapped
from census.models import Waiver
from guji.models import Book
from guji.queries import BookQuerySet
from guji.reading import stated_rows
from guji.sample import sample_books

#: More holders than this are not named in the files' names.
NAMED = 3
#: How often records are read without a lock before the lock is taken.
FREE_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class VolumeSpec:
    """What to freeze: whose records, in which form, and the words that name the volume."""

    subject: str
    region: str
    institutions: QuerySet[Institution]
    profile: Profile
    proof: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    output_intent: OutputIntent | None = None

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


def file_stem(region: Region | None, codes: Iterable[str], *, proof: bool) -> str:
    """Return what a volume's files are called: by its region's code or its holders', all of them if they are few."""
    wanted = sorted(set(codes))
    name = "-".join(wanted) if len(wanted) <= NAMED else f"{wanted[0]}-and-{len(wanted) - 1}-more"
    return f"register-{region.code if region else name}{'-proof' if proof else ''}"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was frozen: how many records, the digest that proves it, and how much room each record will take."""

    records: int
    digest: str
    ledger: Ledger = field(compare=False)


def freeze(spec: VolumeSpec, path: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Frozen:
    """Write the snapshot of a volume; ``progress`` hears of records done and of all records.

    All records are of one moment. Nobody is kept from working meanwhile: where a record changed while they were read,
    they are read again, and the third time behind the database's own lock. A province's database, which is larger than
    what one process may take, is never mapped into memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with unmapped(connection):
        for _attempt in range(FREE_ATTEMPTS):
            before = state_of(spec)
            frozen = _freeze(spec, path, progress)
            if before == state_of(spec):
                return frozen
    with transaction.atomic():
        return _freeze(spec, path, progress)


def state_of(spec: VolumeSpec) -> tuple[Any, ...]:
    """Return what differs if any record of the volume, or any waiver, was changed, added or taken out."""
    books = spec.books().order_by().aggregate(Count("pk"), Sum("version"), Max("updated_at"))
    waivers = Waiver.objects.aggregate(Count("pk"), Count("revoked_at"))
    return (*books.values(), *waivers.values())


def _freeze(spec: VolumeSpec, path: Path, progress: Callable[[int, int], None]) -> Frozen:
    books = spec.books()
    total = books.count()
    header = Header(volume_facts(spec, books), spec.profile, spec.texts, spec.output_intent)

    def reported() -> Iterator[FrozenRecord]:
        for done, record in enumerate(frozen_records(books), 1):
            if done % CHUNK == 0:
                progress(done, total)
            yield record

    ledger = Ledger(Sizer(spec.profile))
    count, digest = write_snapshot(path, header, reported(), ledger.note)
    progress(count, total)
    return Frozen(count, digest, ledger)


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
    """Yield the records whole, with what reviewers waived in them."""
    waived = standing_waivers()
    for key, data, (version, state, dynasty, edition_type) in stated_rows(
        books, "version", "state", "dynasty", "edition_type"
    ):
        derived = {"dynasty": dynasty, "edition_type": edition_type}
        yield FrozenRecord(str(key), version, state, data, waived.get(key, ()), derived)


def standing_waivers() -> dict[UUID, tuple[Waived, ...]]:
    """Return the waivers of books that nobody revoked, by record: there are few, and so one query does."""
    found: dict[UUID, tuple[Waived, ...]] = {}
    rows = Waiver.objects.filter(kind=Book.KIND, revoked_at__isnull=True).order_by("pk")
    for key, *words in rows.values_list("record_id", "check_id", "field", "text").iterator():
        found[key] = (*found.get(key, ()), Waived(*words))
    return found
