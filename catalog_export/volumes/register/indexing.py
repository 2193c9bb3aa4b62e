"""The indexes of one volume, composed when it is known on which page every entry stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalog_export.typeset import ComposedSection
from catalog_export.volumes.register import back
from catalog_export.volumes.register.body import Body
from catalog_export.volumes.register.entry import IndexTitle
from catalog_export.volumes.register.section_setter import SectionSetter
from catalog_export.volumes.register.styles import INDEX_GAP, index_room
from catalog_export.volumes.register.title_index import (
    IndexSection,
    Reference,
    head_sections,
    index_lines,
    index_sections,
)

#: The 字頭索引 has narrow columns: this many more than the index of titles.
MORE_HEAD_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Indexes:
    """Composes what the profile asks for: index of titles, led in by that of first characters, index of persons."""

    sections: SectionSetter
    body: Body
    catalogue: ComposedSection

    def compose(self) -> list[ComposedSection]:
        """Return the indexes in the order in which they are bound, page numbers continuing the catalogue's."""
        wanted = self.sections.profile.index
        found: list[ComposedSection] = []
        if wanted.titles:
            lines = self._lines(self.body.titles)
            found += self._with_heads(lines) if wanted.heads else [self._titles(lines, self._start(found))]
        if wanted.persons and self.body.persons:
            found.append(self._index(back.PERSON_INDEX, self._lines(self.body.persons), self._start(found), False))
        return found

    def _start(self, found: list[ComposedSection]) -> int:
        return (found[-1] if found else self.catalogue).next_number

    def _lines(self, listed: Iterable[tuple[IndexTitle, int]]) -> list[IndexSection]:
        entries = self.body.entries
        return list(index_sections(index_lines((title, Reference(at, entries[at][1])) for title, at in listed)))

    def _titles(self, lines: list[IndexSection], start: int) -> ComposedSection:
        return self._index(back.TITLE_INDEX, lines, start, True)

    def _with_heads(self, lines: list[IndexSection]) -> list[ComposedSection]:
        """Compose the index of titles and, before it, that of first characters, whose length shifts what it names."""
        heads = list(head_sections(lines))
        start = self.catalogue.next_number

        def head_index(label: Callable[[str], str]) -> ComposedSection:
            columns = self.sections.profile.index.columns + MORE_HEAD_COLUMNS
            items = back.head_items(heads, self.sections.styles, label)
            return self.sections.arabic(items, back.HEAD_INDEX, start=start, columns=columns, gap=INDEX_GAP)

        length = len(head_index(lambda anchor: "000").pages)
        index = self._titles(lines, start + length)
        return [head_index(index.page_of), index]

    def _index(self, name: str, lines: list[IndexSection], start: int, anchored: bool) -> ComposedSection:
        anchors = [record_id for record_id, _number in self.body.entries]
        room = index_room(self.sections.profile)
        items = back.index_items(name, lines, self.sections.styles, self._words, anchors, room, anchored=anchored)
        columns = self.sections.profile.index.columns
        return self.sections.arabic(items, name, start=start, columns=columns, gap=INDEX_GAP)

    def _words(self, reference: Reference) -> str:
        """Return how a reference is printed: the page, or the number's last digits (with the holder's code)."""
        if self.sections.profile.index.reference == "page":
            return self.catalogue.page_of(self.body.entries[reference.place][0])
        digits = 12 if len(self.body.spans) > 1 else 7
        return reference.number[-digits:] or "—"
