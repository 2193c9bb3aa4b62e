"""From a snapshot to all its files, in one volume or in as many as its page budget asks for.

The job on the server and the command on the shell both come this way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalog_export.change_list import write_change_list
from catalog_export.series_setting import Progress, SeriesSetting
from catalog_export.typesetting import set_volume
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.register.snapshot import Snapshot
from catalog_export.volumes.series.changes import Changes, PlaceBook, compare, placed
from catalog_export.volumes.series.ledger import Ledger

SUFFIX = ".snapshot.jsonl.gz"


@dataclass(frozen=True, slots=True)
class SetSnapshot:
    """What came of it: report, files, the volumes of a set (none where all is one volume), a digest of all pages."""

    report: PreflightReport
    files: list[Path]
    volumes: list[dict[str, Any]]
    pdf_digest: str
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run to compare with: its snapshot, beside which lie the lists of its places."""

    snapshot: Path

    @property
    def places(self) -> PlaceBook:
        """Where everything stood in it."""
        return PlaceBook.read(self.snapshot.parent, stem_of(self.snapshot))


def stem_of(snapshot: Path) -> str:
    """Return the name that a snapshot shares with the files set from it."""
    return snapshot.name.removesuffix(SUFFIX)


@dataclass(slots=True)
class SnapshotSetting:
    """Sets a snapshot; ``records`` hears of records done in one volume, ``volumes`` of volumes done of a set.

    Where there is an ``earlier`` run, what changed since is listed, and marked in the margin if this is a proof.
    """

    snapshot: Snapshot
    folder: Path
    stem: str
    digest: str = ""
    jobs: int = 1
    ledger: Ledger | None = None
    earlier: Earlier | None = None
    records: Callable[[int], None] = lambda done: None
    volumes: Progress = lambda done, total, what: None

    def execute(self) -> SetSnapshot:
        """Set it. What fits into one volume is one: without number, and without an index over several.

        Raises what :func:`~catalog_export.typesetting.set_volume` raises, ``BudgetError`` and ``TooLongError``.
        """
        if self.earlier is None:
            return self._set(frozenset())
        changes = compare(Snapshot.open(self.earlier.snapshot), self.snapshot)
        before = self.earlier.places  # read now: it may be written over
        done = self._set(Changes(changes).records if self.snapshot.header.facts.proof else frozenset())
        found = placed(changes, before, PlaceBook.read(self.folder, self.stem))
        return replace(done, files=[*done.files, *write_change_list(self.folder, self.stem, found)], changes=found)

    def _set(self, changed: frozenset[str]) -> SetSnapshot:
        limit = self.snapshot.header.profile.press.max_pages
        if not limit:
            return self._single(changed)
        series = SeriesSetting(
            self.snapshot, self.folder, self.stem, self.jobs, self.digest, self.volumes, self.ledger, changed
        )
        pieces = series.pieces()
        if len(pieces) < 2:
            single = self._single(changed)
            if single.report.pages <= limit:
                return single
            series.factor = single.report.pages / pieces[0].pages
        done = series.execute()
        digests = "".join(str(row["digest"]) for row in done.listing)
        return SetSnapshot(done.report, done.files, done.listing, hashlib.sha256(digests.encode()).hexdigest())

    def _single(self, changed: frozenset[str]) -> SetSnapshot:
        result = set_volume(
            self.snapshot.path,
            self.folder,
            self.stem,
            digest=self.digest,
            progress=self.records,
            changed=changed,
        )
        return SetSnapshot(result.report, result.files, [], result.pdf_digest)
