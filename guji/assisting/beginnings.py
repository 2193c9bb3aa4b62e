"""Records to begin from: by number or shelf mark, by title in any form of its characters, by words; the latest."""

from __future__ import annotations

import re
from typing import Any, Final

from authority.han import fold
from census.models import CENSUS_NO_PATTERN
from census.policies import Access
from guji.listing import RecordFilter
from guji.models import Book
from guji.queries import BookQuerySet

MOST: Final = 10
#: What a line of the chooser shows.
SHOWN: Final = ("census_no", "shelf_mark", "title", "responsibility", "edition", "volumes", "state")


def latest(user: Any) -> list[Book]:
    """Return the records last changed in the user's institutions."""
    own = Access.of(user).institutions
    if not own:
        return []
    books = Book.objects.filter(institution_id__in=own).order_by("-updated_at")
    return list(books.only(*SHOWN)[:MOST])


def found(user: Any, text: str) -> list[Book]:
    """Return the records that words lead to, among those the user may see: a number alone, else titles before words."""
    text = text.strip()
    visible: BookQuerySet = Book.objects.all().visible_to(user)
    visible = visible.only(*SHOWN)
    if re.fullmatch(CENSUS_NO_PATTERN, text):
        return list(visible.filter(census_no=text))
    books: dict[Any, Book] = {}
    for chosen in (_marked(visible, user, text), _titled(visible, text), RecordFilter(text=text).apply(visible)):
        if chosen is not None and len(books) < MOST:
            books |= {book.pk: book for book in chosen.exclude(pk__in=list(books))[: MOST - len(books)]}
    return list(books.values())


def _marked(visible: BookQuerySet, user: Any, text: str) -> BookQuerySet | None:
    own = Access.of(user).institutions
    return visible.filter(institution_id__in=own, shelf_mark=text) if own else None


def _titled(visible: BookQuerySet, text: str) -> BookQuerySet | None:
    key = fold("".join(text.split()))
    return visible.filter(title_fold__startswith=key).order_by("title_fold") if key else None
