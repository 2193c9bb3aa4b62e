"""Who made an edition: telling plausible makers (persons, halls, offices) from other text, and place from maker.

A maker must look like one: a person by surname, a family (氏), or a body by its last word (堂, 書院, 府學, 書局 …).
Anything else is left for the cataloguer to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from guji.notation.named_times import known_era
from guji.notation.people import EPITHETS
from guji.notation.places import ABROAD, is_place, place_prefix, place_steps
from guji.notation.structures import Maker
from guji.notation.surnames import COMPOUND, SINGLE, is_person
from guji.notation.words import both_forms, load

_GENERIC: Final = load("makers")
_BODIES: Final = re.compile(
    both_forms(
        "(?:[堂齋齊閣樓軒館廎院寺庵菴觀殿監學府司局藩邸家宅塾坊肆鋪林房屋舍園圃亭庫廠社會店庠倉臺台廨祠廟宮洞室居廬巢窩村莊塢洲谷溪谿山泉衙署縣州路軍郡道氏"
        "龕榭門處部科校庭廳寓廊行號記孫王公侯僧尼斎书楼阁轩馆学铺园厂会庐庄厅号县东垣斋天盦寮盫庵苑坞隐邸园阁观监内经严桥峰治省隱囊隘市郎仙池橋沼湖海川岩巖峰嶺洲渚塘浦]|書院|兄弟|父子|叔侄|叔姪|昆仲|昆季|後人|道人|山人|居士|道者|主人|上人|先生|弟子|"
        "公司|書店|大學|學校|合作社|門人|諸生|族人|後裔|子孫|孫子|眾信|信士|夫人|女史|等處|諸路|衙門|會館|講舍|義塾|別墅|草廬|草堂|商行|福地|氏族|書局|書社|文會|學會|佛會|局刻|書鋪|經坊|經鋪|經房|紙馬鋪|太監|太守|知縣|知府|學官)\\Z"
    )
)
_OFFICE: Final = re.compile(
    both_forms(
        "(?:書林|書坊|書肆|書賈|書户|宗室|沙門|比丘|道士|巡撫|巡按|御史|知府|知縣|知州|太守|總督|學使|提學|教授|教諭|僧|信士|府|藩|王|縣|州|路|軍|家|司|監|院|氏|閣|堂|齋|館|軒|樓|居|孫|子|婿|弟|姪|侄|門人|裔孫|後裔|"
        "弟子|公主|太監|平章|丞相|祭酒|博士|員外|郎中|主事|舍人|提領|書市|書戶|學士|侍郎|尚書|將軍|都督|指揮|參政|副使|僉事)\\Z"
    )
)
_TEXT: Final = re.compile("[·•\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff□〓?]+")
_OFFICIAL: Final = re.compile(
    both_forms(
        "^(?:[東西南北]路|[府州縣路郡軍]?(?:[吏戶禮兵刑工][部科]|都察院|大理寺|太常寺|光祿寺|鴻臚寺|行人司|通政司|翰林院|詹事府|府學|州學|縣學|路學|郡學|軍學|儒學|郡齋|郡庠|府庠|州庠|縣庠|學宮|公使庫|倉司|倉臺|漕司|漕臺|漕院|漕廨|轉運司|提刑司|茶鹽司|安撫司|按察司|布政司|布政使司|官書局|書局|國子監|府署|州署|縣署|"
        "官紙局|官報局|官書處|官印局|官書坊|官書|刻經處|印經院|藏經院|印書局|印書館|印刷局|印刷所|製造局|製造總局|機器局|機器製造局|印社|詩局|書館|公會|同鄉會|會館|公所|商會|學務處|學務公所|"
        "通志局|通志館|志局|修志局|修志館|文獻委員會|省立.*|縣立.*|市立.*|農務.*|武備.*|譯書.*|官立.*|監營|觀察使營|水營|兵營|使院|藩署|學署|道署|府|州|縣|路|軍|監|郡|學|藩|王府|司|督學|官署|學院|都司|都察院|大學|圖書館|博物館|書院|等處.*))"
    )
)
#: What a place gives its name to (承天寺, 太平橋).
_NAMED_AFTER: Final = tuple("寺觀宮庵菴院橋巖嶺峰")
#: What after a place only makes a name with it (歙縣人, 新安堂).
_OWN_WORDS: Final = ("氏", "人", "堂", "齋", "閣", "樓", "軒", "山房", "書屋", "館", "村舍", "精舍")
#: The house of an office, in which its holder had books made (曾國荃|金陵|節署).
_SEATS: Final = re.compile(
    both_forms(
        "(?:[郡州府縣軍][齋庠]|學宮|郡學|[使節道縣府州官公學藩臬撫衙][署廨舍]|試院|使院|貢院|行館|行臺|寓[齋廬舍]|客舍|旅舍|官邸|邸舍)\\Z"
    )
)
_SPLIT: Final = re.compile("[、，]")
#: What says that not all makers, or not all places, are named.
_ETC: Final = ("等人", "等")
_AND_ELSEWHERE: Final = "等地"
#: The dot inside names of other peoples.
_DOTTED: Final = re.compile("[·•]")
_LONGEST_DOTTED: Final = 24
_LONGEST_FAMILY: Final = 12
_LONGEST_FOREIGN: Final = 8
_FULL: Final = 3
#: The first of two makers is looked for in so many characters.
_LONGEST_FIRST: Final = 8
_MAX: Final = 30


#: Words that no maker's name holds: what has one is left over even where any short text would do.
_NO_NAME: Final = re.compile("[之所為的而於者也其以皆此是何某卷本年月日冊葉〓?？0-9０-９]|[一二三四五六七八九十]{2}")
_SHORT: Final = 8
#: Characters that end an act but no name.
_ACT_ENDS: Final = tuple("刻刊抄鈔寫")


class Makers(NamedTuple):
    """What stands between a date and an act; ``place_last`` if the place follows the maker."""

    place: str = ""
    makers: tuple[Maker, ...] = ()
    etc: str = ""
    place_last: bool = False


class _Placed(NamedTuple):
    """A place and the makers beside it; ``last`` if the place stands behind them."""

    place: str = ""
    makers: str = ""
    last: bool = False


@lru_cache(maxsize=2048)
def read_makers(text: str, foreign: bool = False, lax: bool = False) -> Makers | None:
    """Return place, makers and 等 of the text between date and act; None if it is not plausibly that.

    ``foreign`` admits the longer names of Japan and Korea; ``lax`` any short text that could be a name.
    """
    if not text:
        return Makers()
    if len(text) > _MAX * 4:
        return None
    text, etc = _without_etc(text)
    placed = _split_place(text, foreign, lax)
    makers = _all_makers(placed.makers, foreign, lax)
    return None if makers is None else Makers(placed.place, makers, etc, placed.last)


def _without_etc(text: str) -> tuple[str, str]:
    """Set 等人 or 等 apart, which says that not all makers are named."""
    etc = next((word for word in _ETC if text.endswith(word) and len(text) > len(word)), "")
    return text[: len(text) - len(etc)], etc


def _all_makers(text: str, foreign: bool, lax: bool) -> tuple[Maker, ...] | None:
    """Return the makers of a list; None if one of its pieces names none."""
    if not text:
        return ()
    makers: list[Maker] = []
    for lead, piece in _pieces(text):
        found = _one_maker(piece, lead, foreign, lax)
        if not found:
            return None
        makers += found
    return tuple(makers)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a list, each with the comma before it."""
    lead, start = "", 0
    for comma in _SPLIT.finditer(text):
        yield lead, text[start : comma.start()]
        lead, start = comma[0], comma.end()
    yield lead, text[start:]


