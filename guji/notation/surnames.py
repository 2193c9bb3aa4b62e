"""Surnames, by which a person's name is told from other words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from guji.notation.words import both_forms, load

#: Surnames of one character.
SINGLE: Final = load("surnames")
#: People whose names end in a word that is also an act or a role.
KNOWN: Final = load("known_names")
#: Surnames that hardly ever begin a given name.
PLAIN: Final = load("plain_surnames")
#: Surnames of two characters.
COMPOUND: Final = load("compound_surnames")

#: Words that end the names of houses and offices, never of people.
_BODIES: Final = (
    "書館",
    "書局",
    "書社",
    "山房",
    "書屋",
    "精舍",
    "草堂",
    "書院",
    "書坊",
    "書房",
    "印社",
    "公司",
    "學堂",
    "學會",
    "委員會",
    "局",
    "館",
    "社",
    "處",
)


#: What stands for a name that nobody knows.
_NOBODY: Final = frozenset(("佚名", "闕名", "無名氏", "失名", "□□", "□□□", "某氏"))

_DONE: Final = "撰著|編著|編纂|編輯|編撰|編譯|纂修|纂輯|修纂|[撰著編輯纂作譯繪修書註注]"
#: What says that nobody is known to have made it, in place of a name (不著撰人, 纂修者不詳).
UNKNOWN: Final = re.compile(
    both_forms(
        f"[不未][著題署詳](?:{_DONE})[人者]?(?:姓名|姓氏|名氏|名姓)?|"
        f"(?:{_DONE})[人者](?:姓名)?(?:[不未]詳|不明|佚名|失考|[無待]考|闕名)"
    )
)


@lru_cache(maxsize=2048)
def is_person(text: str) -> bool:
    """Whether ``text`` looks like a full personal name: a surname and one or two characters more (or □).

    Clerical names (釋…), 佚名 and the like count as well.
    """
    if text in KNOWN or text in _NOBODY or UNKNOWN.fullmatch(text):
        return True
    return not text.endswith(_BODIES) and _is_name(text)


def _is_name(text: str) -> bool:
    """Whether ``text`` begins with a surname, or 釋, and is as long as such a name may be."""
    if text[:1] == "釋":
        return 3 <= len(text) <= 8
    if text[:2] in COMPOUND:
        return 3 <= len(text) <= 4
    return text[:1] in SINGLE and 2 <= len(text) <= 3 and text[1] != "氏"
