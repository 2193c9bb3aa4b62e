"""How many index volumes a set has, which first characters each holds, and what they are told of the volumes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from catalog_export.index_setting import IndexSetting
from catalog_export.setting_worker import IndexJob, SetIndex, SetPart, run_path
from catalog_export.typeset.faces import FaceFile
from catalog_export.volumes.preflight import PreflightReport
from catalog_export.volumes.profile import IndexSettings, PressSettings, Profile, StyleSettings
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.series.cumulative import NAMES, PERSONS, TITLES, VolumeFile
from catalog_export.volumes.series.division import TooLongError
from catalog_export.volumes.series.ledger import index_page_lines
from tests.catalog_export.volumes.register_reading import header_of

HEADS = "一丁七三大小王元天太中文五四古史左白石司西朱在江宋孝周尚明易金春皇後御唐書"
OTHER = 14


@dataclass
class CountingPool:
    """Sets nothing: an index volume has a page for each ``page_lines`` lines of its first characters."""

    counts: Counter[str]
    page_lines: int
    seen: list[list[IndexJob]] = field(default_factory=list)

    def run(self, work: Callable[[Any], Any], jobs: Iterable[IndexJob]) -> Iterator[tuple[IndexJob, SetIndex]]:
        self.seen.append(list(jobs))
        for job in reversed(self.seen[-1]):
            (job.folder / f"{job.stem}.pdf").write_bytes(b"%PDF")
            lines = sum(number for head, number in self.counts.items() if not job.heads or head in job.heads)
            pages = OTHER + -(-lines // self.page_lines)
            number = job.header.facts.number
            yield job, SetIndex(number, job.stem, job.kind, pages, lines, "", PreflightReport(""))


def part(folder: Path, number: int, counts: Counter[str]) -> SetPart:
    stem = f"register-{number:02d}"
    for kind in NAMES:
        run_path(folder, stem, kind).touch()
    both = {TITLES: counts, PERSONS: counts}
    return SetPart(number, stem, 1, 1, "", PreflightReport(""), Statistics(), both, first=6 + number)


def setting(folder: Path, counts: Counter[str], limit: int, *, persons: bool = False) -> IndexSetting:
    profile = Profile(press=PressSettings(max_pages=limit), index=IndexSettings(persons=persons))
    header: Header = header_of([], profile, proof=False, sample=False)
    parts = [part(folder, 1, counts), part(folder, 2, Counter())]
    face = FaceFile(folder / "none.ttf", "none")
    return IndexSetting(header, parts, ({400: face}, ()), folder, "register")


@pytest.fixture
def lines() -> Counter[str]:
    return Counter(dict.fromkeys(HEADS, 1000))


def test_an_index_that_came_out_too_long_is_divided_again_and_leaves_no_files_of_before(
    tmp_path: Path, lines: Counter[str]
) -> None:
    pool = CountingPool(lines, page_lines=60)
    done = setting(tmp_path, lines, 200).execute(pool)  # type: ignore[arg-type]
    assert len(pool.seen) > 1, "a page holds less than was thought"
    assert max(index.pages for index in done) <= 200
    assert [index.number for index in done] == list(range(3, 3 + len(done)))
    assert {path.name for path in tmp_path.iterdir()} == {f"{index.stem}.pdf" for index in done}
    assert set().union(*(job.heads for job in pool.seen[-1])) == set(HEADS)


def test_an_index_that_cannot_be_divided_further_is_said(tmp_path: Path) -> None:
    counts = Counter({"大": 100_000})
    with pytest.raises(TooLongError, match="总索引分册后仍有一册超过 200 页"):
        setting(tmp_path, counts, 200).execute(CountingPool(counts, 60))  # type: ignore[arg-type]


def test_the_last_index_volume_closes_the_set_and_all_know_where_to_lead(tmp_path: Path, lines: Counter[str]) -> None:
    pool = CountingPool(lines, page_lines=400)
    setting(tmp_path, lines, 0, persons=True).execute(pool)  # type: ignore[arg-type]
    (jobs,) = pool.seen
    assert [job.kind for job in jobs] == [TITLES, PERSONS]
    assert [job.statistics is not None for job in jobs] == [False, True]
    for job in jobs:
        assert job.volumes == {1: VolumeFile("register-01.pdf", 7), 2: VolumeFile("register-02.pdf", 8)}


def test_a_set_without_lines_has_no_index_volume(tmp_path: Path) -> None:
    pool = CountingPool(Counter(), 60)
    assert setting(tmp_path, Counter(), 200).execute(pool) == []  # type: ignore[arg-type]


def test_a_page_of_vertical_lines_holds_what_its_tiers_hold() -> None:
    plain = Profile()
    vertical = replace(plain, style=StyleSettings(direction="vertical"))
    assert index_page_lines(vertical) == plain.vertical.index_lines * plain.vertical.index_tiers
    assert index_page_lines(vertical) < index_page_lines(plain)
