"""The first pages of a catalogue in a profile, as pictures, while an editor changes it: a second from change to sight.

Only as many records are set as the pages hold, in faces that stay open; what a change does to a page, to lines and to
the words of entries is seen at once. Behind them stands a page of the index of these entries; front matter is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from catalog_export.rendering import pictures
from catalog_export.typeset import DocumentInfo
from catalog_export.typesetting import face_files, open_faces
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.body import Body
from catalog_export.volumes.register.entry import Holder, RegisterEntry
from catalog_export.volumes.register.front import VolumeFacts
from catalog_export.volumes.register.indexing import Indexes
from catalog_export.volumes.register.sections import sections_for
from catalog_export.volumes.register.snapshot import FrozenRecord, Header
from catalog_export.volumes.register.wording import NotSettableError, Wording
from catalog_export.volumes.series.ledger import Sizer
from guji.sample import sample_books

#: Width of a picture in pixels.
WIDTH = 560
#: What stands on the fold of a vertical page.
SUBJECT = "版式預覽"
#: Pages set beyond those shown: estimates may fall short.
SPARE = 0.6


def preview_pages(
    profile: Profile,
    records: Iterable[FrozenRecord],
    pages: int = 3,
    *,
    holders: Mapping[str, Holder] | None = None,
    width: int = WIDTH,
) -> list[bytes]:
    """Return the first pages of a catalogue of ``records`` as PNG, at most ``pages``, and the first of its index.

    Fewer if the records end. ``holders`` are the institutions' names by code; codes stand for those that are not there.
    """
    pdf, shown = preview_pdf(profile, records, pages, holders or {})
    return pictures(pdf, shown, width) if shown else []


def preview_pdf(
    profile: Profile, records: Iterable[FrozenRecord], pages: int, holders: Mapping[str, Holder]
) -> tuple[bytes, list[int]]:
    """Return the same pages as a PDF, and which of its pages (from 0) they are.

    It has more of them, since estimates of how much a page holds may fall short.
    """
    plain = replace(profile, index=replace(profile.index, heads=False, persons=False))
    header = Header(VolumeFacts(SUBJECT, "", (), None), plain)
    sections = sections_for(header, open_faces(face_files(plain), plain))
    body = Body(plain, sections.styles, holders)
    composed = sections.arabic(body.items(_entries(plain, records, pages)))
    indexes = Indexes(sections, body, composed).compose() if body.entries else []
    document = sections.compositor.document([composed, *indexes], DocumentInfo(SUBJECT))
    shown = [*range(min(len(composed.pages), pages)), *(document.first_page(index) for index in indexes)]
    return document.to_bytes(), shown


def _entries(profile: Profile, records: Iterable[FrozenRecord], pages: int) -> Iterator[RegisterEntry]:
    """Yield as many entries as some pages hold, and a few more; what cannot be set is passed over."""
    sizer, wording, room = Sizer(profile), Wording.of(profile), pages + SPARE
    for record in records:
        room -= sizer.pages(record.data)
        with suppress(NotSettableError):
            yield wording.entry(record)
        if room < 0:
            return


def sample_records(count: int = 400) -> list[FrozenRecord]:
    """Return records of the sample, which hold every form of statement: what a profile is shown by."""
    books = [book for book in sample_books() if book.census_no]
    ordered = sorted(books, key=lambda data: (data.institution, data.census_no))[:count]
    return [FrozenRecord(str(at), 1, "", data) for at, data in enumerate(ordered)]
