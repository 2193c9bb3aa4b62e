"""Many files as one ZIP while it is sent."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from catalog_export.archives import CHUNK, zipped

MOMENT = datetime(2026, 11, 26, 7, 30, 8, tzinfo=UTC)


def files(folder: Path, *sizes: int) -> list[Path]:
    paths = []
    for number, size in enumerate(sizes, 1):
        paths.append(folder / f"register-{number:02d}.pdf")
        paths[-1].write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    return paths


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    paths = files(tmp_path, 0, 10, 3 * CHUNK + 7)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(paths, "浙江省古籍普查登記目錄-1", MOMENT))))
    assert archive.testzip() is None
    assert [entry.filename for entry in archive.infolist()] == [
        f"浙江省古籍普查登記目錄-1/{path.name}" for path in paths
    ]
    assert [archive.read(entry) for entry in archive.infolist()] == [path.read_bytes() for path in paths]


def test_it_is_sent_piece_by_piece_and_no_piece_grows_with_the_files(tmp_path: Path) -> None:
    paths = files(tmp_path, 8 * CHUNK, 8 * CHUNK)
    pieces = list(zipped(paths, "a", MOMENT))
    assert len(pieces) > 15
    assert max(map(len, pieces)) < CHUNK + 1000
    first = b"".join(islice(zipped(paths, "a", MOMENT), 1))
    assert first.startswith(b"PK"), "sending begins before the second file is opened"


def test_a_volume_larger_than_a_plain_zip_can_hold_is_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures make a province's files large, and when an entry is begun nobody has told how long it will be."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    paths = files(tmp_path, 999, 5000)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(paths, "a", MOMENT))))
    assert archive.testzip() is None
    assert [entry.file_size for entry in archive.infolist()] == [999, 5000]


def test_the_same_files_make_the_same_archive(tmp_path: Path) -> None:
    paths = files(tmp_path, 300)
    one = b"".join(zipped(paths, "a", MOMENT))
    paths[0].touch()
    assert b"".join(zipped(paths, "a", MOMENT)) == one
    (entry,) = zipfile.ZipFile(io.BytesIO(one)).infolist()
    assert entry.date_time == (2026, 11, 26, 7, 30, 8)
