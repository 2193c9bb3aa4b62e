"""The index volumes of a set: divided by the first characters of names, set from the runs of all its volumes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalog_export.pool import Pool
from catalog_export.setting_worker import IndexJob, SetIndex, SetPart, run_path, set_index
from catalog_export.typesetting import FaceFiles
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.series.cumulative import NAMES, PERSONS, TITLES, VolumeFile
from catalog_export.volumes.series.division import TooLongError, divide_heads
from catalog_export.volumes.series.ledger import index_page_lines

#: How often index volumes are divided again because one came out longer than it may be, and by how much more.
ATTEMPTS, MARGIN = 4, 1.05


@dataclass(frozen=True, slots=True)
class IndexSetting:
    """Sets the index volumes of a set whose volumes are set; ``header`` lists them all."""

    header: Header
    parts: Sequence[SetPart]
    faces: FaceFiles
    work: Path
    stem: str

    @property
    def profile(self) -> Profile:
        """The profile of the set."""
        return self.header.profile

    def execute(self, pool: Pool) -> list[SetIndex]:
        """Set them, dividing anew until none is longer than it may be; the sorted runs are used up."""
        found = self._within_limit(pool)
        for part in self.parts:
            for kind in NAMES:
                run_path(self.work, part.stem, kind).unlink()
        return found

    def _within_limit(self, pool: Pool) -> list[SetIndex]:
        limit, factor = self.profile.press.max_pages, 1.0
        for _attempt in range(ATTEMPTS):
            found = self._set(pool, factor)
            longest = max((index.pages for index in found), default=0)
            if not limit or longest <= limit:
                return found
            for index in found:
                (self.work / f"{index.stem}.pdf").unlink()
            factor *= MARGIN * longest / limit
        raise TooLongError(f"总索引分册后仍有一册超过 {limit} 页，请放宽每册页数上限")

    def _set(self, pool: Pool, factor: float) -> list[SetIndex]:
        page_lines, limit = index_page_lines(self.profile), self.profile.press.max_pages
        wanted = [
            (kind, heads)
            for kind in self._kinds()
            for heads in divide_heads(self._counts(kind), page_lines, limit, factor=factor)
        ]
        jobs = [self._job(place, *one, closing=place == len(wanted)) for place, one in enumerate(wanted, 1)]
        return sorted((done for _job, done in pool.run(set_index, jobs)), key=lambda index: index.number)

    def _kinds(self) -> list[str]:
        index = self.profile.index
        return [kind for kind, wanted in ((TITLES, index.titles), (PERSONS, index.persons)) if wanted]

    def _counts(self, kind: str) -> Counter[str]:
        return sum((part.counts[kind] for part in self.parts), Counter())

    def _job(self, place: int, kind: str, heads: frozenset[str], *, closing: bool) -> IndexJob:
        """Return the job of the ``place``-th index volume; the one that closes the set bears the tables of all."""
        number = len(self.parts) + place
        return IndexJob(
            tuple(run_path(self.work, part.stem, kind) for part in self.parts),
            kind,
            heads,
            replace(self.header, facts=replace(self.header.facts, number=number)),
            self._statistics() if closing else None,
            {part.number: VolumeFile(f"{part.stem}.pdf", part.first) for part in self.parts},
            self.faces,
            self.work,
            f"{self.stem}-{number:02d}-{kind}",
        )

    def _statistics(self) -> Statistics:
        whole = Statistics()
        for part in self.parts:
            whole.join(part.statistics)
        return whole
