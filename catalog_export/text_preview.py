"""The first pages of a front text as pictures, while an editor writes it: a second from change to sight.

Only as much of the text is set as the pages hold. A text is too long for an address; so its pictures lie for a while
in a folder that all processes of the server share, under a digest of what they show.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, Sum

from catalog_export.fonts.main_face import write_whole
from catalog_export.freezing import VolumeSpec, volume_facts
from catalog_export.models import Volume
from catalog_export.preview import WIDTH
from catalog_export.queries import UnknownProfileError, institutions_of, profile_named, region_above
from catalog_export.rendering import pictures
from catalog_export.typeset import DocumentInfo
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.typesetting import face_files, open_faces
from catalog_export.volumes.profile import DEFAULT_PROFILE, Profile
from catalog_export.volumes.register.front import Part, TextLine, VolumeFacts, text_lines, text_values
from catalog_export.volumes.register.front_pages import text_items
from catalog_export.volumes.register.sections import sections_for
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.statistics import Statistics, Tally
from guji.queries import BookQuerySet

#: Pages that are shown, and how much more text is set than they should hold.
SHOWN, SPARE = 2, 1.3
#: Seconds that a volume's figures are kept for the next preview, and its pictures for the browser to fetch them.
FIGURES_KEPT, PICTURES_KEPT = 300, 900


@dataclass(frozen=True, slots=True)
class TextPreview:
    """The first pages of a text: the digest under which their pictures lie, how many, and what no face has."""

    digest: str
    pages: int
    missing: tuple[str, ...] = ()


def text_preview(volume: Volume, name: str, text: str) -> TextPreview:
    """Set the first pages of a text in the volume's profile and keep their pictures."""
    profile = _profile(volume)
    facts, statistics = _figures(volume, profile)
    lines = list(_shown(text_lines(text, text_values(facts, statistics, profile)), profile))
    if not lines:
        return TextPreview("", 0)
    sections = sections_for(Header(facts, profile), open_faces(face_files(profile), profile))
    title = next((line.text for line in lines if line.part is Part.TITLE), "")
    composed = sections.roman(text_items(lines, sections.styles, "text"), title, 1)
    document = sections.compositor.document([composed], DocumentInfo(facts.title))
    found = pictures(document.to_bytes(), range(min(document.page_count, SHOWN)), WIDTH)
    return TextPreview(keep(volume.pk, name, found), len(found), tuple(composed.preflight.missing()))


def _profile(volume: Volume) -> Profile:
    try:
        return profile_named(volume.profile)
    except UnknownProfileError:
        return profile_named(DEFAULT_PROFILE)


def _shown(lines: list[TextLine], profile: Profile) -> Iterator[TextLine]:
    """Yield what the first pages can hold; the last paragraph is cut."""
    page, size, pitch = profile.page, profile.type.text, profile.type.text_leading
    if profile.style.direction == "vertical":
        size = profile.vertical.text
        pitch = (page.width - page.inner - page.outer) * POINTS_PER_MM / profile.vertical.text_lines
    area = (page.width - page.inner - page.outer) * (page.height - page.top - page.bottom) * POINTS_PER_MM**2
    room = round(area / (size * pitch) * SHOWN * SPARE)
    for line in lines:
        yield TextLine(line.part, line.text[:room])
        room -= len(line.text)
        if room <= 0:
            return


def _figures(volume: Volume, profile: Profile) -> tuple[VolumeFacts, Statistics]:
    """Return what the texts say of the volume; a province's records are not counted again for every letter typed."""

    def count() -> tuple[VolumeFacts, Statistics]:
        institutions = institutions_of(volume)
        place = region_above(volume.region, institutions)
        spec = VolumeSpec(volume.subject, place, institutions, profile, volume.proof)
        return volume_facts(spec, spec.books()), _statistics(spec.books())

    key = f"text-figures-{volume.pk}-{volume.created_at.timestamp()}"
    found: tuple[VolumeFacts, Statistics] | None = cache.get_or_set(key, count, FIGURES_KEPT)
    return found or count()


def _statistics(books: BookQuerySet) -> Statistics:
    """Return how many 部 and 冊 there are, and of which kinds, counted by the database."""
    abroad, republican = Q(is_foreign=True), Q(is_foreign=False, is_republican=True)
    found = books.order_by().aggregate(
        copies=Count("pk"),
        volumes=Sum("volumes_count", filter=Q(volumes_unit="冊")),
        abroad=Count("pk", filter=abroad),
        republican=Count("pk", filter=republican),
    )
    kinds = {"域外本": found["abroad"], "民國傳統裝幀": found["republican"]}
    kinds = {"古籍": found["copies"] - sum(kinds.values()), **kinds}
    return Statistics(
        Tally(found["copies"], found["volumes"] or 0),
        kinds={name: Tally(copies) for name, copies in kinds.items() if copies},
    )


# Pictures that lie ready


def keep(volume: int, name: str, found: list[bytes]) -> str:
    """Lay pictures ready and return their digest; what lay there too long is thrown away."""
    folder = settings.VAR_DIR / "previews"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        if time.time() - old.stat().st_mtime > PICTURES_KEPT:
            old.unlink(missing_ok=True)
    digest = hashlib.sha256(b"".join(found)).hexdigest()
    for page, content in enumerate(found, 1):
        write_whole(kept_picture(volume, name, digest, page), content)
    return digest


def kept_picture(volume: int, name: str, digest: str, page: int) -> Path:
    """Return where a picture lies; every text of every volume has its own, so that nobody sees another's."""
    return Path(settings.VAR_DIR / "previews" / f"{volume}-{name}-{digest}-{page}.png")
