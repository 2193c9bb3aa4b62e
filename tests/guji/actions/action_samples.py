"""Statements of real books for the tests of actions."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from guji.data import BookData

#: One record with something in most of its statements.
ZHOUYI = BookData(
    institution="1701",
    shelf_mark="善0012",
    title="周易九卷略例一卷",
    responsibility="（魏）王弼　（晉）韓康伯注　（唐）陸德明音義",
    edition="明萬曆十二年（1584）吳郡刻本",
    annotation="（清）丁丙跋",
    volumes="4冊",
    class_code="10101",
    details={
        "layouts": [{"frame_height": "20.1", "frame_width": "14.3", "lines": "九", "characters": "十八"}],
        "seals": [{"text": "錢唐丁氏藏書", "style": "朱文"}, {"text": "八千卷樓", "style": "白文"}],
    },
)

TITLES = (
    ("杜工部集二十卷", "（唐）杜甫撰", "清康熙六年（1667）季氏靜思堂刻本"),
    ("說文解字十五卷", "（漢）許慎撰", "清初毛氏汲古閣刻本"),
    ("水經注四十卷", "（北魏）酈道元撰", "清乾隆武英殿木活字印武英殿聚珍版書本"),
    ("［萬曆］金華府志三十卷", "（明）王懋德修", "明萬曆六年（1578）刻本"),
    ("陶淵明集八卷", "（晉）陶潛撰", "清光緒五年（1879）廣州翰墨園刻朱墨套印本"),
    ("漁洋山人精華錄十卷", "（清）王士禎撰", "清康熙三十九年（1700）林佶寫刻本"),
)


def book_data(number: int, **changes: Any) -> BookData:
    """Return the ``number``-th of a row of different, believable records."""
    title, responsibility, edition = TITLES[number % len(TITLES)]
    stated = {"title": title, "responsibility": responsibility, "edition": edition, "volumes": f"{number % 9 + 1}冊"}
    return BookData(**{"institution": "1701", "shelf_mark": f"普{number}", **stated, **changes})


def changed(data: BookData, **changes: Any) -> BookData:
    """Return ``data`` with fields replaced."""
    return BookData(**{**{item.name: getattr(data, item.name) for item in fields(BookData)}, **changes})
