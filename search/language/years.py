"""Years as people write them in a query: 1573..1620, 萬曆, 康熙十二年, 萬曆癸未, 萬曆元年至十年, 1573.., 明."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from authority.chronology import (
    Dynasty,
    Era,
    YearStatus,
    find_eras,
    gregorian,
    match_dynasty,
    match_era,
    match_sexagenary,
    sexagenary_years,
    year_status,
)
from authority.han import fold, parse_numeral

_LAST: Final = 2100
_MOST_SPANS: Final = 3
#: From 960 on there are printed books to be catalogued.
_BOOKS_FROM: Final = 960
#: Eras of these give way to eras of the same name elsewhere, from which far more books have come.
_LESSER: Final = frozenset({"西夏", "西遼", "天完", "北漢", "遼"})
_WHOLE_ERA: Final = re.compile(r"(?:[年朝之]?[間间]|年|朝|中|時|时)?")
_NUMBER: Final = re.compile(r"(元|[^年]{1,8}?)[年載载]?")
_GREGORIAN: Final = re.compile(r"(?:公元|西元)?(前|-)?(\d{1,4})年?")
_CENTURY: Final = re.compile(r"第?([\d〇零一二三四五六七八九十]{1,3})世[紀纪]")
#: The year in brackets that catalogues put behind an era's.
_IN_BRACKETS: Final = re.compile(r"(?<=.)[(\[]\d{1,4}年?[)\]]$")
#: What may follow the names of several eras: 嘉靖萬曆間, 乾嘉時期.
_WHOLE_ERAS: Final = re.compile(r"(?:年?[間间]|年|之[際际]|[時时]期)?")
#: Eras named together by one character each (成弘: 成化 and 弘治), which historians of books date by.
_PAIRS: Final = {
    "永宣": ("永樂", "宣德"),
    "成弘": ("成化", "弘治"),
    "弘正": ("弘治", "正德"),
    "正嘉": ("正德", "嘉靖"),
    "嘉隆": ("嘉靖", "隆慶"),
    "嘉萬": ("嘉靖", "萬曆"),
    "隆萬": ("隆慶", "萬曆"),
    "啟禎": ("天啓", "崇禎"),
    "順康": ("順治", "康熙"),
    "康雍": ("康熙", "雍正"),
    "康乾": ("康熙", "乾隆"),
    "康雍乾": ("康熙", "乾隆"),
    "雍乾": ("雍正", "乾隆"),
    "乾嘉": ("乾隆", "嘉慶"),
    "嘉道": ("嘉慶", "道光"),
    "道咸": ("道光", "咸豐"),
    "咸同": ("咸豐", "同治"),
    "同光": ("同治", "光緒"),
    "光宣": ("光緒", "宣統"),
}
_POSITIONAL: Final = re.compile(r"(?:公元|西元)?([〇零○一二三四五六七八九]{3,4})年?")
_TO: Final = re.compile(r"\.{2,}|…+|[~～〜∼]|[-‐‑–—―−－]+|至|到")


class Span(NamedTuple):
    """From which year to which, both included; ``None`` is open. ``swapped`` if the later one was written first."""

    first: int | None
    last: int | None
    swapped: bool = False


class Moment(NamedTuple):
    """What one end of a range, or a bare era, can mean: likeliest first.

    ``era`` or ``dynasty`` is what it names, if any; ``missing`` is a year that the era never had.
    """

    spans: tuple[tuple[int, int], ...]
    era: Era | None = None
    dynasty: str = ""
    missing: str = ""

    @property
    def made_in(self) -> tuple[str, ...]:
        """Return the dynasties or nations whose editions alone the era dates, none for an era of a great dynasty.

        寬永 and 永曆 are years of 崇禎 and 順治 too, from which far more books have come.
        """
        if self.era is None:
            return ()
        return _NATIONS.get(self.era.region) or ((self.era.dynasty,) if self.era.dynasty in _BESIDE else ())


#: Region of an era → the names under which editions from there are counted.
_NATIONS: Final = {"JP": ("日本",), "KR": ("朝鮮", "高麗"), "VN": ("安南",)}
#: Those who counted years of their own beside a great dynasty.
_BESIDE: Final = frozenset({"西夏", "北元", "後金", "南明", "大順", "大西", "吳周", "太平天國", "偽滿"})


def _tidy(text: str) -> str:
    return _IN_BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


@lru_cache(maxsize=2048)
def moment(text: str, era: Era | None = None) -> Moment | None:
    """Read one point or stretch in time; with ``era``, a bare 十年 or 十 is a year of it. ``None`` if it is not one."""
    tidy = _tidy(text)
    year = _gregorian(tidy)
    if year is not None and (era is None or not tidy.endswith("年") or year > 99):
        return Moment(((year, year),))
    if century := _CENTURY.fullmatch(tidy):
        return _century(century[1])
    return _in_era(tidy) or _in_eras(tidy) or (_year_of(tidy, [era]) if era is not None else None)


def _century(number: str) -> Moment | None:
    numeral = parse_numeral(number)
    n = numeral.value if numeral else None
    return Moment((((n - 1) * 100 + 1, n * 100),)) if n and n * 100 <= _LAST else None


def _gregorian(text: str) -> int | None:
    if found := _POSITIONAL.fullmatch(text):
        numeral = parse_numeral(found[1])
        return numeral.value if numeral and numeral.value and numeral.value <= _LAST else None
    found = _GREGORIAN.fullmatch(text)
    if found is None or not 0 < int(found[2]) <= _LAST:
        return None
    return -int(found[2]) if found[1] else int(found[2])


def _in_era(text: str) -> Moment | None:
    """Read [dynasty] era [year], or a dynasty alone."""
    named = match_dynasty(text)
    if named is not None and named.length == len(text):
        return _dynasty(named.dynasties)
    for start, dynasty in ([(named.length, named)] if named else []) + [(0, None)]:
        found = match_era(text, start)
        eras = _likely(found.eras if found else (), dynasty.dynasties if dynasty else ())
        if found and eras:
            read = _year_of(text[start + found.length :], eras)
            if read is not None:
                return read
    # 大明萬曆, 皇清康熙
    return _in_era(text[1:]) if text[:1] in ("大", "皇") and match_dynasty(text, 1) else None


def _in_eras(text: str) -> Moment | None:
    """Read [dynasty] and eras that follow each other, whole or by one character each: 嘉靖萬曆間, 清乾嘉."""
    named = match_dynasty(text)
    return next(
        (read for start in ([named.length] if named else []) + [0] if (read := _together(text[:start], text[start:]))),
        None,
    )


def _together(dynasty: str, text: str) -> Moment | None:
    parts: tuple[str, ...] = ()
    pair = next((text[:length] for length in (3, 2) if fold(text[:length]) in _pairs()), "")
    if pair:
        parts, text = _pairs()[fold(pair)], text[len(pair) :]
    while not pair and (found := match_era(text)):
        parts, text = (*parts, text[: found.length]), text[found.length :]
    if len(parts) < 2 or not _WHOLE_ERAS.fullmatch(text):
        return None
    first, last = _in_era(dynasty + parts[0]), _in_era(dynasty + parts[-1])
    if first is None or last is None or not (first.spans and last.spans) or first.spans[0] > last.spans[-1]:
        return None
    return Moment(((first.spans[0][0], last.spans[-1][1]),), first.era)


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    return {fold(pair): eras for pair, eras in _PAIRS.items()}


def _dynasty(senses: tuple[Dynasty, ...]) -> Moment | None:
    for one in senses:
        if one.start is not None and one.end is not None:
            return Moment(((one.start, one.end),), dynasty=one.name)
    return None


def _likely(eras: Iterable[Era], dynasties: tuple[Dynasty, ...]) -> list[Era]:
    """Return the eras that may be meant: those of the dynasty, else China's before others', great dynasties' first."""
    eras = _reigns(eras)
    if dynasties and eras:
        return [era for one in dynasties for era in _reigns(find_eras(eras[0].name, one))]
    chinese = [era for era in eras if era.region == "CN"]
    late = [era for era in chinese if era.end >= _BOOKS_FROM]
    great = [era for era in late if era.dynasty not in _LESSER]
    return (great or late or chinese or eras)[:_MOST_SPANS]


