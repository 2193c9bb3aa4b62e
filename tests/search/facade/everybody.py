"""Who may find what: the whole table, said once and not taken from the code under test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from census.models import Role, State
from guji.models import Book

#: One edition of which every record of the table is a copy.
EDITION: Final = {
    "title": "秘閣書目十卷",
    "responsibility": "（明）錢溥撰",
    "edition": "清康熙十五年（1676）通志堂刻本",
    "volumes": "2冊",
}
PUBLIC: Final = (State.PROVINCE_APPROVED, State.PUBLISHED)
#: Name of a person → the library all of whose records they see; empty: none, ``*``: all.
SEES: Final = {
    "nobody": "",
    "anonymous": "",
    "reader": "",
    "retired": "",
    f"{Role.CATALOGUER}1701": "1701",
    f"{Role.CATALOGUER}1705": "1705",
    f"{Role.INSTITUTION_REVIEWER}1701": "1701",
    f"{Role.INSTITUTION_REVIEWER}1705": "1705",
    str(Role.PROVINCE_REVIEWER): "*",
    str(Role.EDITOR): "*",
    str(Role.ADMINISTRATOR): "*",
    "root": "*",
}


@dataclass(frozen=True)
class Everybody:
    """The records by library and state, and the people by name."""

    books: dict[tuple[str, State], Book]
    people: dict[str, Any]

    def seen_by(self, name: str) -> set[UUID]:
        """Return the keys of the records that a person may see."""
        whole = SEES[name]
        return {book.pk for (code, state), book in self.books.items() if whole in ("*", code) or state in PUBLIC}

    def states_seen_by(self, name: str) -> dict[str, int]:
        """Return how many records of each state a person may see."""
        seen, counts = self.seen_by(name), dict[str, int]()
        for (_code, state), book in self.books.items():
            if book.pk in seen:
                counts[str(state)] = counts.get(str(state), 0) + 1
        return counts
