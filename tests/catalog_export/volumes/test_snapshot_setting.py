"""A snapshot under a page budget: one volume where one is enough, a set where it is not, nothing left of before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from pypdf import PdfReader

from catalog_export.snapshot_setting import SetSnapshot, SnapshotSetting
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import Snapshot, write_snapshot
from catalog_export.volumes.series.changes import PlaceBook
from catalog_export.volumes.series.division import OTHER_PAGES
from catalog_export.volumes.series.ledger import Sizer
from guji.data import BookData
from guji.sample import sample_books
from tests.catalog_export.volumes.register_reading import frozen, header_of, squeezed
from tests.catalog_export.volumes.series_reading import STEM, renumbered, small_profile

pytestmark = pytest.mark.django_db


def books(count: int, institution: str = "1701") -> list[BookData]:
    return renumbered([book for book in islice(sample_books(), count) if book.title and book.edition], institution)


def typeset(listed: Iterable[BookData], folder: Path, profile: Profile, stem: str = STEM) -> SetSnapshot:
    records = frozen(listed)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.snapshot.jsonl.gz"
    write_snapshot(path, header_of(records, profile, proof=False, sample=True), records)
    return SnapshotSetting(Snapshot.open(path), folder, stem, "digest").execute()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(".snapshot.jsonl.gz")}


def test_what_fits_into_one_volume_is_one_without_number_and_without_an_index_over_several(tmp_path: Path) -> None:
    done = typeset(books(20), tmp_path, small_profile(200))
    assert done.volumes == []
    reader = PdfReader(tmp_path / f"{STEM}.pdf")
    assert "第一冊" not in squeezed(reader.pages[0].extract_text())
    assert names(tmp_path) == {path.name for path in done.files}
    assert "總索引" not in "".join(page.extract_text() for page in reader.pages)
    unlimited = typeset(books(20), tmp_path / "unlimited", small_profile(0))
    assert len(PdfReader(tmp_path / "unlimited" / f"{STEM}.pdf").pages) == len(reader.pages) == unlimited.report.pages


def test_one_volume_that_came_out_too_long_becomes_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Sizer.pages
    monkeypatch.setattr(Sizer, "pages", lambda self, data, **more: 0.4 * pages(self, data, **more))
    limit = typeset(books(110), tmp_path / "free", small_profile(0)).report.pages - 2
    done = typeset(books(110), tmp_path / "bound", small_profile(limit))
    assert len([row for row in done.volumes if row["kind"] == "register"]) > 1
    assert all(row["pages"] <= limit for row in done.volumes)
    assert f"{STEM}.pdf" not in names(tmp_path / "bound")


def test_set_as_one_after_having_been_several_nothing_of_the_several_stays(tmp_path: Path) -> None:
    listed = books(110)
    first = frozen(listed)[0].record_id
    several = typeset(listed, tmp_path, small_profile(OTHER_PAGES + 8))
    assert len(several.volumes) > 2
    assert PlaceBook.read(tmp_path, STEM).entries[first].startswith("第一冊·")
    single = typeset(listed, tmp_path, small_profile(0))
    assert names(tmp_path) == {path.name for path in single.files}
    assert PlaceBook.read(tmp_path, STEM).entries[first] == "1"
    again = typeset(listed, tmp_path, small_profile(OTHER_PAGES + 8))
    assert names(tmp_path) == {path.name for path in again.files}
    assert [row["digest"] for row in again.volumes] == [row["digest"] for row in several.volumes]


def test_places_are_read_of_the_setting_that_is_named_not_of_one_with_a_longer_name(tmp_path: Path) -> None:
    """register-1701 and register-1701-1702 lie in one folder: 1702 is no volume of the first."""
    typeset(books(6), tmp_path, small_profile(0), "register-1701")
    typeset(books(9, "1702"), tmp_path, small_profile(0), "register-1701-1702")
    places = PlaceBook.read(tmp_path, "register-1701")
    assert len(places.entries) == len(books(6))
    assert not any("冊" in page for page in places.entries.values())


def test_the_listing_says_how_wide_each_spine_is_and_what_was_found_in_each_volume(tmp_path: Path) -> None:
    listed = [*books(60), *renumbered([BookData(title="某󰀀書一卷", edition="明刻本")], "1704")]
    done = typeset(listed, tmp_path, small_profile(OTHER_PAGES + 8))
    rows = json.loads((tmp_path / f"{STEM}.volumes.json").read_text(encoding="utf-8"))
    assert rows == done.volumes
    for row in rows:
        assert row["spine"] == pytest.approx((row["pages"] + 1) // 2 * 0.1 + 5, abs=0.06)
    with_gap = [row["label"] for row in rows if "missing_character" in row["findings"]]
    found = [finding for finding in done.report.findings if finding.kind == "missing_character"]
    assert any("U+F0000" in finding.message for finding in found)
    assert with_gap == list(dict.fromkeys(f.volume for f in found))


def test_a_damaged_list_of_volumes_does_not_keep_the_next_setting_back(tmp_path: Path) -> None:
    (tmp_path / f"{STEM}.volumes.json").write_text("[{]", encoding="utf-8")
    done = typeset(books(6), tmp_path, small_profile(0))
    assert names(tmp_path) == {path.name for path in done.files}
