"""The words of time in statements: years, months, phases of a reign, periods, and the Gregorian years beside them."""

from __future__ import annotations

import re
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.structures import CommonEra
from guji.notation.words import both_forms

_NUM: Final = f"(?:元|[{NUMERAL_CHARS}]{{1,8}}(?:有[{NUMERAL_CHARS}]{{1,3}})?)"
JOINT: Final = re.compile("[至到\\-－—–~～]{1,2}")
YEAR: Final = re.compile(
    both_forms(f"({_NUM})(年|載)(?!間|中葉|代)|({_NUM})(?=[至到\\-－—–~～]{_NUM}年|[（(]\\d{{3,4}}[）)])")
)
MONTH: Final = re.compile(
    both_forms(f"閏?(?:正|臘|冬|[{NUMERAL_CHARS}]{{1,3}})月(?:(?:初|廿|[{NUMERAL_CHARS}]){{1,4}}日?)?")
)
PHASE: Final = re.compile(
    both_forms(
        "(?:時代|時期)(?:初期|前期|中期|後期|末期|晚期|初|末)?|年間|年代|年中|初年|末年|中期|中葉|中叶|前期|後期|后期|晚期|早期|初期|末期|季年|以前|以後|之際|間|间|閒|年(?=[\u4e00-\u9fff])|[時朝](?=[刻刊抄寫印])|初|末|中(?=[刻刊印抄寫、，]|\\Z)|[?？](?=.)"
    )
)
#: Times told without dynasty or era: centuries, and 時期 of a rule (吐蕃統治敦煌時期).
PERIOD: Final = re.compile(
    both_forms(
        f"[{NUMERAL_CHARS}]{{1,3}}(?:[至到\\-－—~～][{NUMERAL_CHARS}]{{1,3}})?世紀(?:以前|前後|左右|初期|末期|前期|後期|中期|初|末|中葉|上半葉|下半葉|前)?|(?:吐蕃統治敦煌|歸義軍|高昌|回鶻)時期"
    )
)
#: 代 after a dynasty's name, before an act or its maker (清代刻本).
_ALL_OF_IT: Final = re.compile("代(?=[刻刊抄鈔寫印活鉛石木稿拓彩繪套官內民精影])")
_AMID: Final = re.compile("中(?![山州都央])")
#: What may tell a phase right behind a dynasty's name (清|代, 唐|時期), and right behind an era's (萬曆|中).
AFTER_DYNASTY: Final = re.compile("|".join((PHASE.pattern, PERIOD.pattern, _ALL_OF_IT.pattern)))
AFTER_ERA: Final = re.compile("|".join((PHASE.pattern, _AMID.pattern)))
_CE: Final = re.compile("([（(\\[［])(約?)(前?)(\\d{3,4})(?:([-－—–~～至])(前?\\d{2,4}))?(年?)([）)\\]］])")
BARE_CE: Final = re.compile(
    both_forms(
        "((?:約|约)?(?:公元|西元)?)([12]\\d{3})(?:([-－—–~～至])(\\d{2,4}))?(年代?|(?=[刻刊抄鈔寫鉛石影油木排膠曬]))"
    )
)
CLOSERS: Final = {"（": "）", "(": ")", "[": "]", "［": "］", "〔": "〕"}


def read_common_era(text: str, pos: int) -> tuple[CommonEra | None, int]:
    """Return the bracketed Gregorian year or range at ``pos``, and where it ends."""
    if pos >= len(text) or text[pos] not in CLOSERS:
        return None, pos
    match = _CE.match(text, pos)
    if match is None or match[8] != CLOSERS[match[1]]:
        return None, pos
    first = int(match[4]) * (-1 if match[3] else 1)
    last = _last_year(match[4], match[6]) if match[6] else None
    short = bool(match[6]) and len(match[6].lstrip("前")) < len(match[4])
    return CommonEra(first, last, match[1] + match[8], match[5] or "-", match[7], match[2], short), match.end()


def bare_era(match: re.Match[str]) -> CommonEra:
    """Return the Gregorian year or range that :data:`BARE_CE` matched."""
    last = _last_year(match[2], match[4]) if match[4] else None
    short = bool(match[4]) and len(match[4]) < len(match[2])
    return CommonEra(int(match[2]), last, "", match[3] or "-", match[5], match[1], short)


def _last_year(first: str, last: str) -> int:
    """Return the end of a range whose end may be shortened (1628-39)."""
    if last.startswith("前"):
        return -int(last[1:])
    return int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)
