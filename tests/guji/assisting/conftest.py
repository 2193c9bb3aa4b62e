"""A province with a few approved records, and people who enter or review them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.actions.class_tree import AddNode
from authority.chronology import ERAS
from authority.models import ClassScheme, Institution, Term, Vocabulary
from census.models import Membership, Role, State
from guji.actions import CreateBook
from guji.assisting import gathering
from guji.assisting.tally import recount
from guji.data import BookData
from guji.models import Book

Approve = Callable[..., Book]
SHUOWEN: dict[str, Any] = {
    "title": "說文解字注三十卷",
    "responsibility": "（清）段玉裁撰",
    "edition": "清嘉慶二十年（1815）金壇段氏經韻樓刻本",
}
GUANGYA: dict[str, Any] = {
    "title": "廣雅疏證十卷",
    "responsibility": "（清）王念孫撰",
    "edition": "清嘉慶元年（1796）王氏刻本",
}


TERMS = (
    ("role", "撰"),
    ("role", "注"),
    ("annotation_mode", "校"),
    ("edition_type", "刻本"),
    ("edition_type", "稿本"),
    ("seal_style", "朱文"),
    ("binding", "線裝"),
)


def few_eras(patch: pytest.MonkeyPatch) -> None:
    """Let the calendar have the eras of 明 and 清 alone: a thousand are written anew for every test otherwise."""
    patch.setattr(gathering, "ERAS", [era for era in ERAS if era.dynasty in ("明", "清")])


def fill_tables() -> Institution:
    """Write a few rows of the authority's tables: loading them all takes longer than any test here."""
    Institution.objects.create(code="1704", name="溫州市圖書館")
    for key in dict.fromkeys(key for key, _name in TERMS):
        Vocabulary.objects.create(key=key, name=key)
    for key, name in TERMS:
        Term.objects.create(vocabulary_id=key, code=name, name_hant=name)
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="分類", is_current=True)
    division = AddNode(scheme=scheme, parent=None, code="1", name_hant="經部").execute()
    AddNode(scheme=scheme, parent=division, code="102", name_hant="易類").execute()
    return Institution.objects.create(code="1701", name="浙江圖書館", short_name="浙圖")


def approve_copies(copies: int = 1, *, draft: bool = False, **stated: Any) -> Book:
    """Enter so many copies of a record and, unless they stay drafts, have them approved."""
    for _ in range(copies):
        book = CreateBook(BookData(institution="1701", **stated), None, trusted=True).execute()
        if not draft:
            number = f"330000-1701-{Book.objects.count():07d}"
            Book.objects.filter(pk=book.pk).update(state=State.PROVINCE_APPROVED, census_no=number)
    found: Book = Book.objects.get(pk=book.pk)
    return found


def fill_records() -> None:
    """段玉裁 is in two approved records, 王念孫 in one; what is only drafted is nobody's business."""
    approve_copies(2, **SHUOWEN)
    approve_copies(1, **GUANGYA, series="高郵王氏四種")
    approve_copies(1, draft=True, title="私稿", responsibility="（清）段玉成撰")
    recount()


@pytest.fixture
def library(db: Any, monkeypatch: pytest.MonkeyPatch) -> Institution:
    few_eras(monkeypatch)
    return fill_tables()


@pytest.fixture
def approve(library: Institution) -> Approve:
    return approve_copies


@pytest.fixture
def offered(library: Institution) -> None:
    fill_records()


@pytest.fixture
def member(library: Institution) -> Callable[[Role], User]:
    """Return a way to make a member: of the library, or of the province where the role is its."""

    def make(role: Role, name: str = "") -> User:
        user = User.objects.create_user(name or str(role))
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        Membership.objects.create(user=user, role=role, institution=library if local else None)
        return user

    return make
