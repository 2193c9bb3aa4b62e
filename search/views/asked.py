"""What an address asks for: the words, the values chosen, the order, the page. Nonsense in it is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from census.searching import search_kinds
from census.storable import made_storable

MOST_CHARACTERS = 500
MOST_VALUES = 50
MOST_OF_VALUE = 100
MOST_OF_PAGE = 9
DESCENDING = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as its address says it. ``sort`` is empty for relevance; ``exact`` asks for the very characters."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    exact: bool = False
    page: int = 1

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        """Read the parameters of an address."""
        order = given.get("sort", "")
        sort = order.removeprefix(DESCENDING)
        known = sort in sort_names()
        return cls(
            text=made_storable(given.get("q", "")).strip()[:MOST_CHARACTERS],
            chosen={name: values for name in facet_names() if (values := _values(given.getlist(name)))},
            sort=sort if known else "",
            descending=known and order.startswith(DESCENDING),
            exact=given.get("exact", "") == "1",
            page=_page(given.get("page", "")),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: no words, nothing chosen."""
        return not self.text and not self.chosen

    def with_page(self, page: int) -> Asked:
        """Return this search on another page."""
        return replace(self, page=page)

    def sorted_by(self, sort: str, *, descending: bool = False) -> Asked:
        """Return this search in another order, from its beginning."""
        return replace(self, sort=sort, descending=descending and bool(sort), page=1)

    def without(self, name: str, value: str) -> Asked:
        """Return this search with one value less, from its beginning."""
        left = tuple(one for one in self.chosen.get(name, ()) if one != value)
        chosen = {**self.chosen, name: left}
        return replace(self, chosen={name: kept for name, kept in chosen.items() if kept}, page=1)

    def worded(self, text: str) -> Asked:
        """Return this search with other words, from its beginning."""
        return replace(self, text=text, page=1)

    @property
    def page_query(self) -> dict[str, str]:
        """The page as a parameter of an address of its own, nothing for the first."""
        return {"page": str(self.page)} if self.page > 1 else {}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The search as parameters of an address, what is not said left out."""
        found = [("q", self.text)] if self.text else []
        found += [(name, value) for name, values in self.chosen.items() for value in values]
        if self.exact:
            found.append(("exact", "1"))
        if self.sort:
            found.append(("sort", f"{DESCENDING if self.descending else ''}{self.sort}"))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    @property
    def query(self) -> str:
        """The search as the query of an address."""
        return urlencode(self.pairs)

    @property
    def url(self) -> str:
        """The address of this search's results."""
        return f"{reverse('search')}?{self.query}" if self.pairs else reverse("search")


def facet_names() -> list[str]:
    """Return the names of all dimensions of all kinds, each once."""
    return list(dict.fromkeys(facet.name for kind in search_kinds().values() for facet in kind.facet_fields))


def sort_names() -> list[str]:
    """Return the names of all orders of all kinds, each once."""
    return list(dict.fromkeys(order.name for kind in search_kinds().values() for order in kind.sort_fields))


def _values(given: Iterable[str]) -> tuple[str, ...]:
    kept = (made_storable(value).strip()[:MOST_OF_VALUE] for value in given)
    return tuple(dict.fromkeys(value for value in kept if value))[:MOST_VALUES]


def _page(given: str) -> int:
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) <= MOST_OF_PAGE else 1
