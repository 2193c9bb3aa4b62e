"""Records of the small catalogue, and how they get into the database and out of a page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from authority.models import Institution
from census.models import State
from guji.data import BookData
from guji.models import Book
from guji.storage import apply, write_rows

#: Region, its name, unit code, library.
HOLDERS = (("330100", "杭州市", "1701", "浙江圖書館"), ("330300", "溫州市", "1704", "溫州市圖書館"))
#: Code, heading, the class above.
CLASSES = (
    ("1", "經部", ""),
    ("102", "易類", "1"),
    ("10202", "傳説之屬", "102"),
    ("119", "小學類", "1"),
    ("2", "史部", ""),
    ("5", "類叢部", ""),
    ("502", "叢書類", "5"),
)
#: Words of the draft that nobody but its library may meet on any page.
SECRET = "越縵堂日記"
#: name → (library, statements). Traps: a work within a title, the same edition in two libraries, a set with 子目, a
#: character beyond the basic plane, a cell that a spreadsheet would run, an edition over two centuries.
PUBLIC: dict[str, tuple[str, dict[str, Any]]] = {
    "changes": (
        "浙",
        {
            "census_no": "330000-1701-0000012",
            "shelf_mark": "善0012",
            "title": "周易九卷略例一卷",
            "responsibility": "（三國魏）王弼　（晉）韓康伯注　（唐）邢璹略例注",
            "edition": "清康熙十二年（1673）納蘭性德刻通志堂經解本",
            "volumes": "2冊",
            "class_code": "10202",
        },
    ),
    "changes too": (
        "溫",
        {
            "census_no": "330000-1704-0000001",
            "shelf_mark": "甲1",
            "title": "周易九卷略例一卷",
            "responsibility": "（三國魏）王弼　（晉）韓康伯注　（唐）邢璹略例注",
            "edition": "清康熙十二年（1673）納蘭性德刻通志堂經解本",
            "volumes": "1冊",
            "extent": "存四卷（一至四）",
            "class_code": "10202",
        },
    ),
    "graphs": (
        "浙",
        {
            "census_no": "330000-1701-0000013",
            "title": "說文解字註三十卷",
            "responsibility": "（漢）許慎撰　（清）段玉裁注",
            "edition": "清嘉慶二十年（1815）段氏經韻樓刻本",
            "volumes": "16冊",
            "class_code": "119",
        },
    ),
    "seals": (
        "溫",
        {
            "census_no": "330000-1704-0000002",
            "shelf_mark": "=1+1",
            "title": "𡒄山印譜二卷",
            "responsibility": "（明）某撰",
            "edition": "明萬曆鈐印本",
            "volumes": "2冊",
            "details": {
                "seals": [{"text": "嘉業堂藏", "owner": "劉承幹"}],
                "provenances": [{"method": "捐贈", "source": "某氏", "price": "三百元"}],
            },
        },
    ),
    "set": (
        "溫",
        {
            "census_no": "330000-1704-0000003",
            "title": "通志堂經解一百四十種",
            "responsibility": "（清）徐乾學　納蘭成德輯",
            "edition": "清康熙十九年（1680）納蘭成德刻本",
            "volumes": "140冊",
            "is_series": True,
            "class_code": "502",
            "details": {
                "sub_works": [{"title": "古周易一卷"}, {"title": "周易卦圖三卷", "responsibility": "（宋）朱震撰"}]
            },
        },
    ),
}
DRAFT = {"title": f"{SECRET}不分卷", "responsibility": "（清）李慈銘撰", "edition": "稿本", "volumes": "51冊"}
GONE = {"census_no": "330000-1701-0000900", "title": "重複之書一卷", "edition": "清刻本"}
NEVER = {"census_no": "330000-1701-0000901", "title": "從未公布之書一卷", "edition": "清刻本"}


def keep(
    institution: Institution, *, state: str = State.PROVINCE_APPROVED, withdrawn_from: str = "", **stated: Any
) -> Book:
    """Write a record with all that is derived from its statements."""
    now = timezone.now()
    data = BookData(institution=institution.code, **stated)
    book = Book(institution=institution, state=state, withdrawn_from=withdrawn_from, created_at=now, updated_at=now)
    book.census_no = data.census_no or None
    derived = apply(book, data)
    book.save()
    write_rows(book, data, derived)
    return book


def whole(answer: Any) -> bytes:
    """Return all of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def page(client: Client, address: str, status: int = 200) -> str:
    """Return a page's source, which must have come with this status."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def words(html: str) -> str:
    """Return what a person reads on a page: no tags, no scripts, spaces as one."""
    bare = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", html)
    bare = re.sub(r"</(td|th|li|p|div|dt|dd|h\d|button|text)>", " ", bare)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", bare)))


def links(html: str) -> list[str]:
    """Return where the links of a page lead."""
    return [unescape(address) for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)]
