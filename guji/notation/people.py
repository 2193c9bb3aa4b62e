"""Names and roles: taking ``李周翰注`` or ``王樵等纂修`` apart, and telling a dynasty in brackets from a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from authority.chronology import find_dynasty
from authority.han import fold
from guji.notation.lexicon import DYNASTY_WORDS, LABELS, NATIONS, ROLE_JOINTS, ROLES, SURNAME_DYNASTIES
from guji.notation.places import place_prefix
from guji.notation.scan import OPENING, closing
from guji.notation.structures import Name, Note
from guji.notation.surnames import COMPOUND, KNOWN, PLAIN, SINGLE, is_person
from guji.notation.words import both_forms

_COLLECTED: Final = re.compile("集[一-鿿]{1,3}(?:行書|楷書|草書|書|字|文|句|詩|唐詩)")
_ETC: Final = ("等", "等人")
_OPENING: Final = re.compile(f"[{re.escape(OPENING)}]")
#: Characters that begin a role but rather end a name of three (萬斯同|撰).
_NAME_ENDINGS: Final = frozenset("同修定原初")
#: Roles of one character so rare that a name of three is likelier to end in them (王士點).
_RARE_ROLES: Final = frozenset("點点裁略科斷断廣广誌志臨临衍圖图序參参梓節节演詮诠測测訓训")
#: The end of a body's name, the last character of which begins roles as well (會編).
_BODY: Final = re.compile(
    both_forms(
        "(?:員|學|協|公|教|商|議|善|鄉|研究|保存|總|分|年|佛|工|農|經|生|備|覽|字|事|益|治|持|合|金|社|館|院|局|處|術|文|化)會\\Z"
    )
)
_FULL: Final = 3
_LONGEST_OBJECT: Final = 6
_LONGEST_ROLE: Final = 14
#: Acts of a scholar that are joined freely, two and two (注補, 校補, 箋評): no name of a person ends in them.
_JOINED_FIRST: Final = frozenset("校輯箋評注註補疏釋訂編音考刪標批解辑笺评补释订编删标")
_JOINED_LAST: Final = frozenset("注註釋訂補正選纂輯編校閱評點證解疏箋定錄刪释订补选辑编阅评点证笺录删")
#: Every character that a role can begin with: looked at first, so that names are passed over quickly.
_BEGIN_ROLES: Final = frozenset(role[0] for role in ROLES) | _JOINED_FIRST
#: Words before a name that are not part of it: the clerical 釋, temple names of emperors, 沙門 …
EPITHETS: Final = re.compile(
    "釋|三藏法師|[中後]主|[一-鿿]{2}皇后|沙門|僧人?(?=[\u4e00-\u9fff]{2})|比丘尼?|道士"
    "|(?:[太世高中玄睿仁英神哲徽欽孝光寧理度恭端肅代德順憲穆敬文武宣懿僖昭成宪熹思聖顯道景興熙惠毅莊明][祖宗]|[文武明景元宣孝昭和桓靈獻簡閔煬簡]{1,2}帝)(?=[^皇帝實廟].)"
)


#: The names without regard to the form of their characters (三國吴, 后漢, 晋, 朝鲜).
_DYNASTIES: Final = frozenset(map(fold, DYNASTY_WORDS))
_NATIONS: Final = frozenset(map(fold, NATIONS))
#: Ages before the name of one of their states (十國吳越), and respectful words before one's own dynasty (大清).
_AGES: Final = ("三国", "十六国", "南北朝", "南朝", "北朝", "五代", "十国", "五代十国", "大", "皇", "故", "伪")
#: Two dynasties that a life spans, or the end of one: 元末明初, 清末民初, 宋元間.
_SPANNING: Final = re.compile("(.{1,2}?)[末季]?(?:(.{1,2}?)[初间]?)?")
#: Countries that stand bare before a name of their people (日本林羅山).
_COUNTRIES: Final = ("日本", "朝鮮", "高麗", "安南")
#: Dynasties, and how an author calls his own.
_NAMED: Final = _DYNASTIES | frozenset(map(fold, ("國朝", "本朝", "皇朝", "聖朝")))
#: Words that stand for a dynasty as they are, those for one not known among them.
_WRITTEN: Final = DYNASTY_WORDS | {"□", "□□", "？", "?"}


@lru_cache(maxsize=1024)
def is_dynasty(text: str) -> bool:
    """Whether ``text`` is a dynasty's name as statements write it, in any form of its characters.

    □ and ? stand for one not known.
    """
    name = fold(text)
    if text in _WRITTEN or name in _NAMED or _has_age(name) or _spans_dynasties(name):
        return True
    known = find_dynasty(text)
    return known is not None and known.region == "CN"


def _has_age(name: str) -> bool:
    """Whether an age or a word of respect stands before a dynasty (十國|吳越, 大|清)."""
    return any(name.startswith(age) and name[len(age) :] in _DYNASTIES for age in _AGES)


def _spans_dynasties(name: str) -> bool:
    """Whether a folded name tells the end of a dynasty or two that follow one another (元末明初)."""
    match = _SPANNING.fullmatch(name)
    return match is not None and all(one is None or one in _DYNASTIES or one == "民" for one in match.groups())


@lru_cache(maxsize=1024)
def is_nation(text: str) -> bool:
    """Whether ``text`` is a foreign country's name, alone or before a dynasty (日本江戶), in any form."""
    name = fold(text)
    return name in _NATIONS or (len(name) > 2 and name[:2] in ("日本", "朝鲜", "高丽", "越南"))


