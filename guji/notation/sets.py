"""Sets that an edition is a volume of: 通志堂經解, 四部叢刊, and names that begin or end like an act of making."""

from __future__ import annotations

import re
from typing import Final

from guji.notation.words import both_forms

#: The characters of a set's name.
SERIES: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓]{2,24}")
#: What ends the names of sets.
SERIES_WORD: Final = re.compile(
    both_forms(
        "(?:叢書|丛书|全書|叢刊|叢刻|彙刻|合刻|選刻|彙刊|叢編|叢鈔|叢抄|經解|藏|文集|全集|遺書|彙編|藏經|四庫|學海|秘書|逸史|善本|二十四史|全史|備要|集成|大典|初編|續編|三編|聚珍版|聚珍版書)\\Z"
    )
)
#: A set whose name begins like an act of making (刻|重刊宋本十三經注疏).
_NAMED_LIKE_AN_ACT: Final = re.compile(
    both_forms("(?:重刊|重刻|重校|校刊|校正|新刊|新刻|增訂|重訂|補刊|續刻|仿宋|影宋|景宋)(?![本]).{4,}")
)
#: A set whose name ends like an act of making (刻|漸西村舍彙刊本).
_SET_OF_PRINTS: Final = re.compile(both_forms("(?:彙刊|叢刊|叢刻)\\Z"))
#: What ends an act, but hardly the name of a set (八代文抄 is one).
_ENDS_IN_ACT: Final = re.compile("(?:[刻刊寫]|(?<![文詩詞賦曲類書史])[抄鈔])\\Z")
_SHORT: Final = 3


def is_set(rest: str) -> bool:
    """Whether what follows an act is a set whose name begins or ends like another act."""
    return bool(_NAMED_LIKE_AN_ACT.match(rest) or (len(rest) > _SHORT and _SET_OF_PRINTS.search(rest)))


def may_be_set(rest: str) -> bool:
    """Whether what follows an act may be a set's name: it does not end like an act, or it has a set's last word."""
    return bool(SERIES.fullmatch(rest)) and (not _ENDS_IN_ACT.search(rest) or bool(SERIES_WORD.search(rest)))
