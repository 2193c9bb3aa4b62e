"""What a process of its own does for a set: one volume, or one index volume, from files to files.

Such a process has no database. It is begun clean (``forkserver``), never forked from a server with its threads and
connections; so this module sets Django up for itself.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import django
from django.apps import apps

try:
    import resource
except ImportError:  # no such thing on Windows
    resource = None  # type: ignore[assignment]

if not apps.ready:
    django.setup()

from authority.chronology import Dynasty, Era, use_local
from catalog_export.typesetting import PLACES, FaceFiles, faces_used, open_faces, write_places
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.register.compose import ComposedRegister, RegisterComposer
from catalog_export.volumes.register.entry import IndexTitle
from catalog_export.volumes.register.snapshot import Header, Snapshot
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.series.cumulative import PERSONS, TITLES, CumulativeComposer, VolumeFile
from catalog_export.volumes.series.runs import MergedLine, Occurrence, merge_runs, write_run


class StoppedError(Exception):
    """The folder to write into is gone: somebody stopped the work."""


@dataclass(frozen=True, slots=True)
class PartJob:
    """One volume to be set: which records of the snapshot, under which header, into which files."""

    snapshot: Path
    offset: int
    skip: int
    count: int
    header: Header
    faces: FaceFiles
    folder: Path
    stem: str
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SetPart:
    """One volume that has been set.

    ``counts`` are the lines that it gives to each first character of the indexes; ``first`` is the place of the
    catalogue's page 1 in its file, counted from 0.

    ``seconds`` of processor time and ``peak`` memory (MiB) are what it took in its process; no file depends on them.
    """

    number: int
    stem: str
    records: int
    pages: int
    digest: str
    report: PreflightReport
    statistics: Statistics
    counts: dict[str, Counter[str]]
    first: int
    seconds: float = 0.0
    peak: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexJob:
    """One index volume to be set from the runs of all volumes; ``heads`` are the first characters it holds, all
    if empty.

    ``volumes`` are the files of the volumes that it leads to, by number.
    """

    runs: tuple[Path, ...]
    kind: str
    heads: frozenset[str]
    header: Header
    statistics: Statistics | None
    volumes: dict[int, VolumeFile]
    faces: FaceFiles
    folder: Path
    stem: str


@dataclass(frozen=True, slots=True)
class SetIndex:
    """One index volume that has been set."""

    number: int
    stem: str
    kind: str
    pages: int
    lines: int
    digest: str
    report: PreflightReport
    seconds: float = 0.0
    peak: float = 0.0


def begin(eras: tuple[list[Dynasty], list[Era]]) -> None:
    """Let this process's calendar know the dynasties and eras that the house has added."""
    use_local(*eras)


def run_path(folder: Path, stem: str, kind: str) -> Path:
    """Return where a volume's sorted run of an index stands."""
    return folder / f"{stem}.{kind}.run"


def set_part(job: PartJob) -> SetPart:
    """Set one volume of a set; write its pages, its places and its sorted runs."""
    began = time.process_time()
    records = islice(Snapshot.open(job.snapshot).records(start=job.offset), job.skip, job.skip + job.count)
    fonts = open_faces(job.faces, job.header.profile)
    composed = RegisterComposer(job.header, fonts, lambda done: _check(job.folder), job.changed).compose(records)
    composed.report.faces = faces_used(fonts)
    _check(job.folder)
    (job.folder / f"{job.stem}.pdf").write_bytes(composed.pdf)
    write_places(job.folder / f"{job.stem}.{PLACES}", composed)
    number = job.header.facts.number
    counts = {
        kind: write_run(run_path(job.folder, job.stem, kind), number, _occurrences(composed, listed))
        for kind, listed in ((TITLES, composed.titles), (PERSONS, composed.persons))
    }
    return SetPart(
        number,
        job.stem,
        composed.report.records,
        composed.report.pages,
        hashlib.sha256(composed.pdf).hexdigest(),
        composed.report,
        composed.statistics,
        counts,
        composed.first,
        time.process_time() - began,
        peak_mebibytes(),
    )


def _occurrences(composed: ComposedRegister, listed: Iterable[tuple[IndexTitle, int]]) -> Iterator[Occurrence]:
    for title, at in listed:
        place = composed.places[at]
        yield Occurrence(title, place.page, int(place.page), place.top)


def set_index(job: IndexJob) -> SetIndex:
    """Set one index volume of a set."""
    began = time.process_time()
    fonts = open_faces(job.faces, job.header.profile)
    composer = CumulativeComposer(job.header, fonts, job.kind, job.statistics, job.volumes)
    composed = composer.compose(_watched(merge_runs(job.runs), job))
    (job.folder / f"{job.stem}.pdf").write_bytes(composed.pdf)
    composed.report.faces = faces_used(fonts)
    return SetIndex(
        job.header.facts.number,
        job.stem,
        job.kind,
        composed.report.pages,
        composed.lines,
        hashlib.sha256(composed.pdf).hexdigest(),
        composed.report,
        time.process_time() - began,
        peak_mebibytes(),
    )


def peak_mebibytes() -> float:
    """Return this process's peak resident memory so far, in MiB (Linux counts it in KiB), 0 where nobody counts."""
    if resource is None:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _watched(lines: Iterable[MergedLine], job: IndexJob) -> Iterator[MergedLine]:
    for done, line in enumerate(lines):
        if done % 1000 == 0:
            _check(job.folder)
        if not job.heads or line.head in job.heads:
            yield line


def _check(folder: Path) -> None:
    if not folder.exists():
        raise StoppedError(folder.name)
