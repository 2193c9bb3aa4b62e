"""Right records of well-known books, to be spoilt one field at a time."""

from dataclasses import replace
from typing import Any

from guji.data import BookData

GOOD = BookData(
    institution="1701",
    census_no="330000-1701-0000012",
    shelf_mark="善0012",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    volumes="6冊",
    class_code="20401",
)

GAZETTEER = BookData(
    institution="1701",
    shelf_mark="普347.8/4471",
    title="［萬曆］金華府志三十卷",
    responsibility="（明）王懋德　陸鳳儀等纂修",
    edition="明萬曆六年（1578）刻本",
    volumes="18冊",
    class_code="2150202",
)

INCOMPLETE = BookData(
    institution="1705",
    shelf_mark="善1023",
    title="後漢書九十卷",
    responsibility="（南朝宋）范曄撰　（唐）李賢注　志三十卷　（晉）司馬彪撰　（南朝梁）劉昭注",
    edition="明崇禎十六年（1643）毛氏汲古閣刻本",
    volumes="26冊",
    extent="存三卷（一至三）",
    class_code="20101",
)

REPUBLICAN = BookData(
    institution="1701",
    shelf_mark="線普11234",
    title="越縵堂日記不分卷",
    responsibility="（清）李慈銘撰",
    edition="民國九年（1920）上海商務印書館影印本",
    volumes="51冊",
    is_republican=True,
    class_code="20701",
)

JAPANESE = BookData(
    institution="1741",
    shelf_mark="外001",
    title="文選六十卷",
    responsibility="（南朝梁）蕭統輯",
    edition="日本寬文二年（1662）刻本",
    volumes="30冊",
    is_foreign=True,
    class_code="40401",
)

SET = BookData(
    institution="1701",
    shelf_mark="叢001",
    title="金華叢書六十八種",
    responsibility="（清）胡鳳丹編",
    edition="清同治光緒間永康胡氏退補齋刻本",
    volumes="300冊",
    is_series=True,
    class_code="50204",
    details={"sub_works": [{"title": "古三墳一卷"}, {"title": "周易竄餘六卷", "responsibility": "（宋）鄭剛中撰"}]},
)

RIGHT = {
    "good": GOOD,
    "gazetteer": GAZETTEER,
    "incomplete": INCOMPLETE,
    "republican": REPUBLICAN,
    "japanese": JAPANESE,
    "set": SET,
}


def spoil(record: BookData = GOOD, **fields: Any) -> BookData:
    """Return a copy with some fields changed."""
    return replace(record, **fields)