def _one_maker(piece: str, lead: str, foreign: bool, lax: bool) -> tuple[Maker, ...]:
    """Return the maker that a piece names, with a place before it, or the person and the body; empty if none."""
    if not _may_make(piece, foreign, lax):
        return ()
    if piece in _GENERIC or is_person(piece):
        return (Maker(piece, lead),)
    if lead:
        place, rest, _ = _split_place(piece, foreign, False)
        return (Maker(rest, lead, place),) if rest else (Maker(piece, lead),)
    return _person_and_house(piece) or (Maker(piece, lead),)


def _person_and_house(text: str) -> tuple[Maker, ...]:
    """Return a person, or a house, and the house elsewhere that shared in it (魏克愚|徽州|紫陽書院); else empty."""
    for size in range(2, min(_LONGEST_FIRST, len(text) - 2)):
        first, behind = text[:size], text[size:]
        if place_steps(behind) and _may_come_first(first):
            house = _house_elsewhere(behind)
            return (Maker(first), house) if house else ()
    return ()


def _may_come_first(text: str) -> bool:
    """Whether a person, a family or a house is named that a second house elsewhere may follow."""
    return (len(text) <= _FULL and _is_named(text)) or _is_house(text)


def _is_house(text: str) -> bool:
    """Whether ``text`` is a house by its last word, not an office called by its place."""
    return len(text) >= _FULL and bool(_BODIES.search(text)) and not place_steps(text)


def _house_elsewhere(text: str) -> Maker | None:
    """Return an office or a body with the place that it is in (金陵|節署, 徽州|紫陽書院)."""
    seated = _seat(text)
    if seated:
        return Maker(seated[1], "", seated[0])
    place, rest, _ = _split_place(text, False, False)
    return Maker(rest, "", place) if place and len(rest) > 2 and _BODIES.search(rest) else None


def _is_named(text: str) -> bool:
    """Whether ``text`` is a person, or a family (浦氏)."""
    return is_person(text) or (len(text) == 2 and text[0] in SINGLE and text[1] == "氏")


def _seat(text: str) -> tuple[str, str] | None:
    """Return the place and the house of an office in it (溫陵|郡齋), where a person made the book there."""
    house = _SEATS.search(text)
    place = text[: house.start()] if house else ""
    return (place, text[len(place) :]) if place and place_prefix(place) == place else None


