"""Names of eras as they are miswritten: the one place that says which form is taken for which era."""

from __future__ import annotations

from typing import Final

from authority.chronology import ERAS, find_eras

#: A character of era names → what is written for it by mistake. 歷 and 佑 are taboo and print forms of 曆 and 祐 that
#: catalogues put right; pure variants (啓, 煕, 緖, 宏 for 弘) are left alone.
ERA_SLIPS: Final = {
    "靖": "清靜静竫",
    "隆": "龍龙降",
    "慶": "庚",
    "弘": "洪",
    "洪": "弘",
    "緒": "諸續渚",
    "統": "純",
    "泰": "秦奏",
    "順": "頋",
    "治": "冶",
    "雍": "擁",
    "正": "政",
    "宣": "宜",
    "咸": "鹹成",
    "乾": "幹干",
    "嘉": "喜",
    "康": "庚",
    "崇": "祟宗",
    "禎": "禛楨",
    "曆": "歷厯历",
    "祐": "佑",
    "祥": "詳",
    "永": "水",
}
#: Forms that the calendar understands and a catalogue still writes otherwise.
UNDERSTOOD: Final = frozenset("歷厯历佑")


def era_misprints() -> dict[str, str]:
    """Return wrong form → era for every Chinese era of two characters with one slip; what is an era is left out."""
    names = dict.fromkeys(era.name for era in ERAS if (era.region, era.kind, len(era.name)) == ("CN", "era", 2))
    slips: dict[str, str] = {}
    for name in names:
        forms = [wrong + name[1] for wrong in ERA_SLIPS.get(name[0], "")]
        forms += [name[0] + wrong for wrong in ERA_SLIPS.get(name[1], "")]
        slips = {form: name for form in forms if set(form) & UNDERSTOOD or not find_eras(form)} | slips
    return slips


ERA_MISPRINTS: Final = era_misprints()
