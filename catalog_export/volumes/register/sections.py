"""Composing the sections of a register in one profile: pages numbered in Arabic or roman figures, display pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from catalog_export.typeset import (
    ComposedSection,
    Compositor,
    Furniture,
    Item,
    Numbering,
    PageFacts,
    Section,
    Typefaces,
)
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.body import PROOF, RunningHead
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.styles import Styles, page_design, styles_of
from catalog_export.volumes.register.upright import UprightSections


@dataclass(slots=True)
class Sections:
    """Sets sections of one document; a ``proof`` says so on each page."""

    profile: Profile
    compositor: Compositor
    proof: bool = False
    styles: Styles = field(init=False)

    def __post_init__(self) -> None:
        self.styles = styles_of(self.profile)

    def head(self, name: str = "") -> RunningHead:
        """Return the running head of a part; without a name that of the catalogue."""
        return RunningHead(self.profile.style.running_head, self.profile.type.head, name, self.proof)

    def blank(self) -> Furniture:
        """Return what a page shows that is bound in blank: nothing, or on a proof the word that says so."""
        return bare_furniture(self.profile.type.head, proof=self.proof)

    def arabic(
        self,
        items: Iterable[Item],
        name: str = "",
        *,
        start: int = 1,
        columns: int | None = None,
        gap: float | None = None,
        opens_recto: bool = False,
    ) -> ComposedSection:
        """Compose a part of the main sequence of pages."""
        design = page_design(self.profile, columns=columns, gap=gap)
        numbering = Numbering("D", start)
        return self.compositor.compose(
            Section(items, design, self.head(name), numbering, name, opens_recto=opens_recto, blank=self.blank())
        )

    def roman(
        self, items: Iterable[Item], name: str, start: int, *, columns: int = 1, gap: float | None = None
    ) -> ComposedSection:
        """Compose a part of the front matter."""
        design = replace(page_design(self.profile, columns=columns, gap=gap), align_bottom=False)
        return self.compositor.compose(Section(items, design, self.head(name), Numbering("r", start), name))

    def display(self, items: Iterable[Item], start: int, valign: Literal["middle", "bottom"]) -> ComposedSection:
        """Compose a display page: title page, imprint."""
        section = Section(
            items,
            page_design(self.profile, columns=1),
            display_furniture(self.profile.type.head, proof=self.proof),
            Numbering("r", start),
            valign=valign,
        )
        return self.compositor.compose(section)


def bare_furniture(size: float, *, proof: bool) -> Furniture:
    """Return what a page without running head shows: nothing but, on a proof, the word that says so."""
    return Furniture(foot_centre=PROOF if proof else "", size=size)


def display_furniture(size: float, *, proof: bool) -> Callable[[PageFacts], Furniture]:
    """Return the furniture of display pages, the same on each."""
    return lambda page: bare_furniture(size, proof=proof)


def sections_for(header: Header, fonts: Typefaces) -> Sections | UprightSections:
    """Return what sets the sections of a volume, in the direction of lines that its profile asks for."""
    facts, profile = header.facts, header.profile
    if profile.style.direction == "vertical":
        return UprightSections(profile, fonts, facts.title, facts.proof)
    return Sections(profile, Compositor(fonts), facts.proof)
