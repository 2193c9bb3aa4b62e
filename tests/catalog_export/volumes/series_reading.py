"""Setting a set of volumes in a test from records without a database, and reading its pages back."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from catalog_export.series_setting import Progress, SeriesSetting, SetSeries
from catalog_export.volumes.profile import Profile, profile_from_data
from catalog_export.volumes.register.snapshot import FrozenRecord, Header, Snapshot, write_snapshot
from guji.data import BookData
from tests.catalog_export.volumes.register_reading import frozen, header_of

STEM = "register-330000"
#: A small page, so that a sample of books fills volumes.
SMALL_PAGE: dict[str, Any] = {"width": 130, "height": 150, "top": 16, "bottom": 14, "inner": 12, "outer": 12, "gap": 4}


def small_profile(max_pages: int, **groups: dict[str, Any]) -> Profile:
    index = {"columns": 2, **groups.pop("index", {})}
    press = {"max_pages": max_pages, **groups.pop("press", {})}
    return profile_from_data({"page": {**SMALL_PAGE, "columns": 2}, "index": index, "press": press, **groups})


@dataclass
class ReadSeries:
    """A set that was set, its snapshot, and its pages as text."""

    done: SetSeries
    folder: Path
    header: Header
    records: list[FrozenRecord]
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.done.listing if row["kind"] == kind]

    def reader(self, row: dict[str, Any]) -> PdfReader:
        return PdfReader(self.folder / row["file"])

    def pages(self, row: dict[str, Any]) -> list[str]:
        """The pages of a volume as text, in their order."""
        if row["file"] not in self._texts:
            command = ["pdftotext", "-raw", "-enc", "UTF-8", str(self.folder / row["file"]), "-"]
            text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            self._texts[row["file"]] = text.split("\f")[:-1]
        return self._texts[row["file"]]

    @cached_property
    def standing(self) -> dict[str, tuple[int, str]]:
        """Volume and page label on which each number heads an entry, found by looking."""
        found: dict[str, tuple[int, str]] = {}
        for row in self.rows("register"):
            labels = list(self.reader(row).page_labels)
            for label, text in zip(labels, self.pages(row), strict=True):
                for number in (
                    re.findall(r"^\s*(\d{6}-\d{4}-\d{7})(?:[ \u3000]|$)", text, re.M) if label.isdigit() else ()
                ):
                    found.setdefault(number, (row["number"], label))
        return found


def set_series(
    books: Iterable[BookData], folder: Path, profile: Profile, *, jobs: int = 1, progress: Progress | None = None
) -> ReadSeries:
    records = frozen(books)
    header = header_of(records, profile, proof=False, sample=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{STEM}.snapshot.jsonl.gz"
    write_snapshot(path, header, records)
    setting = SeriesSetting(Snapshot.open(path), folder, STEM, jobs, "digest")
    if progress is not None:
        setting.progress = progress
    return ReadSeries(setting.execute(), folder, header, records)


def renumbered(books: Iterable[BookData], institution: str, times: int = 1) -> list[BookData]:
    """The books again and again as those of one institution, with numbers of their own."""
    listed = [book for _ in range(times) for book in books]
    return [
        replace(book, institution=institution, census_no=f"330000-{institution}-{serial:07d}", shelf_mark=f"善{serial}")
        for serial, book in enumerate(listed, 1)
    ]
