"""我的工作: what came back to me and why, what I left unfinished, what waits for me, what my institution lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authority.models import Institution
from census.models import Comment, Revision, State
from census.policies import Access
from guji.models import Book, WorkingCopy
from guji.queries import BookQuerySet
from guji.working import unfinished

#: As many records of each kind are listed; the rest are a number and a link.
LISTED = 10
SHOWN = ("id", "title", "shelf_mark", "census_no", "state", "institution_id", "submitted_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Returned:
    """A record that came back: who gave it back when, why, and how many remarks on it are open."""

    book: Book
    who: str
    at: datetime | None
    why: str
    remarks: int


@dataclass(frozen=True, slots=True)
class Pile:
    """Some records and how many there are in all."""

    books: list[Book] = field(default_factory=list)
    number: int = 0


@dataclass(frozen=True, slots=True)
class MyWork:
    """Everything that is one person's to do."""

    returned: list[Returned]
    returned_number: int
    drafts: Pile
    unfinished: list[WorkingCopy]
    waiting: Pile
    may_enter: bool
    lacking: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that records of an institution do not say yet."""

    name: str | Promise
    number: int


#: What a complete record says; the condition under which it does not.
LACKS: tuple[tuple[str, str | Promise, Q], ...] = (
    ("shelf_mark", _("没有索书号"), Q(shelf_mark="")),
    ("class_code", _("没有分类"), Q(class_code="")),
    ("edition", _("没有版本"), Q(edition="")),
    ("volumes", _("没有册数"), Q(volumes="")),
    ("responsibility", _("没有著者"), Q(responsibility="")),
    ("year", _("版本没有年代"), Q(year_from__isnull=True, dynasty="")),
)


def my_work(user: Any) -> MyWork:
    """Return what there is to do for a user, in a fixed number of queries."""
    access = Access.of(user)
    mine = Book.objects.all().drafts().filter(institution_id__in=sorted(access.institutions)).only(*SHOWN)
    back = mine.filter(submitted_by_id=user.pk)
    own = mine.filter(created_by_id=user.pk, submitted_at__isnull=True)
    local = bool(access.institutions)
    returned = list(back.order_by("-updated_at")[:LISTED]) if local else []
    return MyWork(
        returned=_with_reasons(returned),
        returned_number=back.count() if len(returned) == LISTED else len(returned),
        drafts=_pile(own.order_by("-updated_at")) if local else Pile(),
        unfinished=unfinished(user)[:LISTED],
        waiting=_pile(waiting_for(access).only(*SHOWN).order_by("submitted_at")) if _reviews(access) else Pile(),
        may_enter=access.may("create"),
        lacking=local,
    )


def waiting_for(access: Access) -> BookQuerySet:
    """Return the records that wait for this user's review, without those that they submitted themselves."""
    theirs = access.which("approve_institution") | access.which("approve_province")
    books: BookQuerySet = Book.objects.all().waiting().filter(theirs)
    return books.exclude(submitted_by_id=access.user_id) if access.user_id else books


def lacks_of(institution: Institution) -> tuple[int, list[Lack]]:
    """Return how many living records an institution has, and how many of them lack each thing; one pass over them."""
    living = Book.objects.filter(institution=institution).exclude(state=State.WITHDRAWN)
    counts = living.aggregate(total=Count("pk"), **{name: Count("pk", filter=lack) for name, _name, lack in LACKS})
    return counts["total"], [Lack(name, counts[key]) for key, name, _lack in LACKS if counts[key]]


def _reviews(access: Access) -> bool:
    return access.may("approve_institution") or access.may("approve_province")


def _pile(books: BookQuerySet) -> Pile:
    listed = list(books[: LISTED + 1])
    return Pile(listed[:LISTED], books.order_by().count() if len(listed) > LISTED else len(listed))


def _with_reasons(books: Iterable[Book]) -> list[Returned]:
    listed = list(books)
    keys = [book.pk for book in listed]
    latest: dict[UUID, Revision] = {}
    if keys:
        given_back = Revision.objects.filter(record_id__in=keys, action="return").select_related("actor")
        latest = {row.record_id: row for row in given_back.order_by("number")}
    still = Comment.objects.filter(record_id__in=keys, resolved_at__isnull=True).values_list("record_id")
    remarks = dict(still.annotate(number=Count("pk")).order_by()) if keys else {}
    return [_returned(book, latest.get(book.pk), remarks.get(book.pk, 0)) for book in listed]


def _returned(book: Book, row: Revision | None, remarks: int) -> Returned:
    if row is None:
        return Returned(book, "", None, "", remarks)
    return Returned(book, str(row.actor or ""), row.at, row.reason, remarks)
