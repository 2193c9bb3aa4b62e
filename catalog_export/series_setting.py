"""From a snapshot to a set of volumes: divided by their pages, set side by side, with an index over all of them.

The files are the same whatever the number of processes: where volumes end follows from the snapshot alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from authority.actions.local_eras import local_rows
from catalog_export.files import work_folder
from catalog_export.pool import Pool
from catalog_export.setting_worker import IndexJob, PartJob, SetIndex, SetPart, begin, run_path, set_index, set_part
from catalog_export.typesetting import PLACES, FaceFiles, face_files, open_faces, write_reports
from catalog_export.volumes.preflight import PreflightReport, joined_reports
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.compose import document_info
from catalog_export.volumes.register.front import PartFacts, name_holders, part_label
from catalog_export.volumes.register.snapshot import Snapshot
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.register.styles import index_design
from catalog_export.volumes.series.cumulative import NAMES, PERSONS, TITLES
from catalog_export.volumes.series.division import Piece, divide, divide_headings
from catalog_export.volumes.series.ledger import Ledger, Sizer
from catalog_export.volumes.series.runs import Heading
from catalog_export.volumes.series.spines import Spine, spine_sheets

#: How often volumes are divided again because one came out longer than it may be.
ATTEMPTS = 4
#: What is added to the shortfall when they are.
MARGIN = 1.01
Progress = Callable[[int, int, str], None]
#: What a volume depends on beside the snapshot: number, first and last record, and what it says of the others.
PartKey = tuple[int, int, int, tuple[PartFacts, ...]]


class TooLongError(ValueError):
    """A volume stays longer than it may be, however it is divided."""


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


def earlier_files(folder: Path, stem: str) -> set[Path]:
    """Return the volumes' files that an earlier setting of the same name left in a folder."""
    try:
        rows = json.loads((folder / f"{stem}.volumes.json").read_text(encoding="utf-8"))
        return {folder / Path(row[name]).name for row in rows for name in ("file", "places") if name in row}
    except (OSError, ValueError, TypeError, KeyError):
        return set()


