"""Institutions and records in the database, written as the rooms below write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from authority.models import Institution, Region
from census.models import State
from guji.data import BookData
from guji.models import Book
from guji.storage import apply, write_rows

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ZHOUYI = BookData(
    institution="1701",
    census_no="330000-1701-0000012",
    shelf_mark="善0012",
    title="周易九卷略例一卷",
    responsibility="（三國魏）王弼　（晉）韓康伯注",
    edition="清康熙十二年（1673）納蘭性德刻通志堂經解本",
    volumes="2冊",
)
GUOYU = replace(
    ZHOUYI,
    census_no="330000-1701-0002577",
    shelf_mark="善2577",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    volumes="6冊",
)


def make_institutions() -> dict[str, Institution]:
    province = Region.objects.create(code="330000", name="浙江省", kind="province")
    city = Region.objects.create(code="330300", name="溫州市", kind="city", parent=province)
    other = Region.objects.create(code="340000", name="安徽省", kind="province")
    rows = (("1701", "浙江圖書館", province), ("1704", "溫州市圖書館", city), ("2201", "安徽省圖書館", other))
    return {code: Institution.objects.create(code=code, name=name, region=region) for code, name, region in rows}


def store(data: BookData, state: State = State.PROVINCE_APPROVED) -> Book:
    institution = Institution.objects.get(code=data.institution)
    book = Book(institution=institution, census_no=data.census_no or None, state=state, created_at=NOW, updated_at=NOW)
    derived = apply(book, data)
    book.save()
    write_rows(book, data, derived)
    return book