@lru_cache(maxsize=2048)
def split_role(body: str) -> tuple[str, str, str]:
    """Split ``李周翰等注`` into name, 等 and role; empty strings for what is not there.

    The longest role is taken that leaves a name: of 歐陽修撰 only 撰, of 顧頡剛編輯 all of 編輯.
    """
    if body in KNOWN or _ends_like_a_role(body):
        return body, "", ""
    found = _split_after_name(body) or _split_after_words(body)
    return found or (("", "", body) if is_role(body) else (*_split_etc(body), ""))


def _ends_like_a_role(body: str) -> bool:
    """Whether ``body`` is a full name whose last character is rather part of it than a role (馬端臨)."""
    return len(body) >= _FULL and body[-1] in _RARE_ROLES and body[0] not in "釋释" and is_person(body)


def _role_starts(body: str) -> Iterator[int]:
    """Yield where a role that reaches to the end may begin, the longest first."""
    for start in range(max(1, len(body) - _LONGEST_ROLE), len(body)):
        if body[start] in _BEGIN_ROLES and is_role(body[start:]):
            yield start


def _split_after_name(body: str) -> tuple[str, str, str] | None:
    """Split where a full name or 等 ends; a name takes a further character that rather belongs to it."""
    for start in _role_starts(body):
        longer, rest = body[: start + 1], body[start + 1 :]
        if is_role(rest) and _completes(longer):
            return longer, "", rest
        name, etc = _split_etc(body[:start])
        if etc or is_person(name):
            return name, etc, body[start:]
    return None


def _completes(longer: str) -> bool:
    """Whether a name is complete only with its last character, which also begins roles (歐陽修, 同善會)."""
    return longer in KNOWN or (longer[-1] in _NAME_ENDINGS and is_person(longer)) or bool(_BODY.search(longer))


def _split_after_words(body: str) -> tuple[str, str, str] | None:
    """Split where what is left is no full name, but may name somebody."""
    start = next((start for start in _role_starts(body) if _may_be_name(body[:start])), None)
    role = "" if start is None else body[start:]
    if role not in ROLES or len(role) == 1:
        with_object = _with_object(body)
        if with_object:
            return with_object
    return None if start is None else _extended(body[:start], "", role)


def _with_object(body: str) -> tuple[str, str, str] | None:
    """Read a full name, a role of two characters and what it was done to (鍾惺|評點史記, 李調元|校刊函海).

    After 等 the name is surely over, and a role of one character does (汪灝|等|輯韻府拾遺).
    """
    found = _DONE_BY_SEVERAL.match(body)
    if found and any(found[3][:size] in ROLES for size in (1, 2)) and is_person(found[1]):
        return found[1], found[2], found[3]
    size = next((size for size in (3, 2) if _does_to_a_work(body[size:]) and is_person(body[:size])), 0)
    return (body[:size], "", body[size:]) if size else None


def _does_to_a_work(text: str) -> bool:
    """Whether a role of two characters and the work it was done to are all of ``text`` (評點|史記)."""
    return text[:2] in ROLES and 2 <= len(text) - 2 <= _LONGEST_OBJECT


def _extended(name: str, etc: str, role: str) -> tuple[str, str, str]:
    """Give the role the last character of a name that is a person's without it (李邦珍|詮|次)."""
    if len(name) in (3, 4) and name[-1] in ROLES and is_person(name[:-1]) and name[:2] not in COMPOUND:
        return name[:-1], etc, name[-1] + role
    return name, etc, role


#: A name, 等, and what they did to which work.
_DONE_BY_SEVERAL: Final = re.compile(f"([一-鿿]{{2,4}}?)(等人?)([一-鿿]{{3,{_LONGEST_OBJECT}}})\\Z")
#: A role and what was made, where it is not the whole work (撰小稾).
_WITH_OBJECT: Final = re.compile(
    both_forms("(?:撰|輯|編|注|註|補|校|續|譯|繪|箋)[一-鿿]{1,3}[稿稾藁集錄録記志傳圖表譜略詩詞賦說疏義例跋話議草]")
)