def _reigns(eras: Iterable[Era]) -> list[Era]:
    return [era for era in eras if era.kind == "era"]


def _year_of(text: str, eras: list[Era]) -> Moment | None:
    """Read what follows the era's name: nothing, 間, a year's number or its 干支. ``None`` if it is something else."""
    if _WHOLE_ERA.fullmatch(text):
        return Moment(tuple((era.start, era.end) for era in eras), eras[0])
    cycle = match_sexagenary(text)
    if cycle is not None and text[cycle[1] :] in ("", "年", "歲", "岁"):
        years = [year for era in eras for year in sexagenary_years(era, cycle[0])]
        return _of_years(years, eras[0], text)
    n = _number_of(_without_cycle(text, cycle))
    if not n:
        return None
    return _of_years(
        [gregorian(era, n) for era in eras if year_status(era, n) is not YearStatus.PAST_END], eras[0], text
    )


def _number_of(text: str) -> int | None:
    """Return the number of a year of an era: 元年, 十二年, 12."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    numeral = parse_numeral(found[1])
    return 1 if found[1] == "元" else numeral.value if numeral else None


def _without_cycle(text: str, cycle: tuple[str, int] | None) -> str:
    """Return a year's number without the 干支 beside it: 二十年甲午, 辛酉十一年."""
    if cycle is not None and text.endswith("年"):
        return text[cycle[1] :]
    return text[:-2] if text[-3:-2] == "年" and match_sexagenary(text[-2:]) else text


