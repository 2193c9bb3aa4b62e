"""The names that may stand before a colon: those of the kinds' fields and facets, and those of the language itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Final, Protocol

from authority.han import fold


class FieldName(Protocol):
    """What matters here of a :class:`census.searching.TextField`."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def label(self) -> Any:
        """Return its name for people."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the names that a query may write."""

    @property
    def is_title(self) -> bool:
        """Tell whether it holds titles."""


class FacetName(Protocol):
    """What matters here of a :class:`census.searching.FacetField`."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def label(self) -> Any:
        """Return its name for people."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return the names that a query may write."""


class Special(Enum):
    """What a name of the language itself asks for."""

    YEAR = "year"
    NUMBER = "number"
    FOUR_CORNER = "four_corner"
    PINYIN = "pinyin"
    EXACT = "exact"
    FLAG = "flag"
    NO_FLAG = "no_flag"
    HELD = "held"
    LACKING = "lacking"


SPECIAL: Final[Mapping[Special, tuple[str, ...]]] = {
    Special.YEAR: ("年", "年代", "年份", "版本年", "出版年", "紀年", "year", "years", "date"),
    Special.NUMBER: (
        *("編號", "普查編號", "登記編號", "普查登記編號", "名錄號", "登錄號", "號"),
        *("索書號", "書號", "藏書號", "館藏號", "索取號", "典藏號", "善本書號"),
        *("number", "no", "callno", "shelfmark", "id"),
    ),
    Special.FOUR_CORNER: ("四角", "四角號碼", "fourcorner", "sijiao"),
    Special.PINYIN: ("拼音", "讀音", "pinyin"),
    Special.EXACT: ("原字", "exact"),
    Special.FLAG: ("is", "has", "有", "是", "特徵"),
    Special.NO_FLAG: ("無", "沒有", "不是", "isnot"),
    Special.HELD: ("存", "held"),
    Special.LACKING: ("缺", "lacking"),
}

#: Dimension of :attr:`census.searching.Document.facets` that tells whether a set is complete, and its values.
COMPLETENESS: Final = "completeness"
COMPLETE, INCOMPLETE = "complete", "incomplete"
#: Dimension of the dynasties of editions; its values are the names of the tables.
DYNASTY: Final = "dynasty"
#: Dimension of how editions were made: 刻本, 抄本.
EDITION_TYPE: Final = "edition_type"
#: Dimension of marks that a record has or not.
FLAGS: Final = "flags"

#: The words for a value of these dimensions, each value's first word being what the person is told.
STATE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    INCOMPLETE: ("殘缺", "存", "缺", "殘", "殘本", "不全", "incomplete"),
    COMPLETE: ("全", "全本", "足本", "完整", "complete"),
}
FLAG_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "series": ("叢書", "series"),
    "republican": ("民國", "民國線裝", "republican"),
    "foreign": ("域外", "域外本", "外國", "foreign"),
    "annotated": ("批校", "批校題跋", "題跋", "annotated"),
    "sealed": ("鈐印", "印章", "藏印", "印", "sealed"),
    "images": ("書影", "圖像", "圖片", "影像", "images"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name before a colon means: a field, a facet, or something of the language; a number may be a field too."""

    written: str
    field: str | None = None
    facet: str | None = None
    special: Special | None = None


class Names:
    """All names of one query, compared folded: 题名, 題名 and ＴＩＴＬＥ are found alike."""

    def __init__(self, fields: Sequence[FieldName], facets: Sequence[FacetName]) -> None:
        self.fields, self.facets = tuple(fields), tuple(facets)
        self._fields = _keys(self.fields)
        self._facets = _keys(self.facets)

    def find(self, written: str) -> Name | None:
        """Return what a name means, ``None`` for one that nobody knows."""
        key = fold(written)
        if not key:
            return None
        field = self._fields.get(key) or self._labelled(self.fields, key)
        special = _special().get(key)
        if field is not None:
            return Name(written, field=field, special=Special.NUMBER if special is Special.NUMBER else None)
        if special is not None:
            return Name(written, special=special)
        facet = self._facets.get(key) or self._labelled(self.facets, key)
        return Name(written, facet=facet) if facet is not None else None

    @staticmethod
    def _labelled(named: Sequence[FieldName | FacetName], key: str) -> str | None:
        """Return what people see under this name, in whichever language they read; asked only if nothing else fits."""
        return next((one.name for one in named if fold(str(one.label)) == key), None)

    def has_facet(self, name: str) -> bool:
        """Tell whether records are counted by this dimension."""
        return any(facet.name == name for facet in self.facets)

    def is_title(self, field: str | None) -> bool:
        """Tell whether words of this field are titles: of no field, they may be."""
        return field is None or any(one.is_title for one in self.fields if one.name == field)

    @property
    def title(self) -> str | None:
        """Return the name of the first field of titles."""
        return next((field.name for field in self.fields if field.is_title), None)

    def person(self) -> str | None:
        """Return the field of the names of people."""
        return next((field.name for field in self.fields if getattr(field, "is_person", False)), None)

    def volumes(self) -> str | None:
        """Return the field in which volumes are counted, by its alias."""
        return self._fields.get(fold("冊數"))

    def extent(self) -> str | None:
        """Return the field of the 存缺 statement, by its alias."""
        return self._fields.get(fold("存缺"))


def _keys(named: Iterable[FieldName | FacetName]) -> dict[str, str]:
    """Return folded names → name; where two claim one, the first has it."""
    found: dict[str, str] = {}
    for one in named:
        for written in (one.name, *one.aliases):
            found.setdefault(_key(written), one.name)
    return found


@lru_cache(maxsize=1024)
def _key(written: str) -> str:
    return fold(written)


@cache
def _special() -> Mapping[str, Special]:
    return {fold(word): special for special, words in SPECIAL.items() for word in words}


def value_of(word: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the value that a word stands for in one of the tables above, whatever form it is written in."""
    key = fold(word)
    return next((value for value, words in table.items() if any(key == _key(one) for one in words)), None)
