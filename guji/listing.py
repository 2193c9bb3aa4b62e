"""The list of records: what the address bar says (words, a holder, a state, an import), and the order it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from authority.models import Institution
from census.models import CENSUS_NO_PATTERN, ImportBatch, State
from census.policies import Access
from census.searching import Candidates, Wanted, candidates
from guji.models import Book
from guji.queries import BookQuerySet

#: The fields in which the words of the filter are looked for.
SEARCHED = ("title", "responsibility", "edition", "annotation", "shelf_mark", "census_no")
#: The same places as the index names them; there they hold more: a number in a list, a work in a set.
FIELDS = ("title", "responsibility", "edition", "annotation", "shelf_mark", "number")
MOST_CHARACTERS = 200
#: Up to so many records are named to the database rather than looked for in every row.
MOST_CANDIDATES = 2000


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records are listed. Values that mean nothing are passed over."""

    text: str = ""
    institution: str = ""
    state: str = ""
    batch: str = ""

    @classmethod
    def of(cls, given: Mapping[str, object]) -> RecordFilter:
        """Read the filter from the parameters of an address."""
        words = {name: str(given.get(name, "")).replace("\0", "") for name in ("q", "institution", "state", "batch")}
        return cls(
            text=words["q"].strip()[:MOST_CHARACTERS],
            institution=words["institution"][:4],
            state=words["state"] if words["state"] in State.values else "",
            batch=_key(words["batch"]),
        )

    @property
    def query(self) -> dict[str, str]:
        """The filter as parameters of an address, empty ones left out."""
        parts = {"q": self.text, "institution": self.institution, "state": self.state, "batch": self.batch}
        return {name: value for name, value in parts.items() if value}

    def candidates(self, access: Access) -> Candidates | None:
        """Return among which records those listed for somebody are, as the index says; ``None`` where it cannot."""
        given = {"institution": self.institution, "state": self.state}
        chosen = {name: (value,) for name, value in given.items() if value}
        return candidates(Wanted(Book.KIND, tuple(self._words), FIELDS, access, chosen, MOST_CANDIDATES))

    def apply(self, books: BookQuerySet, among: Candidates | None = None) -> BookQuerySet:
        """Return the records that pass: every word must occur in one of the searched fields.

        ``among`` says where that may be; where it is stays the database's to say.
        """
        if self.institution:
            books = books.filter(institution__code=self.institution)
        if self.state:
            books = books.filter(state=self.state)
        if self.batch:
            books = books.filter(batch_id=UUID(self.batch))
        for number in self._numbers:
            books = books.filter(census_no=number)
        if among is not None and among.keys is not None:
            books = books.filter(pk__in=among.keys)
        for word in self._words:
            books = books.filter(reduce(or_, (Q((f"{field}__contains", word)) for field in SEARCHED)))
        return books

    @property
    def _numbers(self) -> list[str]:
        return [word for word in self.text.split() if re.fullmatch(CENSUS_NO_PATTERN, word)]

    @property
    def _words(self) -> list[str]:
        return [word for word in self.text.split() if not re.fullmatch(CENSUS_NO_PATTERN, word)]

    def in_words(self) -> str:
        """Return the filter as a reader says it: 浙江圖書館、省审通过、含“刻本”; empty where there is none."""
        parts = []
        if self.institution:
            holder = Institution.objects.filter(code=self.institution).first()
            parts.append(holder.name if holder else self.institution)
        if self.state:
            parts.append(str(State(self.state).label))
        if self.batch:
            batch = ImportBatch.objects.filter(pk=self.batch).first()
            parts.append(_("导入“%(name)s”所增") % {"name": batch.file_name if batch else self.batch})
        parts += [_("含“%(word)s”") % {"word": word} for word in self.text.split()]
        return "、".join(parts)


def listed(user: Any, chosen: RecordFilter) -> BookQuerySet:
    """Return the records that a user sees under a filter, in the list's order: by number, those without one last."""
    access = Access.of(user)
    visible: BookQuerySet = Book.objects.all().visible_to(access)
    return chosen.apply(visible, chosen.candidates(access)).order_by(F("census_no").asc(nulls_last=True), "pk")


def _key(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
