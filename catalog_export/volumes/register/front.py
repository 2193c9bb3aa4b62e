"""Texts before and behind the catalogue: title page, imprint, 前言, 凡例, 後記.

The texts are kept as plain files in Traditional Chinese: ``# `` opens a text with its title, ``## `` a section,
every other line is a paragraph, ``{name}`` takes a value of the volume. An editor's own texts, frozen with the
snapshot, take the place of the defaults by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path

from authority.han import NumeralStyle, format_numeral
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Holder
from catalog_export.volumes.register.statistics import Statistics, Tally

TEXT_DIR = Path(__file__).parent / "texts"
SERIES = "全國古籍普查登記目錄"
#: More holders than this are not named one by one on the title page and in the preface.
NAMED_HOLDERS = 6


class Part(Enum):
    """What a line of a text is."""

    TITLE = "# "
    SECTION = "## "
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a text: its part and its words."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One volume of a set as the others name it: 第三冊, whose entries, from which number to which, how many.

    ``file`` is the name under which it lies beside them.
    """

    number: int
    names: str
    first: str
    last: str
    records: int
    file: str = ""

    @property
    def label(self) -> str:
        """第三冊."""
        return part_label(self.number)


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """What the texts say of a volume beside its figures.

    ``subject`` names whose register it is (浙江圖書館, 浙江省); ``stated_on`` is the day up to which records count.
    In a set ``number`` counts the volumes from 1 (0: it stands alone), ``parts`` are all of them, and ``continues`` is
    the code of the holder whose entries began in the volume before.
    """

    subject: str
    region: str
    holders: tuple[Holder, ...]
    stated_on: date | None
    proof: bool = False
    sample: bool = False
    publisher: str = ""
    number: int = 0
    parts: tuple[PartFacts, ...] = ()
    continues: str = ""

    @property
    def title(self) -> str:
        """The volume's own title: 浙江圖書館古籍普查登記目錄."""
        return f"{self.subject}古籍普查登記目錄"

    @property
    def full_title(self) -> str:
        """The title with the volume's number in its set, if it is one of a set."""
        return f"{self.title}　{part_label(self.number)}" if self.number else self.title


def han_number(number: int) -> str:
    """Return a number as running prose writes it: 一百零一."""
    return format_numeral(number, NumeralStyle.MODERN)


def part_label(number: int) -> str:
    """Return how a volume of a set is called: 第三冊."""
    return f"第{han_number(number)}冊"


@cache
def default_text(name: str) -> str:
    """Return a default text by its name: ``preface``, ``preface_set``, ``conventions``, ``sample``, ``proof`` …"""
    return (TEXT_DIR / f"{name}.txt").read_text(encoding="utf-8")


def text_lines(text: str, values: Mapping[str, str]) -> list[TextLine]:
    """Return a text's lines with the volume's values put in; an unknown ``{name}`` stays as written."""
    lines = []
    for raw in text.splitlines():
        if line := raw.strip():
            part = next(part for part in (Part.SECTION, Part.TITLE, Part.PARAGRAPH) if line.startswith(part.value))
            words = line.removeprefix(part.value)
            for name, value in values.items():
                words = words.replace(f"{{{name}}}", value)
            lines.append(TextLine(part, words))
    return lines


def front_texts(facts: VolumeFacts, values: Mapping[str, str], own: Mapping[str, str]) -> list[list[TextLine]]:
    """Return the texts before the catalogue, in order; ``own`` replaces defaults by name and may add a 本館前言.

    In a set the prefaces, which speak of all volumes, open the first; every volume has the 凡例 it is read by.
    """
    if facts.number and "preface" in own:
        own = {**own, "preface_set": own["preface"]}
    wanted = {
        "proof": facts.proof,
        "sample": facts.sample,
        "preface_set" if facts.number else "preface": facts.number <= 1,
        "library": facts.number <= 1 and bool(own.get("library")),
        "conventions": True,
    }
    names = [name for name, is_wanted in wanted.items() if is_wanted]
    return [text_lines(own.get(name) or default_text(name), values) for name in names]


def text_values(facts: VolumeFacts, statistics: Statistics, profile: Profile) -> dict[str, str]:
    """Return what the texts may ask for by ``{name}``."""
    return {
        "holders": name_holders(facts.holders),
        "title": facts.title,
        "records": han_number(statistics.total.copies),
        "snapshot": f"截至{han_date(facts.stated_on)}" if facts.stated_on else "付排時",
        "parts": han_number(len(facts.parts)),
        "set_records": han_number(sum(part.records for part in facts.parts)),
        **_figures(statistics),
        **_clauses(profile, statistics, len(facts.holders)),
        "index_clause": _index_clause(profile, facts),
    }


@dataclass(frozen=True, slots=True)
class IndexKind:
    """An index that a register may have, in the words of the 凡例: its name, what it lists, how its lines are made."""

    name: str
    lists: str
    remark: str