def _could_be(text: str) -> bool:
    """Whether a short text could be a name that no rule knows."""
    if not 1 < len(text) <= _SHORT or _NO_NAME.search(text):
        return False
    return bool(_TEXT.fullmatch(text)) and not _ends_in_era(text)


def _ends_in_era(text: str) -> bool:
    """Whether an era stands misplaced behind a person (明|汪道昆|萬曆|刻): that is for the cataloguer to see."""
    return is_person(text[:-2]) and known_era(text[-2:]) and not is_place(text[-2:])


def _may_make(text: str, foreign: bool, lax: bool) -> bool:
    """Whether a text may name a maker, be it, where ``lax``, by its shortness alone."""
    return is_maker(text, foreign) or (lax and _could_be(text))


def _split_place(text: str, foreign: bool, lax: bool) -> _Placed:
    """Set the place apart unless it is part of an office's name (南京國子監) or of a person's (金俊明)."""
    if is_place(text):
        return _Placed(text)
    if text in _GENERIC or is_person(text):
        return _Placed("", text)
    return _place_behind(text) or _place_before(text, foreign, lax)


def _place_behind(text: str) -> _Placed | None:
    """Set apart a place that stands behind a person (李元陽|雲南大理)."""
    for size in (3, 2):
        if len(text) > size + 1 and _is_named(text[:size]) and is_place(text[size:]):
            return _Placed(text[size:], text[:size], True)
    return None


def _place_before(text: str, foreign: bool, lax: bool) -> _Placed:
    """Set apart a place that stands before a maker (金陵|唐氏富春堂); one that only makes a name is none (新安堂)."""
    steps, rest = _own_places(text)
    if steps and rest == _AND_ELSEWHERE:
        return _Placed(text)
    if not steps or rest in _OWN_WORDS:
        return _place_abroad_last(text)
    if rest and not _may_make(_SPLIT.split(rest)[0], foreign, lax):
        return _Placed("", text)
    return _Placed("".join(steps), rest)


def _own_places(text: str) -> tuple[tuple[str, ...], str]:
    """Return the places before a maker and the rest, which keeps the place that an office, a temple or a house is
    called by (建康府學, 承天寺, 金陵|三山堂).
    """
    steps = place_steps(text)
    rest = text[len("".join(steps)) :]
    if steps and (_OFFICIAL.match(rest) or rest[:1] in _NAMED_AFTER or (len(steps) > 1 and rest in _OWN_WORDS)):
        return steps[:-1], steps[-1] + rest
    return steps, rest


def _place_abroad_last(text: str) -> _Placed:
    """Set a country apart that stands behind a house (邁宋書館日本)."""
    for size in (4, 3, 2):
        if text[-size:] in ABROAD and len(text) > size + 2 and _BODIES.search(text[:-size]):
            return _Placed(text[-size:], text[:-size], True)
    return _Placed("", text)


@lru_cache(maxsize=2048)
def is_maker(text: str, foreign: bool = False) -> bool:
    """Whether ``text`` is plausibly one maker."""
    if text.endswith(_ACT_ENDS):
        return False
    if text in _GENERIC or is_person(text):
        return True
    return text in SINGLE if len(text) < 2 else _is_house_or_people(text, foreign)


def _is_house_or_people(text: str, foreign: bool) -> bool:
    """Whether a longer text is a body by its last word, a family, or a person with what he is told by."""
    if len(text) > _MAX or text[-1] == "印" or not _TEXT.fullmatch(text) or _ends_in_era(text):
        return False
    return bool(_BODIES.search(text)) or _is_family(text, foreign) or _ends_in_person(text)


def _is_family(text: str, foreign: bool) -> bool:
    """Whether ``text`` is a family (毛氏 …), a name with an epithet, or one of another people."""
    if _DOTTED.search(text):
        return 4 <= len(text) <= _LONGEST_DOTTED
    if text[1:2] == "氏" and text[0] in SINGLE:
        return len(text) < _LONGEST_FAMILY
    return _has_epithet(text) or (foreign and len(text) <= _LONGEST_FOREIGN)


def _has_epithet(text: str) -> bool:
    """Whether a name follows the word by which a monk or an emperor is told (釋|道濟)."""
    epithet = EPITHETS.match(text)
    return bool(epithet and 1 < len(text) - epithet.end() < 5)


def _ends_in_person(text: str) -> bool:
    """Whether a person stands at the end, after a place, an office or another person (秦藩朱惟焯, 書林余氏 …)."""
    return any(_is_led_up_to(text[-size:], text[:-size]) for size in (3, 2, 4))


def _is_led_up_to(person: str, head: str) -> bool:
    """Whether ``person`` is one, and what stands before him tells where, in what office, or with whom he was."""
    if not head or not is_person(person) or (len(person) > _FULL and person[:2] not in COMPOUND):
        return False
    return _is_setting(head) or is_person(head) or (len(person) == _FULL and head in SINGLE)


def _is_setting(head: str) -> bool:
    """Whether a place, a house or an office stands before a person."""
    place = place_prefix(head)
    if place and (place == head or is_maker(head[len(place) :])):
        return True
    return bool(_OFFICE.search(head) or _BODIES.search(head))
