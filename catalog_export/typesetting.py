"""From a snapshot to files: one volume. The job on the server and the command on the shell both come this way."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from authority.han import printed_forms
from catalog_export.files import work_folder
from catalog_export.fonts import BOLD, REGULAR, find_faces, variable_font
from catalog_export.typeset import FaceFile, Typefaces
from catalog_export.volumes.preflight import PreflightReport, to_html, to_json, to_text
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.compose import ComposedRegister, RegisterComposer
from catalog_export.volumes.register.snapshot import Snapshot

#: Main faces by weight, and the fallbacks in their order.
FaceFiles = tuple[dict[int, FaceFile], tuple[FaceFile, ...]]
PLACES = "places.json.gz"
VOLUMES = "volumes.json"
REPORTS = ("preflight.json", "preflight.html", "preflight.txt")
#: What a setting leaves behind under its name, whatever it is a setting of.
LEFT = ("pdf", PLACES, VOLUMES, *REPORTS, "changes.xlsx", "changes.txt")


@dataclass(frozen=True, slots=True)
class SetVolume:
    """A volume that has been set: its files and its report."""

    stem: str
    folder: Path
    report: PreflightReport
    pdf_digest: str

    @property
    def pdf(self) -> Path:
        """The pages."""
        return self.folder / f"{self.stem}.pdf"

    @property
    def files(self) -> list[Path]:
        """All files, the pages first."""
        return [self.pdf, *(self.folder / f"{self.stem}.{name}" for name in (*REPORTS, PLACES))]


def set_volume(
    snapshot_path: Path,
    folder: Path,
    stem: str,
    *,
    digest: str = "",
    progress: Callable[[int], None] = lambda done: None,
    changed: frozenset[str] = frozenset(),
) -> SetVolume:
    """Set a snapshot and write ``stem``.pdf, its preflight report and the list of places into ``folder``.

    ``changed`` are records to be marked by a bar in the margin.

    The same snapshot and the same faces give the same bytes. Raises ``SnapshotError`` for a file that is none,
    ``EmptyVolumeError`` if it holds nothing that could be printed, and ``UnwritableError`` where the disk refuses.
    Files appear only when all are complete.
    """
    snapshot = Snapshot.open(snapshot_path)
    fonts = open_faces(face_files(snapshot.header.profile), snapshot.header.profile)
    composed = RegisterComposer(snapshot.header, fonts, progress, changed).compose(snapshot.records())
    report = composed.report
    report.snapshot = digest
    report.faces = faces_used(fonts)
    with work_folder(folder, stem) as work:
        clear_earlier(folder, stem)
        (work / f"{stem}.pdf").write_bytes(composed.pdf)
        write_places(work / f"{stem}.{PLACES}", composed)
        write_reports(work, stem, report)
    return SetVolume(stem, folder, report, hashlib.sha256(composed.pdf).hexdigest())


def clear_earlier(folder: Path, stem: str) -> None:
    """Remove what an earlier setting of the same name left, so that its volumes do not lie among the new ones."""
    names = {f"{stem}.{end}" for end in LEFT} | {f"{stem}-spines.pdf"}
    try:
        rows = json.loads((folder / f"{stem}.{VOLUMES}").read_text(encoding="utf-8"))
        names |= {Path(row[name]).name for row in rows for name in ("file", "places") if name in row}
    except (OSError, ValueError, TypeError, KeyError):
        pass  # no set lay there, or nothing that could be read as one
    for name in names:
        (folder / name).unlink(missing_ok=True)


def record_address(record_id: str) -> str:
    """Return the address of a record's page: whole if the settings' ``SITE_URL`` says where the server is."""
    try:
        return f"{settings.SITE_URL.rstrip('/')}{reverse('record', args=[record_id])}"
    except NoReverseMatch:  # a snapshot of another house, or of records that have no pages
        return ""


def write_reports(folder: Path, stem: str, report: PreflightReport) -> None:
    """Write a report in its three forms: for programs, for the screen, for the shell."""
    forms = (to_json(report, record_address), to_html(report, record_address), to_text(report, address=record_address))
    for name, words in zip(REPORTS, forms, strict=True):
        (folder / f"{stem}.{name}").write_text(words, encoding="utf-8")


def write_places(path: Path, composed: ComposedRegister) -> None:
    """Write on which page every record stands, and a digest of what each page of the catalogue shows.

    With it a later run says which pages differ.
    """
    pages = [
        (page.facts.label, hashlib.sha256(zlib.decompress(page.stream)).hexdigest()[:16])
        for page in composed.catalogue.pages
    ]
    data = {"format": 1, "pages": pages, "entries": [(place.record_id, place.page) for place in composed.places]}
    path.write_bytes(gzip.compress(json.dumps(data, ensure_ascii=False).encode(), mtime=0))


def face_files(profile: Profile) -> FaceFiles:
    """Return the files of the faces that a profile needs."""
    return find_faces(sorted({REGULAR, BOLD, profile.type.number_weight, profile.type.title_weight}))


_opened: dict[tuple[object, ...], Typefaces] = {}


def open_faces(files: FaceFiles, profile: Profile) -> Typefaces:
    """Return faces for a new document in the profile's glyph standard; a process opens each file once."""
    main, fallbacks = files
    vertical, standard = profile.style.direction == "vertical", profile.style.glyphs
    key = (tuple(main.items()), fallbacks, standard, vertical)
    if key not in _opened:
        forms = printed_forms(standard)
        _opened[key] = Typefaces(main, fallbacks, standard, variable_font(), vertical=vertical, exchanged=forms)
    return _opened[key].fresh()


def faces_used(fonts: Typefaces) -> list[dict[str, Any]]:
    """Return the faces that set a document, in the order of their first use, with how many characters each set."""
    used: Counter[str] = Counter()
    for slot in fonts.slots:
        used[slot.face.postscript_name] += len(slot.codes)
    return [{"face": name, "characters": number} for name, number in used.items()]
