"""The rows that belong to a record: what the database refuses, how they read, and that they go with the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from authority.models import Institution, Region
from guji.actions import CreateBook
from guji.data import DETAIL_GROUPS, BookData
from guji.details import BOOKKEEPING, GROUPS, defaults_of, fields_of, group_model, normalise
from guji.models import Agent, Book, Identifier, Override, SubWork, TextSource, TitleUnit
from guji.storage import to_data

pytestmark = pytest.mark.django_db

#: A row of each group, and how it shows itself where only one line is to be had.
ROWS: dict[str, tuple[dict[str, Any], str]] = {
    "layouts": ({"lines": "九", "characters": "十八", "frame_height": "20.1"}, "九行十八字"),
    "bindings": ({"binding": "綫裝", "height": "28", "ce": 6}, "綫裝"),
    "cases": ({"kind": "函套", "count": 1}, "函套"),
    "prefaces": ({"kind": "序", "dynasty": "清", "author": "徐乾學", "date_text": "康熙十九年"}, "徐乾學序"),
    "engravers": ({"name": "劉茂生", "role": "刻"}, "劉茂生刻"),
    "annotations": ({"mode": "校", "author": "惠棟", "ink": "朱"}, "惠棟校"),
    "seals": ({"text": "八千卷樓", "style": "白文"}, "八千卷樓"),
    "attachments": ({"kind": "夾簽", "count": 3}, "夾簽"),
    "scripts": ({"code": "mnc", "name": "滿文"}, "滿文"),
    "repairs": ({"date_text": "2012年", "repairer": "某"}, "2012年 某"),
    "sub_works": ({"title": "周易三卷", "responsibility": "（宋）朱熹注"}, "周易三卷"),
    "gradings": ({"standard": "WH/T 20-2006", "level": "三級", "grade_class": "甲"}, "WH/T 20-2006 三級甲"),
    "damages": ({"standard": "WH/T 22-2006", "level": "四級", "percent": "10"}, "WH/T 22-2006 四級"),
    "provenances": ({"method": "捐贈", "source": "劉承幹"}, "捐贈 劉承幹"),
    "identifiers": ({"scheme": "國家珍貴古籍名錄", "value": "00191"}, "國家珍貴古籍名錄 00191"),
    "other_titles": ({"kind": "內封", "title": "春秋外傳"}, "春秋外傳"),
}


@pytest.fixture
def book(db: Any) -> Book:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    Institution.objects.create(code="1701", name="浙江圖書館", region=region)
    details = {group: [dict(row)] for group, (row, _) in ROWS.items()}
    data = BookData(
        institution="1701",
        title="國語二十一卷補音三卷",
        responsibility="（三國吳）韋昭注　補音三卷　（宋）宋庠撰",
        edition="明嘉靖七年（1528）金李澤遠堂刻本",
        volumes="6冊",
        details=details,
    )
    return CreateBook(data, None, trusted=True).execute()


def test_there_is_a_row_of_every_group() -> None:
    assert set(ROWS) == set(DETAIL_GROUPS) == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_a_row_comes_back_as_it_was_stated(book: Book, group: str) -> None:
    (stored,) = to_data(Book.objects.whole().get()).details[group]
    (expected,) = normalise({group: [ROWS[group][0]]})[group]
    assert stored == expected


@pytest.mark.parametrize("group", GROUPS)
def test_a_row_shows_what_it_is(book: Book, group: str) -> None:
    row = group_model(group)._default_manager.get()
    assert str(row) == ROWS[group][1]


@pytest.mark.parametrize("group", GROUPS)
def test_two_rows_cannot_stand_in_one_place(book: Book, group: str) -> None:
    row = group_model(group)._default_manager.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("group", GROUPS)
def test_an_empty_field_is_allowed_and_has_a_default(group: str) -> None:
    fields = fields_of(group)
    assert not set(fields) & BOOKKEEPING
    for name, default in defaults_of(group):
        assert fields[name].blank or default is False, name
        assert default in (None, "", False, []), name


def test_all_rows_go_with_the_record(book: Book) -> None:
    owned: list[type[models.Model]] = [*(group_model(group) for group in GROUPS), TitleUnit, Agent, Override]
    Override.objects.create(
        book=book,
        field="maker",
        value="金李",
        text=book.edition,
        reason="讀錯",
        by=User.objects.create_user("審"),
        at=timezone.now(),
    )
    assert all(model._default_manager.exists() for model in owned)
    Book.objects.all().delete()
    assert not any(model._default_manager.exists() for model in owned)


def test_a_record_shows_number_and_title(book: Book) -> None:
    assert str(book) == "國語二十一卷補音三卷"
    book.census_no = "330000-1701-0000001"
    assert str(book) == "330000-1701-0000001 國語二十一卷補音三卷"


def test_works_and_people_say_where_they_come_from(book: Book) -> None:
    units = list(book.title_units.values_list("source", "name", "juan"))
    assert (TextSource.TITLE, "國語", 21) in units
    assert (TextSource.APPENDED, "補音", 3) in units
    assert (TextSource.SUB_WORK, "周易", 3) in units
    assert (TextSource.OTHER_TITLE, "春秋外傳", None) in units
    people = {(agent.source, agent.work, str(agent)) for agent in book.agents.all()}
    assert (TextSource.RESPONSIBILITY, "", "三國吳韋昭注") in people
    assert (TextSource.APPENDED, "補音", "宋宋庠撰") in people
    assert (TextSource.SUB_WORK, "周易三卷", "宋朱熹注") in people
    assert str(book.title_units.first()) == "國語"


def test_one_number_at_most_is_the_primary_one(book: Book) -> None:
    Identifier.objects.create(book=book, position=2, scheme="館藏", value="1", primary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(book=book, position=3, scheme="館藏", value="2", primary=True)
    Identifier.objects.create(book=book, position=3, scheme="館藏", value="2")


@pytest.mark.parametrize(("field", "reason"), [("maker", ""), ("maker", "再改")])
def test_a_correction_has_a_reason_and_a_field_one_correction(book: Book, field: str, reason: str) -> None:
    by, at = User.objects.create_user("審"), timezone.now()
    Override.objects.create(book=book, field="maker", value="金李", text="", reason="讀錯", by=by, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(book=book, field=field, value="某", text="", reason=reason, by=by, at=at)


def test_a_sets_works_read_in_order_to_any_depth(db: Any) -> None:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    Institution.objects.create(code="1701", name="浙江圖書館", region=region)
    works = [
        {
            "title": f"第{number}集",
            "children": [{"title": f"{number}之{part}", "children": [{"title": "附"}]} for part in range(1, 4)],
        }
        for number in range(1, 13)
    ]
    data = BookData(institution="1701", title="知不足齋叢書", is_series=True, details={"sub_works": works})
    book = CreateBook(data, None, trusted=True).execute()
    paths = list(SubWork.objects.filter(book=book).values_list("path", flat=True))
    assert paths == sorted(paths)
    assert len(paths) == 12 * (1 + 3 * 2)
    assert [work.title for work in SubWork.objects.filter(book=book, parent=None)] == [f"第{n}集" for n in range(1, 13)]
    assert to_data(Book.objects.whole().get()).details["sub_works"] == works
    assert str(SubWork.objects.first()) == "第1集"
