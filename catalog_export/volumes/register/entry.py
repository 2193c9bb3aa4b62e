"""What the volume needs to know of a record, and nothing more: plain data, cheap enough for a province."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubEntry:
    """A work inside a set (子目): its words, and how deep it stands (1 for a work of the set itself)."""

    depth: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexTitle:
    """A title (or person) of an entry as the index lists it: as printed, and the name alone for sorting."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the statistics count: dynasty and type of the edition, 冊 by unit, completeness, and the two flags."""

    dynasty: str = ""
    edition_type: str = ""
    volumes: tuple[tuple[str, int], ...] = ()
    incomplete: bool = False
    republican: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a record that the editor must know before printing.

    ``kind`` is one of :data:`KINDS`; the message is Simplified Chinese, ``template`` with ``params``.
    """

    kind: str
    field: str
    template: str
    params: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message in Simplified Chinese."""
        return self.template.format(**self.params)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One record as the volume prints it.

    ``number`` and ``shelf_mark`` make the first line; ``title`` and ``words`` the rest: 著者, 版本, 批校題跋, 冊數,
    存缺 in this order, empty ones left out. ``key`` is the number as kept, whatever hyphen is printed.
    """

    record_id: str
    version: int
    institution: str
    key: str
    number: str
    shelf_mark: str
    title: str
    words: tuple[str, ...]
    sub_entries: tuple[SubEntry, ...] = ()
    titles: tuple[IndexTitle, ...] = ()
    persons: tuple[IndexTitle, ...] = ()
    facts: Facts = Facts()
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """The whole entry as one line, its parts separated by an ideographic space, as the series prints it."""
        head = [self.number, self.shelf_mark, self.title, *self.words]
        return "\u3000".join(part for part in head if part)


@dataclass(frozen=True, slots=True)
class Holder:
    """An institution whose records stand in the volume (收藏單位)."""

    code: str
    name: str
    short_name: str = ""
    region: str = ""
