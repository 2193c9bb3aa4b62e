"""How much room every record will take, before anything is set: what volumes are divided by.

The figures are estimates, from the lengths of the statements and the profile alone; what they are worth is seen when
the volumes have been set (:mod:`catalog_export.series_setting` divides again where one came out too long).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from math import ceil

from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.register.styles import index_design, page_design
from guji.data import BookData

#: How much of a page's depth stays filled: columns end where the next entry has no room.
FILLED = 0.985
#: A census number's length: kept side by side, for a province's numbers are many.
NUMBER_LENGTH = 19
#: What border and padding take of a vertical page's depth, points.
FRAME_DEPTH = 17.0
#: An index line's page number and the space before it, in ems.
TAIL = 4.5
#: Index lines a record makes beyond its first title: appended works, several titles, stroke headings.
MORE_LINES = 1.12
#: Of a line, what a further copy takes of a title that its holder has already: a reference behind the others.
REPEATED = 0.3


class Sizer:
    """Estimates the pages that a record takes, in the catalogue and in its volume's indexes."""

    def __init__(self, profile: Profile) -> None:
        design = page_design(profile)
        index = index_design(profile)
        kinds = profile.type
        self._profile = profile
        self._upright_depth = design.depth - FRAME_DEPTH
        self._ems = design.column_measure / kinds.body
        self._leading, self._space = kinds.leading, kinds.entry_space
        self._room = design.columns * design.depth * FILLED
        self._own_line = profile.style.number_line == "own"
        self._subs = profile.style.sub_works
        self._sub_ems = design.column_measure / kinds.sub - 1
        self._sub_leading = kinds.sub_leading
        self._index_ems = index.column_measure / kinds.index - TAIL
        line = kinds.index_leading / (index.columns * index.depth * FILLED)
        self._title_line = line * MORE_LINES if profile.index.titles else 0.0
        self._person_line = line if profile.index.persons else 0.0

    def pages(self, data: BookData, *, repeated: bool = False, known: int = 0) -> float:
        """Return the pages, and parts of a page, that a record takes.

        Its title may be in the index already, and so may some of its persons (``known``).
        """
        if self._profile.style.direction == "vertical":
            return self._upright(data, repeated=repeated, known=known)
        title = len(data.title)
        ems = title + len(data.responsibility) + len(data.edition) + len(data.annotation) + len(data.extent) + 4
        if not self._own_line:
            ems += 10 + len(data.shelf_mark) // 2
        depth = (ceil(ems / self._ems) + self._own_line) * self._leading + self._space
        if data.details and self._subs != "none":
            depth += self._sub_depth(data)
        pages = depth / self._room
        if self._title_line:
            pages += (REPEATED if repeated else ceil(title / self._index_ems)) * self._title_line
        if self._person_line:
            pages += _person_lines(data, known) * self._person_line
        return pages

    def _upright(self, data: BookData, *, repeated: bool, known: int) -> float:
        """Return the same for vertical lines: title large, then all else in two half columns."""
        settings = self._profile.vertical
        words = len(data.responsibility) + len(data.edition) + len(data.annotation) + len(data.extent) + 26
        note = (words + len(data.shelf_mark)) / 2 + 1
        depth = self._upright_depth
        lines = ceil(((len(data.title) + 0.6) * settings.title + note * settings.note) / (depth - settings.title))
        if data.details and self._subs != "none":
            works = sum(_lengths(data.details.get("sub_works", ())))
            lines += ceil(works * settings.note / 2 / (depth - 4 * settings.title))
        pages = lines / settings.lines
        line = 1 / (settings.index_lines * settings.index_tiers)
        if self._title_line:
            tier = depth / settings.index_tiers / settings.index - 3
            pages += (REPEATED if repeated else ceil(len(data.title) / tier)) * line * MORE_LINES
        if self._person_line:
            pages += _person_lines(data, known) * line
        return pages

    def _sub_depth(self, data: BookData) -> float:
        works = list(_lengths(data.details.get("sub_works", ())))
        if not works:
            return 0.0
        if self._subs == "run_in":
            return ceil((sum(works) + len(works) + 3) / self._sub_ems) * self._sub_leading
        return sum(ceil(work / self._sub_ems) for work in works) * self._sub_leading


def persons_in(data: BookData) -> list[str]:
    """Return the parts of a statement that each name a person, before anything is parsed."""
    return [part for part in data.responsibility.split("\u3000") if part]


def _person_lines(data: BookData, known: int) -> float:
    """Return the lines that a record's persons make in an index; those known already add a reference to theirs."""
    return len(persons_in(data)) - known * (1 - REPEATED)


def _lengths(rows: object) -> list[int]:
    """Return the lengths of the works of a set, to any depth."""
    found: list[int] = []
    for row in rows if isinstance(rows, list | tuple) else ():
        words = (row.get("title"), row.get("responsibility"), row.get("edition"), row.get("extent"))
        found.append(sum(len(str(word)) + 1 for word in words if word))
        found += _lengths(row.get("children"))
    return found


def index_page_lines(profile: Profile) -> float:
    """Return how many lines of an index a page holds at most."""
    if profile.style.direction == "vertical":
        return profile.vertical.index_lines * profile.vertical.index_tiers
    design = index_design(profile)
    return design.columns * design.depth / profile.type.index_leading


@dataclass(slots=True)
class Ledger:
    """All records of a snapshot in printing order: what each takes, whose it is, where it stands in the file.

    ``codes`` and ``firsts`` name the holders in order and the place of the first record of each.
    """

    sizer: Sizer
    codes: list[str] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    sizes: array[float] = field(default_factory=lambda: array("d"))
    offsets: array[int] = field(default_factory=lambda: array("Q"))
    _numbers: bytearray = field(default_factory=bytearray)
    _titles: set[str] = field(default_factory=set)
    _persons: set[str] = field(default_factory=set)

    def note(self, record: FrozenRecord, offset: int) -> None:
        """Enter the next record, which stands in the member of the snapshot at ``offset``."""
        data = record.data
        if not self.codes or self.codes[-1] != data.institution:
            self.codes.append(data.institution)
            self.firsts.append(len(self.sizes))
            self._titles.clear()
            self._persons.clear()
        persons = persons_in(data)
        known = sum(person in self._persons for person in persons)
        self.sizes.append(self.sizer.pages(data, repeated=data.title in self._titles, known=known))
        self._titles.add(data.title)
        self._persons.update(persons)
        self.offsets.append(offset)
        self._numbers += data.census_no.encode("ascii", "replace")[:NUMBER_LENGTH].ljust(NUMBER_LENGTH)

    def __len__(self) -> int:
        return len(self.sizes)

    def span(self, start: int, end: int) -> tuple[str, str]:
        """Return the first and last number among some records, empty if none has one."""
        first = next(filter(None, map(self._number, range(start, end))), "")
        last = next(filter(None, map(self._number, range(end - 1, start - 1, -1))), "")
        return first, last

    def _number(self, place: int) -> str:
        return self._numbers[place * NUMBER_LENGTH : (place + 1) * NUMBER_LENGTH].decode("ascii").strip()

    def holder_ends(self) -> list[int]:
        """Return for each holder the place behind its last record."""
        return [*self.firsts[1:], len(self.sizes)][: len(self.firsts)]
