"""From a snapshot to files: the one way that the job on the server and the command on the shell both take."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog_export.fonts import BOLD, REGULAR, typefaces
from catalog_export.typeset import Typefaces
from catalog_export.volumes.preflight import PreflightReport, to_html, to_json, to_text
from catalog_export.volumes.register.compose import RegisterComposer
from catalog_export.volumes.register.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SetVolume:
    """A volume that has been set: its files and its report."""

    pdf: Path
    report_json: Path
    report_html: Path
    report_text: Path
    report: PreflightReport
    pdf_digest: str


def set_volume(
    snapshot_path: Path,
    folder: Path,
    stem: str,
    *,
    digest: str = "",
    progress: Callable[[int], None] = lambda done: None,
) -> SetVolume:
    """Set a snapshot and write ``stem``.pdf and its preflight report into ``folder``.

    The same snapshot and the same faces give the same bytes. Raises ``SnapshotError`` for a file that is none and
    ``EmptyVolumeError`` if it holds nothing that could be printed. Files appear only when they are complete.
    """
    snapshot = Snapshot.open(snapshot_path)
    profile = snapshot.header.profile
    weights = {REGULAR, BOLD, profile.type.number_weight, profile.type.title_weight}
    fonts = typefaces(sorted(weights), profile.style.glyphs)
    composed = RegisterComposer(snapshot.header, fonts, progress).compose(snapshot.records())
    report = composed.report
    report.snapshot = digest
    report.faces = faces_used(fonts)
    folder.mkdir(parents=True, exist_ok=True)
    pdf = _write(folder / f"{stem}.pdf", composed.pdf)
    return SetVolume(
        pdf=pdf,
        report_json=_write(folder / f"{stem}.preflight.json", to_json(report).encode()),
        report_html=_write(folder / f"{stem}.preflight.html", to_html(report).encode()),
        report_text=_write(folder / f"{stem}.preflight.txt", to_text(report).encode()),
        report=report,
        pdf_digest=hashlib.sha256(composed.pdf).hexdigest(),
    )


def faces_used(fonts: Typefaces) -> list[dict[str, Any]]:
    """Return the faces that set a document, in the order of their first use, with how many characters each set."""
    used: Counter[str] = Counter()
    for slot in fonts.slots:
        used[slot.face.postscript_name] += len(slot.codes)
    return [{"face": name, "characters": number} for name, number in used.items()]


def _write(path: Path, content: bytes) -> Path:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
    return path
