"""A set of volumes, read back: nothing lost between them, every reference right, the same bytes always."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import re
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from catalog_export import index_setting, series_setting
from catalog_export.files import UnwritableError
from catalog_export.setting_worker import StoppedError, set_part
from catalog_export.typesetting import face_files
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import Snapshot
from catalog_export.volumes.register.wording import Wording
from catalog_export.volumes.series.division import BudgetError, Piece, TooLongError, divide_heads
from catalog_export.volumes.series.ledger import Sizer
from guji.data import BookData
from guji.sample import sample_books
from tests.catalog_export.volumes.register_reading import squeezed
from tests.catalog_export.volumes.remote_reading import entry_at, remote_links
from tests.catalog_export.volumes.series_reading import STEM, ReadSeries, renumbered, set_series, small_profile

pytestmark = [pytest.mark.poppler, pytest.mark.django_db]
LIMIT = 45


def province() -> list[BookData]:
    """Three holders: a large one that must be parted, two small ones; titles that occur in several volumes."""
    books = [book for book in islice(sample_books(), 120) if book.title and book.edition]
    return [*renumbered(books, "1701", 3), *renumbered(books[:40], "1704"), *renumbered(books[40:70], "1705")]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> ReadSeries:
    profile = small_profile(LIMIT, index={"persons": True}, press={"crop_marks": True, "bleed": 3})
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return set_series(province(), tmp_path_factory.mktemp("set"), profile)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_no_volume_is_longer_than_it_may_be_and_there_are_several(series: ReadSeries) -> None:
    rows = series.rows("register")
    assert len(rows) >= 3
    for row in rows:
        assert len(series.reader(row).pages) == row["pages"] <= LIMIT


def test_every_entry_stands_in_exactly_one_volume_in_order(series: ReadSeries) -> None:
    wanted = [record.data.census_no for record in series.records]
    assert list(series.standing) == wanted
    assert sum(row["records"] for row in series.rows("register")) == len(wanted)


def test_a_holder_that_fits_is_not_parted_and_one_that_does_not_goes_on_in_the_next(series: ReadSeries) -> None:
    volumes: dict[str, set[int]] = {}
    for number, (volume, _page) in series.standing.items():
        volumes.setdefault(number[7:11], set()).add(volume)
    assert len(volumes["1701"]) > 1
    assert len(volumes["1704"]) == len(volumes["1705"]) == 1
    for row in series.rows("register"):
        text = squeezed("".join(series.pages(row)))
        assert ("館1701（續）" in text) == (row["number"] in volumes["1701"] and row["number"] > 1)


def test_each_volume_has_its_own_title_imprint_contents_and_span(series: ReadSeries) -> None:
    for row in series.rows("register"):
        pages = [squeezed(page) for page in series.pages(row)]
        assert row["label"] in pages[0]
        assert row["first"] in pages[1]
        assert row["last"][-7:] in pages[1]
        contents = next(page for page in pages if page.startswith("目錄") or "目錄目錄" in page)
        assert "書名筆畫索引" in contents
        labels = list(series.reader(row).page_labels)
        assert labels[:3] == ["i", "ii", "iii"]
        assert labels[labels.index("1") :] == [str(number) for number in range(1, len(labels) - labels.index("1") + 1)]


def test_the_first_volume_lists_all_and_speaks_for_all(series: ReadSeries) -> None:
    first, *others = series.rows("register")
    text = squeezed("".join(series.pages(first)[:14]))
    assert "前言" in text
    assert "分冊目錄" in text
    for row in series.rows("register"):
        assert f"{row['label']}" in text
        assert row["first"] in text
    for row in others:
        assert "分冊目錄" not in squeezed("".join(series.pages(row)[:6]))
        assert "凡例" in squeezed("".join(series.pages(row)[:6])), "what a reader needs stands in each volume"


NUMERALS = dict(enumerate("零一二三四五六七八九十"))


def index_lines_of(series: ReadSeries, kind: str) -> dict[str, list[tuple[int, str]]]:
    """Printed text → references of the cumulative index, read from its pages."""
    numerals = {numeral: number for number, numeral in NUMERALS.items()}
    (row,) = series.rows(kind)
    labels = list(series.reader(row).page_labels)
    text = "".join(squeezed(page) for label, page in zip(labels, series.pages(row), strict=True) if label.isdigit())
    found = {}
    for words, references in re.findall(r"(.+?)((?:[一二三四五六七八九十]:\d+(?:、\d+)*；?)+)", text):
        volumes = [part.split(":") for part in references.split("；")]
        found[words] = [(numerals[volume], page) for volume, pages in volumes for page in pages.split("、")]
    return found


@pytest.mark.parametrize("kind", ["titles", "persons"])
def test_the_cumulative_index_names_volume_and_page_of_every_entry(series: ReadSeries, kind: str) -> None:
    wording = Wording.of(series.header.profile)
    wanted: dict[str, list[tuple[int, str]]] = {}
    for record in series.records:
        entry = wording.entry(record)
        for title in entry.titles if kind == "titles" else entry.persons:
            where = series.standing[entry.number]
            listed = wanted.setdefault(squeezed(title.text), [])
            if where not in listed:
                listed.append(where)
    assert len(wanted) > 80
    read = index_lines_of(series, kind)
    for text, references in wanted.items():
        found = [
            refs
            for words, refs in read.items()
            if words.endswith(text) and refs == sorted(references, key=lambda r: (r[0], int(r[1])))
        ]
        assert found, (text, references)


def test_the_cumulative_index_closes_with_the_tables_of_all_volumes(series: ReadSeries) -> None:
    last = series.done.listing[-1]
    text = " ".join("".join(series.pages(last)).split())
    assert f"合計 {len(series.records):,} 100.0%" in text
    assert "後記" in text
    for row in series.done.listing[:-1]:
        assert "後　　記" not in "".join(series.pages(row)[-2:])


def test_links_lead_there_and_back_within_each_volume(series: ReadSeries) -> None:
    for row in series.rows("register"):
        reader = series.reader(row)
        place = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
        body = list(reader.page_labels).index("1")
        index = next(
            reader.get_destination_page_number(item)
            for item in reader.outline
            if not isinstance(item, list) and item.title == "書名筆畫字頭索引"
        )
        there, back = set(), set()
        for number, page in enumerate(reader.pages):
            for annotation in page.get("/Annots", ()):
                if "/Dest" not in annotation.get_object():
                    continue
                target = place[annotation.get_object()["/Dest"][0].idnum]
                if number >= index and body <= target < index:
                    there.add(target)
                elif body <= number < index:
                    assert target >= index
                    back.add(number)
        assert there <= back, "every page that the index leads to leads back to it"
        assert len(there) > 2


def test_every_reference_of_the_index_over_all_leads_into_the_volume_where_the_entry_stands(series: ReadSeries) -> None:
    """The place that is named is the place that is opened: the file, its page, and the height of the entry on it."""
    files = {row["file"]: row for row in series.rows("register")}
    labels = {name: list(series.reader(row).page_labels) for name, row in files.items()}
    followed = 0
    for row in series.rows("titles"):
        for link in remote_links(series.folder / row["file"]):
            label = labels[link.file][link.page]
            if link.top is None:
                assert link.page == 0, "a volume in the list of volumes opens at its title page"
                continue
            followed += 1
            if followed % 16 == 1:
                number = files[link.file]["number"]
                assert link.words().strip("、；") in (label, f"{NUMERALS[number]}:{label}")
    assert followed > 200
    assert {link.file for link in remote_links(series.folder / series.rows("titles")[0]["file"])} == set(files)


def test_a_linked_line_of_the_index_names_the_entry_at_its_very_height(series: ReadSeries) -> None:
    wording = Wording.of(series.header.profile)
    titles = {title.text for record in series.records for title in wording.entry(record).titles}
    (row,) = series.rows("titles")
    lines = {text: refs for text, refs in index_lines_of(series, "titles").items() if text in titles}
    text, ((volume, page), *_more) = next((text, refs) for text, refs in lines.items() if len(text) > 6)
    part = series.rows("register")[volume - 1]
    link = next(
        link
        for link in remote_links(series.folder / row["file"])
        if link.file == part["file"]
        and link.top is not None
        and series.reader(part).page_labels[link.page] == page
        and text in entry_at(series.folder / part["file"], link.page, link.top)
    )
    assert link


def test_the_list_of_volumes_leads_to_each_of_them(series: ReadSeries) -> None:
    first, *_ = series.rows("register")
    opened = [link.file for link in remote_links(series.folder / first["file"])]
    assert list(dict.fromkeys(opened)) == [row["file"] for row in series.rows("register")]


def test_every_file_is_sound_and_trimmed_as_asked(series: ReadSeries) -> None:
    for path in sorted(series.folder.glob("*.pdf")):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    page = series.reader(series.done.listing[0]).pages[0]
    assert float(page.mediabox.width) - float(page.trimbox.width) == pytest.approx(22 * 72 / 25.4, abs=0.1)


def test_there_is_a_spine_for_each_volume_as_wide_as_its_paper(series: ReadSeries) -> None:
    spines = series.reader({"file": f"{STEM}-spines.pdf"})
    assert len(spines.pages) == len(series.done.listing)
    for row, page, words in zip(
        series.done.listing, spines.pages, series.pages({"file": f"{STEM}-spines.pdf"}), strict=True
    ):
        assert float(page.trimbox.width) * 25.4 / 72 == pytest.approx((row["pages"] + 1) // 2 * 0.1 + 5, abs=0.06)
        assert squeezed(words).startswith("浙江省古籍普查登記目錄")
        assert squeezed(words).endswith(f"{row['label']}浙江省")


def test_findings_are_told_with_volume_and_page(series: ReadSeries) -> None:
    report = json.loads((series.folder / f"{STEM}.preflight.json").read_text(encoding="utf-8"))
    assert report["records"] == len(series.records)
    assert report["pages"] == sum(row["pages"] for row in series.done.listing)
    assert report["snapshot"] == "digest"
    for finding in report["findings"]:
        if finding["page"]:
            volume, page = series.standing[finding["number"]]
            assert (finding["volume"], finding["page"]) == (series.done.listing[volume - 1]["label"], page)


def test_any_number_of_processes_gives_the_same_bytes(series: ReadSeries, tmp_path: Path) -> None:
    set_series(province(), tmp_path, series.header.profile, jobs=2)
    assert digests(tmp_path) == digests(series.folder)


def vertical_profile(limit: int) -> Profile:
    return small_profile(limit, index={"persons": True}, style={"direction": "vertical"})


def test_a_vertical_set_is_the_same_on_any_number_of_processes_and_no_file_is_too_long(tmp_path: Path) -> None:
    """The index over all, whose pages hold few vertical lines, is parted like the volumes."""
    profile = vertical_profile(40)
    one = set_series(province()[:120], tmp_path / "one", profile)
    set_series(province()[:120], tmp_path / "two", profile, jobs=2)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(one.rows("register")) > 1
    for row in one.done.listing:
        assert len(one.reader(row).pages) == row["pages"] <= 40
    assert remote_links(tmp_path / "one" / one.rows("titles")[0]["file"])


def test_volumes_that_came_out_too_long_are_divided_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, series: ReadSeries
) -> None:
    pages = Sizer.pages
    monkeypatch.setattr(Sizer, "pages", lambda self, data, **more: 0.6 * pages(self, data, **more))
    again = set_series(province(), tmp_path, series.header.profile)
    assert max(row["pages"] for row in again.rows("register")) <= LIMIT
    assert list(again.standing) == list(series.standing)


def test_where_dividing_does_not_help_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, series: ReadSeries
) -> None:
    monkeypatch.setattr(series_setting, "divide", lambda ledger, *more, **options: [Piece(0, len(ledger), 20)])
    with pytest.raises(TooLongError, match=f"超过 {LIMIT} 页"):
        set_series(province(), tmp_path, series.header.profile)
    assert [path.name for path in tmp_path.iterdir()] == [f"{STEM}.snapshot.jsonl.gz"]


def test_a_limit_without_room_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BudgetError, match="请放宽上限"):
        set_series(province(), tmp_path, small_profile(10))
    assert [path.name for path in tmp_path.iterdir()] == [f"{STEM}.snapshot.jsonl.gz"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_in_the_middle_it_leaves_nothing(tmp_path: Path, series: ReadSeries, jobs: int) -> None:
    class EnoughError(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        set_series(province(), tmp_path, series.header.profile, jobs=jobs, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == [f"{STEM}.snapshot.jsonl.gz"]
    assert multiprocessing.active_children() == []


def test_a_process_whose_folder_is_gone_stops(tmp_path: Path, series: ReadSeries) -> None:
    setting = series_setting.SeriesSetting(Snapshot.open(series.folder / f"{STEM}.snapshot.jsonl.gz"), tmp_path, STEM)
    setting._faces = face_files(series.header.profile)
    (piece, *_) = setting.pieces()
    job = setting._job(piece, setting._facts([piece]), 1, tmp_path / "gone")
    with pytest.raises(StoppedError):
        set_part(job)


def test_a_disk_that_refuses_is_named_in_chinese(
    tmp_path: Path, series: ReadSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(series_setting, "write_reports", full)
    with pytest.raises(UnwritableError, match="磁盘已满"):
        set_series(province()[:150], tmp_path, series.header.profile)
    assert [path.name for path in tmp_path.iterdir()] == [f"{STEM}.snapshot.jsonl.gz"]


def test_fewer_volumes_than_before_leave_none_of_the_old(tmp_path: Path, series: ReadSeries) -> None:
    profile = series.header.profile
    many = set_series(province(), tmp_path, profile)
    few = set_series(province()[:100], tmp_path, profile)
    assert len(few.done.listing) < len(many.done.listing)
    named = {path.name for path in few.done.files}
    assert {path.name for path in tmp_path.iterdir()} == named | {f"{STEM}.snapshot.jsonl.gz"}


def test_an_index_longer_than_a_volume_is_parted_between_its_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_setting, "divide_heads", lambda counts, *_, **__: divide_heads(counts, 8, 20))
    profile = small_profile(LIMIT)
    parted = set_series(province(), tmp_path, profile)
    rows = parted.rows("titles")
    assert len(rows) > 1
    headings = []
    for row in rows:
        outline = parted.reader(row).outline
        nested = next(item for item in outline if isinstance(item, list))
        headings.append([item.title for item in nested])
    assert all(headings)
    flat = [heading for group in headings for heading in group]
    assert len(flat) == len(set(flat)), "no heading stands in two volumes"
    assert sum(row["lines"] for row in rows) == len(
        {title for record in parted.records for title in Wording.of(profile).entry(record).titles}
    )