TITLE_INDEX = IndexKind("《書名筆畫索引》", "書名", "冠於題名前之年號、地名不計。一條之中有數種題名者，分別立目。")
PERSON_INDEX = IndexKind("《著者筆畫索引》", "人名", "著者朝代括注於姓名之後，僧人以“釋”字立目。")
#: Of all indexes alike: by strokes, then by their kinds in the order 橫豎撇點折, as the printed registers say.
STROKE_ORDER = "依首字筆畫數排列，筆畫數相同者依起筆橫、豎、撇、點、折爲序，首字相同者依次字，以下類推。"
HEADS_INDEX = "，前有《書名筆畫字頭索引》以便檢字"
WHOLE_INDEX = "全書之末另編總索引，先注冊次，冒號之後爲頁碼。"


def _index_clause(profile: Profile, facts: VolumeFacts) -> str:
    """Return what the 凡例 says of the indexes: which there are, how they are ordered, what they refer to."""
    settings = profile.index
    wanted = ((TITLE_INDEX, settings.titles), (PERSON_INDEX, settings.persons))
    kinds = [kind for kind, is_wanted in wanted if is_wanted]
    if not kinds:
        return "不附索引。"
    names, lists, remarks = zip(*((kind.name, kind.lists, kind.remark) for kind in kinds), strict=True)
    heads = HEADS_INDEX if settings.titles and settings.heads else ""
    bound, whole = ("每冊後附", WHOLE_INDEX) if facts.number else ("書後附", "")
    listed = "、".join(lists)
    order, end = f"{listed}{STROKE_ORDER}", f"{listed}之後注{_referred_to(profile, facts)}。"
    return "".join((bound, "與".join(names), heads, "。", order, *remarks, end, whole))


def _referred_to(profile: Profile, facts: VolumeFacts) -> str:
    """Return what an index gives for each line: pages, or numbers as short as they can be told apart."""
    if profile.index.reference == "page":
        return "正文頁碼"
    return "單位代碼與編號末七位" if len(facts.holders) > 1 else "普查登記編號末七位"


def name_holders(holders: tuple[Holder, ...]) -> str:
    """Return who holds the books: all by name if they are few, else the first ones and how many in all."""
    names = [holder.name for holder in holders]
    if len(names) <= NAMED_HOLDERS:
        return "、".join(names)
    return f"{'、'.join(names[:3])}等{han_number(len(names))}家單位"


def han_date(day: date) -> str:
    """Return a date as a colophon writes it: 二〇二六年十一月二十三日."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{han_number(day.month)}月{han_number(day.day)}日"


def _figures(statistics: Statistics) -> dict[str, str]:
    total = statistics.total
    kinds = [f"{name}{han_number(tally.copies)}部" for name, tally in statistics.kinds.items() if tally.copies]
    pieces = "、".join(f"{han_number(number)}{unit}" for unit, number in sorted(total.pieces.items()))
    return {
        "copies": han_number(total.copies),
        "volumes": _volume_words(total),
        "scope": f"，其中{'、'.join(kinds)}" if len(kinds) > 1 else "",
        "pieces": f"另有不以冊計者{pieces}。" if pieces else "",
    }


def _volume_words(tally: Tally) -> str:
    return f"{han_number(tally.volumes)}冊" if tally.volumes else ""


def _clauses(profile: Profile, statistics: Statistics, holders: int) -> dict[str, str]:
    """Return the clauses of the 凡例 that follow from the profile, so that the text says what the pages do."""
    style = profile.style
    abroad = [name for name in ("民國傳統裝幀", "域外本") if name in statistics.kinds]
    return {
        "scope_clause": f"，兼收{'、'.join(abroad).replace('民國傳統裝幀', '民國時期傳統裝幀書籍')}" if abroad else "",
        "dynasty_clause": {
            "round": "朝代外加圓括號。",
            "tortoise": "朝代外加六角括號。",
            "none": "朝代不加括號。",
        }[style.dynasty],
        "numeral_clause": "，用漢字" if profile.counts_in_han else "，用阿拉伯數字",
        "extent_clause": "卷次列於括號之內。" if style.extent == "brackets" else "卷次列於冒號之後。",
        "glyph_clause": {
            "mainland": "字形從大陸繁體印刷字形",
            "taiwan": "字形從臺灣印刷字形",
            "old": "字形從舊印刷字形",
        }[style.glyphs],
        "order_clause": "；收錄多家單位者，先依單位代碼分列，再按編號" if holders > 1 else "",
        "items_clause": (
            "每條以題名卷數領起，其下以雙行小字依次著錄著者、版本、批校題跋、冊數、存缺卷，末附古籍普查登記編號與索書號"
            if style.direction == "vertical"
            else "每條依次著錄：古籍普查登記編號、索書號、題名卷數、著者、版本、批校題跋、冊數、存缺卷"
        ),
        "sub_clause": "叢書整部爲一條，子目附列其下" if style.sub_works != "none" else "叢書整部爲一條，不列子目",
    }
