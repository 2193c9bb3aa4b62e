"""From a snapshot to a set of volumes: divided by their pages, set side by side, with an index over all of them.

The files are the same whatever the number of processes: where volumes end follows from the snapshot alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from authority.actions.local_eras import local_rows
from catalog_export.files import work_folder
from catalog_export.index_setting import IndexSetting
from catalog_export.pool import Pool
from catalog_export.series_files import listing_of, part_stem, write_listing
from catalog_export.setting_worker import PartJob, SetIndex, SetPart, begin, set_part
from catalog_export.typesetting import FaceFiles, clear_earlier, face_files, open_faces, write_reports
from catalog_export.volumes.preflight import PreflightReport, joined_reports
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.compose import document_info
from catalog_export.volumes.register.front import PartFacts, name_holders, part_label
from catalog_export.volumes.register.snapshot import Snapshot
from catalog_export.volumes.series.division import Piece, TooLongError, divide
from catalog_export.volumes.series.ledger import Ledger, Sizer
from catalog_export.volumes.series.spines import Spine, spine_sheets

#: How often volumes are divided again because one came out longer than it may be.
ATTEMPTS = 4
#: What is added to the shortfall when they are.
MARGIN = 1.01
Progress = Callable[[int, int, str], None]
#: What a volume depends on beside the snapshot: number, first and last record, and what it says of the others.
PartKey = tuple[int, int, int, tuple[PartFacts, ...]]


@dataclass(frozen=True, slots=True)
class SetSeries:
    """A set that has been set: its volumes and index volumes in order, all its files, its report."""

    parts: list[SetPart]
    indexes: list[SetIndex]
    files: list[Path]
    report: PreflightReport
    listing: list[dict[str, Any]]


def read_ledger(snapshot: Snapshot) -> Ledger:
    """Return the ledger of a snapshot's records, reading it through."""
    ledger = Ledger(Sizer(snapshot.header.profile))
    for offset, record in snapshot.placed():
        ledger.note(record, offset)
    return ledger