def _of_years(years: list[int], era: Era, text: str) -> Moment:
    if not years:
        return Moment((), era, missing=f"{era.name}{text}")
    return Moment(tuple((year, year) for year in sorted(years)[:_MOST_SPANS]), era)


@lru_cache(maxsize=2048)
def span(text: str) -> Span | None:
    """Read a range of years, open or closed; a single year or era is a range too. ``None`` if it is not one."""
    tidy = _tidy(text).removesuffix("間").removesuffix("间") if _TO.search(_tidy(text)) else _tidy(text)
    if single := moment(tidy):
        return _around(single, single)
    for sign in _TO.finditer(tidy):
        before, after = tidy[: sign.start()], tidy[sign.end() :]
        read = _between(before, after, open_ends=sign[0][0] in ".…")
        if read is not None:
            return read
    return _one_sided(tidy)


def _between(before: str, after: str, *, open_ends: bool) -> Span | None:
    first = moment(before) if before else None
    last = moment(after, first.era if first else None) if after else None
    if first and last:
        return _around(first, last)
    return _open(before, after, first or last) if open_ends else None


def _open(before: str, after: str, one: Moment | None) -> Span | None:
    """Return the range that has one end: 1573.., ..萬曆; nothing may stand at the other."""
    if one is None or not one.spans or (before and after):
        return None
    start, end = _ends(one)
    return Span(start, None) if before else Span(None, end)


def _ends(one: Moment) -> tuple[int | None, int | None]:
    if not one.spans:
        return None, None
    return min(first for first, _ in one.spans), max(last for _, last in one.spans)


def _around(first: Moment, last: Moment) -> Span | None:
    start, end = _ends(first)[0], _ends(last)[1]
    if start is None or end is None:
        return None
    if start > end:
        return Span(_ends(last)[0], _ends(first)[1], swapped=True)
    return Span(start, end)


#: Words after a year or an era, and whether they mean what is later.
_SIDES: Final = dict.fromkeys(("以前", "之前", "前"), False) | dict.fromkeys(
    ("以後", "之後", "以后", "之后", "後", "后", "以來", "以来", "起"), True
)


def _one_sided(text: str) -> Span | None:
    """Read 1620年以前, 萬曆以後: the year or era itself included."""
    for word, later in _SIDES.items():
        one = moment(text.removesuffix(word)) if text.endswith(word) else None
        if one is not None and one.spans:
            start, end = _ends(one)
            return Span(start, None) if later else Span(None, end)
    return None


def is_range(text: str) -> bool:
    """Tell whether ``text`` has two ends, one of which may be open, rather than being one year or era."""
    tidy = _tidy(text)
    return moment(tidy) is None and span(tidy) is not None
