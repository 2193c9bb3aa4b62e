"""What whoever composes a register asks of its sections, in whichever direction lines run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from catalog_export.typeset import ComposedSection, Compositor, Item, Numbering
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.styles import Styles, styles_of


@dataclass(frozen=True, slots=True)
class Part:
    """How a part of a volume is set: its name (the catalogue has none), its page numbers, its columns and their gap.

    ``columns`` and ``gap`` (mm) are those of the profile's page where they are not given.
    """

    name: str
    numbering: Numbering
    columns: int | None = None
    gap: float | None = None
    opens_recto: bool = False


class SectionSetter(ABC):
    """Sets sections of one document; a ``proof`` says so on each page."""

    def __init__(self, profile: Profile, compositor: Compositor, *, proof: bool = False) -> None:
        self.profile, self.compositor, self.proof = profile, compositor, proof
        self.styles: Styles = styles_of(profile)

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
        return self._main(items, Part(name, Numbering("D", start), columns, gap, opens_recto))

    def roman(
        self, items: Iterable[Item], name: str, start: int, *, columns: int = 1, gap: float | None = None
    ) -> ComposedSection:
        """Compose a part of the front matter."""
        return self._front(items, Part(name, Numbering("r", start), columns, gap))

    @abstractmethod
    def display(self, items: Iterable[Item], start: int, valign: Literal["middle", "bottom"]) -> ComposedSection:
        """Compose a display page: title page, imprint."""

    @abstractmethod
    def _main(self, items: Iterable[Item], part: Part) -> ComposedSection:
        """Compose a part of the main sequence."""

    @abstractmethod
    def _front(self, items: Iterable[Item], part: Part) -> ComposedSection:
        """Compose a part of the front matter."""
