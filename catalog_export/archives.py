"""Many files as one ZIP, written while it is sent: a province's volumes are never held in memory or on disk twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

#: Bytes read from a file at a time.
CHUNK = 1 << 18


class _Outlet(io.RawIOBase):
    """Takes what the archive writes and hands it on; nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = bytes(data)  # type: ignore[call-overload]
        self._held.append(content)
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content = b"".join(self._held)
        self._held.clear()
        return content


def zipped(paths: Iterable[Path], folder: str, moment: datetime) -> Iterator[bytes]:
    """Yield a ZIP of the files in a folder of that name, dated ``moment``.

    PDFs are deflated already, so nothing is deflated again.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{folder}/{path.name}", moment.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while content := source.read(CHUNK):
                    target.write(content)
                    yield outlet.taken()
    yield outlet.taken()