@dataclass(slots=True)
class SeriesSetting:
    """Sets one snapshot as a set of volumes.

    ``jobs`` processes work side by side (1: none but this one); ``progress`` hears of work done, of all work, and what
    was just done, and may raise to stop everything. ``factor`` is by how much estimates are known to fall short.
    """

    snapshot: Snapshot
    folder: Path
    stem: str
    jobs: int = 1
    digest: str = ""
    progress: Progress = lambda done, total, what: None
    ledger: Ledger | None = None
    changed: frozenset[str] = frozenset()
    factor: float = 1.0
    _faces: FaceFiles = field(init=False)
    _done: dict[PartKey, SetPart] = field(default_factory=dict, init=False)

    @property
    def profile(self) -> Profile:
        """The profile of the set."""
        return self.snapshot.header.profile

    def pieces(self, factor: float = 1.0) -> list[Piece]:
        """Return how the records are divided. Raises ``BudgetError`` for a limit that leaves no room."""
        if self.ledger is None:
            self.ledger = read_ledger(self.snapshot)
        new_page = self.profile.style.institution == "page"
        return divide(self.ledger, self.profile.press.max_pages, factor=factor, new_page=new_page)

    def execute(self) -> SetSeries:
        """Set all volumes, then the index volumes and the spines, and write them all or nothing."""
        self._faces = face_files(self.profile)
        with work_folder(self.folder, self.stem) as work, Pool(self.jobs, partial(begin, local_rows())) as pool:
            parts, facts = self._parts(pool, work)
            indexes = self._indexes(pool, work, parts, facts)
            spines = self._spines(parts, indexes)
            (work / f"{self.stem}-spines.pdf").write_bytes(spines)
            report = self._report(parts, indexes)
            write_reports(work, self.stem, report)
            listing = listing_of(parts, indexes, facts, self.profile.press.leaf)
            write_listing(work, self.stem, listing)
            files = [self.folder / path.name for path in sorted(work.iterdir())]
            clear_earlier(self.folder, self.stem)
        return SetSeries(parts, indexes, files, report, listing)

    # Volumes

    def _parts(self, pool: Pool, work: Path) -> tuple[list[SetPart], tuple[PartFacts, ...]]:
        """Set the volumes, dividing anew until none is longer than it may be."""
        limit, factor = self.profile.press.max_pages, self.factor
        for _attempt in range(ATTEMPTS):
            pieces = self.pieces(factor)
            facts = self._facts(pieces)
            parts = self._attempt(pool, work, pieces, facts)
            if not limit or max(part.pages for part in parts) <= limit:
                self._drop_others(parts, work)
                return parts, facts
            factor = MARGIN * max(factor, _shortfall(parts, pieces))
        raise TooLongError(f"分册后仍有一册超过 {limit} 页，请放宽每册页数上限")

    def _attempt(self, pool: Pool, work: Path, pieces: list[Piece], facts: tuple[PartFacts, ...]) -> list[SetPart]:
        """Set the volumes of a division; those that an earlier one had as well are not set again."""
        keys = [_key(piece, facts, number) for number, piece in enumerate(pieces, 1)]
        missing = [self._job(pieces[key[0] - 1], facts, key[0], work) for key in keys if key not in self._done]
        for _job, part in pool.run(set_part, missing):
            self._note(keys[part.number - 1], part)
            done = sum(key in self._done for key in keys)
            self.progress(done, len(keys) + 1, f"{part_label(part.number)}　{part.records} 条　{part.pages} 页")
        return [self._done[key] for key in keys]

    def _note(self, key: PartKey, part: SetPart) -> None:
        """Enter a volume that has been set: its files take the place of what was set under its number before."""
        self._done = {other: done for other, done in self._done.items() if other[0] != part.number}
        self._done[key] = part

    def _drop_others(self, parts: list[SetPart], work: Path) -> None:
        """Remove volumes that an earlier attempt made beyond those that stay."""
        for part in self._done.values():
            for path in work.glob(f"{part.stem}.*") if part not in parts else ():
                path.unlink()

    def _facts(self, pieces: list[Piece]) -> tuple[PartFacts, ...]:
        """Return what the volumes say of each other."""
        ledger = self._ledger
        holders = {holder.code: holder for holder in self.snapshot.header.facts.holders}
        found = []
        for number, piece in enumerate(pieces, 1):
            names = name_holders(tuple(holders[code] for code in _codes(ledger, piece) if code in holders))
            first, last = ledger.span(piece.start, piece.end)
            file = f"{part_stem(self.stem, number)}.pdf"
            found.append(PartFacts(number, names, first, last, piece.end - piece.start, file))
        return tuple(found)

    @property
    def _ledger(self) -> Ledger:
        if self.ledger is None:
            raise RuntimeError("the records have not been read")
        return self.ledger

    def _job(self, piece: Piece, facts: tuple[PartFacts, ...], number: int, work: Path) -> PartJob:
        ledger, header = self._ledger, self.snapshot.header
        codes = _codes(ledger, piece)
        offset = ledger.offsets[piece.start]
        skip = piece.start - ledger.offsets.index(offset)
        continues = codes[0] if piece.start not in ledger.firsts else ""
        own = replace(
            header.facts,
            holders=tuple(holder for holder in header.facts.holders if holder.code in codes),
            number=number,
            parts=facts,
            continues=continues,
        )
        return PartJob(
            self.snapshot.path,
            offset,
            skip,
            piece.end - piece.start,
            replace(header, facts=own),
            self._faces,
            work,
            part_stem(self.stem, number),
            self.changed,
        )

    def _indexes(self, pool: Pool, work: Path, parts: list[SetPart], facts: tuple[PartFacts, ...]) -> list[SetIndex]:
        header = replace(self.snapshot.header, facts=replace(self.snapshot.header.facts, parts=facts))
        found = IndexSetting(header, parts, self._faces, work, self.stem).execute(pool)
        self.progress(len(parts) + 1, len(parts) + 1, f"总索引 {sum(index.pages for index in found)} 页")
        return found

    # The rest

    def _spines(self, parts: list[SetPart], indexes: list[SetIndex]) -> bytes:
        header = self.snapshot.header
        spines = [
            Spine(header.facts.title, part_label(part.number), header.facts.subject, part.pages) for part in parts
        ]
        spines += [
            Spine(f"{header.facts.title}索引", part_label(index.number), header.facts.subject, index.pages)
            for index in indexes
        ]
        info = replace(document_info(header, ("書脊",)), title=f"{header.facts.title}　書脊")
        across = replace(self.profile, style=replace(self.profile.style, direction="horizontal"))
        return spine_sheets(spines, across, open_faces(self._faces, across), info)

    def _report(self, parts: list[SetPart], indexes: list[SetIndex]) -> PreflightReport:
        reports = [(part_label(part.number), part.report) for part in parts]
        reports += [(part_label(index.number), index.report) for index in indexes]
        report = joined_reports(self.snapshot.header.facts.title, reports)
        report.snapshot = self.digest
        return report


def _shortfall(parts: list[SetPart], pieces: list[Piece]) -> float:
    """Return by how much the estimates fell short at most: pages set to pages expected."""
    return max(part.pages / max(piece.pages, 1) for part, piece in zip(parts, pieces, strict=True))


def _key(piece: Piece, facts: tuple[PartFacts, ...], number: int) -> PartKey:
    return number, piece.start, piece.end, facts if number == 1 else ()


def _codes(ledger: Ledger, piece: Piece) -> list[str]:
    """Return the holders that have records in a volume, in order."""
    ends = ledger.holder_ends()
    return [
        code
        for code, first, end in zip(ledger.codes, ledger.firsts, ends, strict=True)
        if first < piece.end and end > piece.start
    ]
