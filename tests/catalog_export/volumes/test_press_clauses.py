"""What a press asks for, read back from every file of every kind of set: it holds for spines and index volumes too."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from catalog_export.snapshot_setting import SnapshotSetting
from catalog_export.typeset import OutputIntent
from catalog_export.volumes.register.snapshot import Snapshot, write_snapshot
from guji.sample import sample_books
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.volumes.register_reading import frozen, header_of
from tests.catalog_export.volumes.series_reading import STEM, renumbered, small_profile

pytestmark = [pytest.mark.poppler, pytest.mark.django_db]
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "marked": {"press": {"crop_marks": True, "bleed": 3}},
    "vertical": {"style": {"direction": "vertical"}, "press": {"bleed": 2}},
}
#: Operators that choose a colour or paint something that has its own (ISO 32000-1 §8.6.8, §8.9, §8.7.4.2).
COLOURS = re.compile(rb"(?<![\w/<])((?:[-\d.]+ )*)(k|K|g|G|rg|RG|cs|CS|scn?|SCN?|sh|Do|gs)(?!\w)")
TEXT = re.compile(rb"<[0-9a-fA-F]*>|\((?:\\.|[^\\)])*\)")


@pytest.fixture(scope="module", params=sorted(KINDS))
def folder(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Path:
    """A proof of two holders in several volumes with both indexes, with a colour profile of the press."""
    target = tmp_path_factory.mktemp(str(request.param))
    profile = small_profile(
        40 if request.param == "vertical" else 26, index={"persons": True}, **KINDS[str(request.param)]
    )
    books = [book for book in islice(sample_books(), 90) if book.title and book.edition]
    records = frozen([*renumbered(books, "1701"), *renumbered(books[:30], "1704")])
    header = replace(
        header_of(records, profile, proof=True, sample=True), output_intent=OutputIntent(icc_profile("Coated"))
    )
    path = target / f"{STEM}.snapshot.jsonl.gz"
    write_snapshot(path, header, records)
    with django_db_blocker.unblock():
        done = SnapshotSetting(Snapshot.open(path), target, STEM, "digest").execute()
    assert {row["kind"] for row in done.volumes} == {"register", "titles", "persons"}
    return target


@pytest.fixture
def files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.pdf"))
    assert len(found) >= 5, "volumes, two indexes, spines"
    return found


def inks(path: Path) -> Iterator[bytes]:
    for page in PdfReader(path).pages:
        contents = page.get_contents()
        if contents is not None:
            yield from (b"".join(found) for found in COLOURS.findall(TEXT.sub(b"", contents.get_data())))


def test_the_files_are_sound(files: list[Path]) -> None:
    for path in files:
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (path.name, done.stdout, done.stderr)
        assert "warning" not in (done.stdout + done.stderr).lower()


def test_only_black_is_printed(files: list[Path]) -> None:
    for path in files:
        assert set(inks(path)) == {b"0 0 0 1 k", b"0 0 0 1 K"}, path.name


def test_all_faces_are_embedded_subsets_with_their_characters(files: list[Path]) -> None:
    for path in files:
        listed = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
        rows = [line.split() for line in listed.splitlines()[2:]]
        assert rows
        for row in rows:
            assert re.fullmatch(r"[A-Z]{6}\+.+", row[0]), (path.name, row)
            assert row[-5:-2] == ["yes", "yes", "yes"], (path.name, row)


def test_each_page_is_trimmed_within_its_bleed_within_its_sheet(files: list[Path], folder: Path) -> None:
    press = {"plain": (0.0, 0.0), "marked": (11.0, 3.0), "vertical": (2.0, 2.0)}
    margin, bleed = next(value for name, value in press.items() if name in folder.name)
    for path in files:
        for page in PdfReader(path).pages:
            media, bled, trim = page.mediabox, page.bleedbox, page.trimbox
            for at in (0, 1):
                assert float(trim[at]) - float(media[at]) == pytest.approx(margin * 72 / 25.4, abs=0.02)
                assert float(media[at + 2]) - float(trim[at + 2]) == pytest.approx(margin * 72 / 25.4, abs=0.02)
                assert float(trim[at]) - float(bled[at]) == pytest.approx(bleed * 72 / 25.4, abs=0.02)
                assert float(bled[at + 2]) - float(trim[at + 2]) == pytest.approx(bleed * 72 / 25.4, abs=0.02)


def test_language_labels_outline_and_properties_are_there_and_no_standard_is_claimed(files: list[Path]) -> None:
    for path in files:
        reader = PdfReader(path)
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "zh-Hant"
        assert len(reader.page_labels) == len(reader.pages)
        assert reader.outline
        packet = root["/Metadata"].get_object().get_data().decode("utf-8")
        assert reader.metadata is not None
        assert f">{reader.metadata.title}</rdf:li>" in packet
        for claim in ("pdfaid", "pdfxid", "pdfuaid", "GTS_PDFX", "PDF/X", "PDF/A"):
            assert claim not in packet, path.name
        assert {"/GTS_PDFXVersion", "/GTS_PDFXConformance"}.isdisjoint(reader.metadata)
        (intent,) = root["/OutputIntents"]
        assert intent.get_object()["/DestOutputProfile"].get_object().get_data() == icc_profile("Coated")


def test_files_bear_the_day_of_their_records(files: list[Path]) -> None:
    """The day is that of the records: a clock's would make two settings differ."""
    for path in files:
        metadata = PdfReader(path).metadata
        assert metadata is not None
        assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20261123000000Z"