@dataclass(slots=True)
class SeriesSetting:
    """Sets one snapshot as a set of volumes.

    ``jobs`` processes work side by side (1: none but this one); ``progress`` hears of work done, of all work, and what
    was just done, and may raise to stop everything.
    """

    snapshot: Snapshot
    folder: Path
    stem: str
    jobs: int = 1
    digest: str = ""
    progress: Progress = lambda done, total, what: None
    ledger: Ledger | None = None
    changed: frozenset[str] = frozenset()
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
            for part in parts:
                for kind in NAMES:
                    run_path(work, part.stem, kind).unlink()
            spines = self._spines(parts, indexes)
            (work / f"{self.stem}-spines.pdf").write_bytes(spines)
            report = self._report(parts, indexes)
            write_reports(work, self.stem, report)
            listing = _listing(parts, indexes, facts)
            (work / f"{self.stem}.volumes.json").write_text(
                json.dumps(listing, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            files = [self.folder / path.name for path in sorted(work.iterdir())]
            earlier = earlier_files(self.folder, self.stem)
        for path in earlier.difference(files):
            path.unlink(missing_ok=True)
        return SetSeries(parts, indexes, files, report, listing)

    # Volumes

    def _parts(self, pool: Pool, work: Path) -> tuple[list[SetPart], tuple[PartFacts, ...]]:
        """Set the volumes, dividing anew until none is longer than it may be."""
        limit, factor = self.profile.press.max_pages, 1.0
        for _attempt in range(ATTEMPTS):
            pieces = self.pieces(factor)
            facts = self._facts(pieces)
            keys = [_key(piece, facts, number) for number, piece in enumerate(pieces, 1)]
            missing = [self._job(pieces[key[0] - 1], facts, key[0], work) for key in keys if key not in self._done]
            for _job, part in pool.run(set_part, missing):
                self._done[keys[part.number - 1]] = part
                done = sum(key in self._done for key in keys)
                self.progress(done, len(keys) + 1, f"{part_label(part.number)}　{part.records} 条　{part.pages} 页")
            parts = [self._done[key] for key in keys]
            longest = max(part.pages / max(piece.pages, 1) for part, piece in zip(parts, pieces, strict=True))
            if not limit or max(part.pages for part in parts) <= limit:
                return parts, facts
            factor = max(factor * MARGIN, longest * MARGIN)
        raise TooLongError(f"分册后仍有一册超过 {limit} 页，请放宽每册页数上限")

    def _facts(self, pieces: list[Piece]) -> tuple[PartFacts, ...]:
        """Return what the volumes say of each other."""
        ledger = self._ledger
        holders = {holder.code: holder for holder in self.snapshot.header.facts.holders}
        found = []
        for number, piece in enumerate(pieces, 1):
            names = name_holders(tuple(holders[code] for code in _codes(ledger, piece) if code in holders))
            first, last = ledger.span(piece.start, piece.end)
            found.append(PartFacts(number, names, first, last, piece.end - piece.start))
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
            f"{self.stem}-{number:02d}",
            self.changed,
        )

    # Index volumes

    def _indexes(self, pool: Pool, work: Path, parts: list[SetPart], facts: tuple[PartFacts, ...]) -> list[SetIndex]:
        whole = Statistics()
        for part in parts:
            whole.join(part.statistics)
        wanted = [
            (kind, headings)
            for kind in self._kinds()
            for headings in self._headings(sum((part.counts[kind] for part in parts), Counter()))
        ]
        runs = {kind: tuple(run_path(work, part.stem, kind) for part in parts) for kind in NAMES}
        jobs = []
        for place, (kind, headings) in enumerate(wanted, 1):
            number = len(parts) + place
            own = replace(self.snapshot.header.facts, number=number, parts=facts)
            closing = whole if place == len(wanted) else None
            header = replace(self.snapshot.header, facts=own)
            stem = f"{self.stem}-{number:02d}-{kind}"
            jobs.append(IndexJob(runs[kind], kind, headings, header, closing, self._faces, work, stem))
        found = [done for _job, done in pool.run(set_index, jobs)]
        self.progress(len(parts) + 1, len(parts) + 1, f"总索引 {sum(index.pages for index in found)} 页")
        return sorted(found, key=lambda index: index.number)

    def _kinds(self) -> list[str]:
        index = self.profile.index
        return [kind for kind, wanted in ((TITLES, index.titles), (PERSONS, index.persons)) if wanted]

    def _headings(self, counts: Counter[Heading]) -> list[frozenset[Heading]]:
        design = index_design(self.profile)
        page_lines = design.columns * design.depth / self.profile.type.index_leading
        return divide_headings(counts, page_lines, self.profile.press.max_pages)

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


def _listing(parts: list[SetPart], indexes: list[SetIndex], facts: tuple[PartFacts, ...]) -> list[dict[str, Any]]:
    """Return what each volume is, for programs: number, file, kind, records, pages, first and last number, digest."""
    rows: list[dict[str, Any]] = [
        {
            "number": part.number,
            "label": part_label(part.number),
            "kind": "register",
            "file": f"{part.stem}.pdf",
            "places": f"{part.stem}.{PLACES}",
            "records": part.records,
            "pages": part.pages,
            "first": fact.first,
            "last": fact.last,
            "holders": fact.names,
            "digest": part.digest,
        }
        for part, fact in zip(parts, facts, strict=True)
    ]
    rows += [
        {
            "number": index.number,
            "label": part_label(index.number),
            "kind": index.kind,
            "file": f"{index.stem}.pdf",
            "lines": index.lines,
            "pages": index.pages,
            "digest": index.digest,
        }
        for index in indexes
    ]
    return rows