@lru_cache(maxsize=2048)
def is_role(text: str) -> bool:
    """Whether ``text`` is a role: simple (撰), listed (輯錄纂註), with its object (注略例), joined (輯並評, 撰並書)."""
    if text in ROLES or _COLLECTED.fullmatch(text) or _WITH_OBJECT.fullmatch(text):
        return True
    return _is_done_to_part(text) or _is_double_role(text) or _is_joined_role(text)


def _is_done_to_part(text: str) -> bool:
    """Whether ``text`` is a role and the part of the work that it was done to: 注|略例, 編|年譜."""
    return any(text[:size] in ROLES and text[size:] in LABELS for size in (1, 2) if len(text) > size + 1)


def _is_double_role(text: str) -> bool:
    """Whether ``text`` is two roles side by side: 注補, 編輯校訂."""
    if len(text) == 2:
        return text[0] in _JOINED_FIRST and text[1] in _JOINED_LAST
    return len(text) == 4 and text[:2] in ROLES and text[2:] in ROLES


def _is_joined_role(text: str) -> bool:
    """Whether ``text`` is roles joined by 並, 兼, 及 or 又."""
    joints = (index for index in range(1, len(text) - 1) if text[index] in ROLE_JOINTS)
    return any(text[:index] in ROLES and is_role(text[index + 1 :]) for index in joints)


def _split_etc(text: str) -> tuple[str, str]:
    for etc in _ETC:
        if text.endswith(etc) and len(text) > len(etc):
            return text[: -len(etc)], etc
    return text, ""


def _may_be_name(name: str) -> bool:
    """Whether a name is left: two characters, but not a compound surname alone, nor one cut short."""
    if len(name) < 2:
        return False
    return name not in COMPOUND


@lru_cache(maxsize=2048)
def read_name(text: str) -> Name:
    """Return the name with its epithet (釋, 太祖), a bracketed note after it, or the place of origin before it."""
    text, note = _without_note(text)
    length = _epithet_length(text)
    if length:
        return Name(text[length:], text[:length], note)
    place = _origin(text)
    return Name(text[len(place) :], "", note, place)


def _without_note(text: str) -> tuple[str, Note | None]:
    """Set apart the bracketed note that ends a name."""
    opening = _OPENING.search(text, 1)
    if opening is None or closing(text, opening.start()) != len(text) - 1:
        return text, None
    at = opening.start()
    return text[:at], Note(text[at + 1 : -1], text[at] + text[-1])


def _epithet_length(text: str) -> int:
    """Return the length of the word before a name by which its bearer is told (釋, 太祖), 0 if there is none."""
    epithet = EPITHETS.match(text)
    if epithet is None:
        return 0
    least = 1 if epithet[0] == "釋" else 2
    return epithet.end() if len(text) - epithet.end() >= least else 0


def _origin(text: str) -> str:
    """Return the place of origin that stands before a full name (仁和|龔自珍), empty if there is none."""
    if len(text) <= _FULL or is_person(text):
        return ""
    place = place_prefix(text)
    return place if place and is_person(text[len(place) :]) else ""


def _full_after(word: str, rest: str, unbracketed: bool) -> bool:
    """Whether what follows a word that is a surname as well is surely a full name (宋|沈括, 唐|李翱, not 唐|順之)."""
    return len(rest) >= _FULL or word[0] not in SINGLE or (unbracketed and rest[0] in PLAIN)


@lru_cache(maxsize=2048)
def bare_dynasty(body: str, unbracketed: bool = False) -> str:
    """Return the dynasty that stands unbracketed before a name (清惠棟), empty if there is none.

    Words that are surnames as well (宋, 金, 唐 …) count only if what follows is surely a full name:
    of three characters, or, in a catalogue known to set no brackets around dynasties (``unbracketed``), one that begins
    with a surname that hardly begins given names.
    """
    if body[:2] in _COUNTRIES and len(body) > _FULL:
        return body[:2]
    for length in (4, 3, 2, 1):
        word = body[:length]
        if fold(word) in _DYNASTIES and _is_of(word, body[length:], unbracketed):
            return word
    return ""


def _is_of(word: str, rest: str, unbracketed: bool) -> bool:
    """Whether a person follows a dynasty's word: with an epithet, behind his place of origin, or by a full name."""
    if len(rest) > _FULL and EPITHETS.match(rest):
        return True
    if word in SURNAME_DYNASTIES:
        return is_person(rest) and _full_after(word, rest, unbracketed)
    return is_person(rest) or bool(_origin(rest))
