"""書脊: a sheet for each spine of a set, as wide as the paper makes it, its words from the head down.

Han characters stand upright one below the other, which is how Chinese spines are lettered; so they are set as lines of
one character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog_export.typeset import (
    Compositor,
    DocumentInfo,
    Item,
    Leap,
    Numbering,
    PageDesign,
    Paragraph,
    Run,
    Section,
    Style,
    Typefaces,
)
from catalog_export.typeset.model import POINTS_PER_MM
from catalog_export.volumes.profile import Profile

#: Both boards of a case binding together, millimetres.
BOARDS = 5.0
#: How much of the spine's width its characters take, and how large they may become (points).
SHARE, LARGEST, SMALLEST = 0.5, 22.0, 7.0
EDGE = 12.0


@dataclass(frozen=True, slots=True)
class Spine:
    """What stands on one spine: the title, the volume's label, whose work; and how many pages lie behind it."""

    title: str
    label: str
    author: str
    pages: int


def spine_width(pages: int, leaf: float) -> float:
    """Return the width of a spine in millimetres: half as many leaves as pages, and the boards."""
    return round((pages + 1) // 2 * leaf + BOARDS, 1)


def spine_sheets(spines: Sequence[Spine], profile: Profile, fonts: Typefaces, info: DocumentInfo) -> bytes:
    """Return a PDF with a page for each spine, labelled and outlined by the volume's label."""
    compositor = Compositor(fonts)
    sections = [
        compositor.compose(
            Section(
                _items(spine, profile),
                _design(spine, profile),
                numbering=Numbering("", prefix=f"{spine.label}書脊"),
                outline=f"{spine.label}　{spine_width(spine.pages, profile.press.leaf):g}毫米",
            )
        )
        for spine in spines
    ]
    return compositor.document(sections, info).to_bytes()


def _design(spine: Spine, profile: Profile) -> PageDesign:
    width = spine_width(spine.pages, profile.press.leaf)
    return PageDesign(
        width=width,
        height=profile.page.height,
        top=EDGE,
        bottom=EDGE,
        inner=0.5,
        outer=0.5,
        bleed=profile.press.bleed,
        crop_marks=profile.press.crop_marks,
        align_bottom=False,
    )


def _items(spine: Spine, profile: Profile) -> Iterator[Item]:
    depth = (profile.page.height - 2 * EDGE) * POINTS_PER_MM
    width = spine_width(spine.pages, profile.press.leaf) * POINTS_PER_MM
    lines = len(spine.title) + 0.7 * (len(spine.label) + len(spine.author)) + 5
    size = max(SMALLEST, min(LARGEST, width * SHARE, depth / (1.25 * lines)))
    large, small = _style(size), _style(size * 0.7)
    yield Paragraph(_lettered(spine.title), large)
    yield Leap(size * 1.5)
    yield Paragraph(_lettered(spine.label), small)
    used = large.leading * len(spine.title) + size * 1.5 + small.leading * (len(spine.label) + len(spine.author))
    yield Leap(max(size, depth - used - 1))
    yield Paragraph(_lettered(spine.author), small)


def _style(size: float) -> Style:
    size = round(size, 1)
    return Style(size, round(size * 1.25, 1), 700, "centre", keep_together=True, spread=False)


def _lettered(words: str) -> tuple[Run, ...]:
    return (Run("\n".join(words)),)
