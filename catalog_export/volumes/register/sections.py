"""Composing the sections of a register in one profile: pages numbered in Arabic or roman figures, display pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from catalog_export.typeset import (
    ComposedSection,
    Compositor,
    Furniture,
    Item,
    Numbering,
    PageDesign,
    PageFacts,
    Section,
    Typefaces,
)
from catalog_export.volumes.register.body import PROOF, RunningHead
from catalog_export.volumes.register.section_setter import Part, SectionSetter
from catalog_export.volumes.register.snapshot import Header
from catalog_export.volumes.register.styles import page_design
from catalog_export.volumes.register.upright import UprightSections


class Sections(SectionSetter):
    """Sets sections in horizontal lines."""

    def head(self, name: str = "") -> RunningHead:
        """Return the running head of a part; without a name that of the catalogue."""
        return RunningHead(self.profile.style.running_head, self.profile.type.head, name, self.proof)

    def blank(self) -> Furniture:
        """Return what a page shows that is bound in blank: nothing, or on a proof the word that says so."""
        return bare_furniture(self.profile.type.head, proof=self.proof)

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

    def _main(self, items: Iterable[Item], part: Part) -> ComposedSection:
        return self._set(items, part, page_design(self.profile, columns=part.columns, gap=part.gap))

    def _front(self, items: Iterable[Item], part: Part) -> ComposedSection:
        design = page_design(self.profile, columns=part.columns, gap=part.gap)
        return self._set(items, part, replace(design, align_bottom=False))

    def _set(self, items: Iterable[Item], part: Part, design: PageDesign) -> ComposedSection:
        head, name = self.head(part.name), part.name
        return self.compositor.compose(
            Section(items, design, head, part.numbering, name, opens_recto=part.opens_recto, blank=self.blank())
        )


def bare_furniture(size: float, *, proof: bool) -> Furniture:
    """Return what a page without running head shows: nothing but, on a proof, the word that says so."""
    return Furniture(foot_centre=PROOF if proof else "", size=size)


def display_furniture(size: float, *, proof: bool) -> Callable[[PageFacts], Furniture]:
    """Return the furniture of display pages, the same on each."""
    return lambda page: bare_furniture(size, proof=proof)


def sections_for(header: Header, fonts: Typefaces) -> SectionSetter:
    """Return what sets the sections of a volume, in the direction of lines that its profile asks for."""
    facts, profile = header.facts, header.profile
    if profile.style.direction == "vertical":
        return UprightSections(profile, fonts, facts.title, proof=facts.proof)
    return Sections(profile, Compositor(fonts), proof=facts.proof)
