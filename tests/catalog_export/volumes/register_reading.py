"""Setting a register in a test, and reading its pages back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pypdf import PdfReader

from catalog_export.typeset import Typefaces
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.compose import ComposedRegister, RegisterComposer
from catalog_export.volumes.register.entry import Holder, RegisterEntry
from catalog_export.volumes.register.front import VolumeFacts
from catalog_export.volumes.register.snapshot import FrozenRecord, Header
from catalog_export.volumes.register.wording import Wording
from guji.data import BookData


def squeezed(text: str) -> str:
    """Text without any white space: what a page says, however it is broken into lines."""
    return "".join(text.split())


def frozen(books: Iterable[BookData]) -> list[FrozenRecord]:
    """The records in printing order, keyed by their place."""
    ordered = sorted(books, key=lambda data: (data.institution, not data.census_no, data.census_no))
    return [FrozenRecord(f"record-{place}", 1, "province_approved", data) for place, data in enumerate(ordered)]


def header_of(records: Iterable[FrozenRecord], profile: Profile, *, proof: bool, sample: bool) -> Header:
    codes = sorted({record.data.institution for record in records})
    holders = tuple(Holder(code, f"館{code}") for code in codes)
    return Header(VolumeFacts("浙江省", "浙江省", holders, date(2026, 11, 23), proof, sample), profile)


@dataclass
class SetRegister:
    """A register that has been set, and what can be read back from its pages."""

    path: Path
    header: Header
    records: list[FrozenRecord]
    composed: ComposedRegister

    @cached_property
    def entries(self) -> list[RegisterEntry]:
        wording = Wording.of(self.header.profile)
        return [wording.entry(record) for record in self.records]

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(self.path)

    @cached_property
    def labels(self) -> list[str]:
        return list(self.reader.page_labels)

    @cached_property
    def pages(self) -> list[str]:
        """The type area of every page as text, in the order in which it was set."""
        page = self.header.profile.page
        top, depth = (round(length * 72 / 25.4) for length in (page.top, page.height - page.top - page.bottom))
        return self._text("-y", str(top - 4), "-H", str(depth + 8), "-x", "0", "-W", "2000", "-r", "72")

    @cached_property
    def whole_pages(self) -> list[str]:
        return self._text()

    def _text(self, *area: str) -> list[str]:
        command = ["pdftotext", "-raw", "-enc", "UTF-8", *area, str(self.path), "-"]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]

    def part(self, first: str, after: str) -> list[int]:
        """The pages from the one that opens with ``first`` to the one before that which opens with ``after``."""
        openings = [page.split("\n")[0].replace(" ", "") for page in self.pages]
        return list(range(openings.index(first), openings.index(after, openings.index(first))))


def set_register(
    records: list[FrozenRecord],
    fonts: Typefaces,
    folder: Path,
    profile: Profile | None = None,
    *,
    proof: bool = False,
    sample: bool = False,
) -> SetRegister:
    header = header_of(records, profile or Profile(), proof=proof, sample=sample)
    composed = RegisterComposer(header, fonts.fresh()).compose(records)
    path = folder / "register.pdf"
    path.write_bytes(composed.pdf)
    return SetRegister(path, header, records, composed)
