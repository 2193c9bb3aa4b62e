"""Which characters may end or begin a line, and which ones carry half an em of white.

The classes follow W3C "Requirements for Chinese Text Layout" (clreq) §3.1 and GB/T 15834-2011 §5: no closing
mark begins a line, no opening mark ends one. What is added belongs to catalogues: a numeral stays with its
卷/冊/年, a census number, a year or a Latin word is never broken.
"""

from __future__ import annotations

import unicodedata

OPENING = "（〔［【《〈「『〖｛“‘([{〝"
CLOSING = "）〕］】》〉」』〗｝”’)]}〞、。，．：；！？,.:;!?"
NO_START = frozenset(CLOSING + "…—–·・‧～-%‰％℃々〻ーヽヾゝゞ／/")
NO_END = frozenset(OPENING + "#＃№＄$￥")
NUMERALS = frozenset("〇一二三四五六七八九十百千萬万廿卅卌□０１２３４５６７８９元首")
COUNTED = frozenset("卷卷巻冊册年葉叶頁页函回折種种部篇章月日號号集")
#: What no line of a register begins with, whatever stands before it: the last character of a 卷數, 版本 or 冊數.
NOT_FIRST = frozenset("卷卷巻冊册本")
SPACES = frozenset("\u3000 \u2003\u2002")
WORD_MARKS = frozenset("-./:'’&_+=@#~*\\|<>^`$%()[]{},;!?\"")

TRIMMED_OPENING = "（〔［【《〈「『〖｛“‘〝"
TRIMMED_CLOSING = "）〕］】》〉」』〗｝”’〞"
STOPS_LOWER_LEFT = {"mainland": "、。，．：；", "taiwan": "", "old": "、。，．", "japan": "、。，．"}

FREE, WEAK, FORBIDDEN, INSEPARABLE = 0, 1, 2, 3


def closing_trims(standard: str) -> str:
    """Return the closing marks whose right half is white in this glyph standard."""
    return TRIMMED_CLOSING + STOPS_LOWER_LEFT[standard]


def is_ignorable(char: str) -> bool:
    """Say whether a character is invisible by definition: variation selectors, joiners, marks of order."""
    code = ord(char)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code in (0xAD, 0x34F, 0x61C, 0x2060, 0xFEFF)
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )


def is_control(char: str) -> bool:
    """Say whether a character has no form at all: controls, lone surrogates, line separators."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def is_private(char: str) -> bool:
    """Say whether a character is for private use (造字), so that its meaning depends on the face."""
    return unicodedata.category(char) == "Co"


def is_word(char: str) -> bool:
    """Say whether a character belongs to words that are not broken: letters and digits outside the Han script."""
    if char < "\u0080":
        return char.isalnum()
    code = ord(char)
    if code >= 0x2E80 and not 0xA640 <= code < 0xAB30:
        return False
    return unicodedata.category(char)[0] in "LMN"


HAN_CLASS, OPEN_CLASS, CLOSE_CLASS, WORD_CLASS, NUMERAL_CLASS, COUNTED_CLASS, SPACE_CLASS, MARK_CLASS, LEAD_CLASS = (
    range(9)
)
EXTEND_CLASS, FINAL_CLASS = 9, 10
_CONTEXT = -1


class _Classes(dict[str, int]):
    """Line-breaking class by character, worked out when first met."""

    def __missing__(self, char: str) -> int:
        value = self[char] = _class_of(char)
        return value


def _class_of(char: str) -> int:
    if is_ignorable(char) or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return EXTEND_CLASS
    if char in SPACES:
        return SPACE_CLASS
    if char in NUMERALS:
        return NUMERAL_CLASS
    if char in NOT_FIRST:
        return FINAL_CLASS
    if char in COUNTED:
        return COUNTED_CLASS
    if char == "第":
        return LEAD_CLASS
    if char in NO_END:
        return OPEN_CLASS
    if char in NO_START:
        return CLOSE_CLASS
    if is_word(char):
        return WORD_CLASS
    return MARK_CLASS if char in WORD_MARKS else HAN_CLASS


CLASSES = _Classes()


class _Pairs(dict[str, int]):
    """What a break between two characters costs, worked out when the pair is first met.

    ``_CONTEXT`` says that it depends on more than the pair.
    """

    def __missing__(self, pair: str) -> int:
        value = self[pair] = _pair_cost(pair[0], pair[1], CLASSES[pair[0]], CLASSES[pair[1]])
        return value


def penalty(text: str, at: int) -> int:
    """Return what a line break before ``text[at]`` costs: free, weak (better not), forbidden, inseparable."""
    cost = PAIRS[text[at - 1 : at + 1]]
    return cost if cost >= 0 else _in_context(text, at)


def _in_context(text: str, at: int) -> int:
    """Return the cost where a third character counts: marks on a letter, a year in brackets."""
    if CLASSES[text[at - 1]] == EXTEND_CLASS:
        return FREE if at < 2 else FORBIDDEN
    return WEAK if text[at + 1 : at + 2].isdigit() else FREE


def _pair_cost(before: str, after: str, left: int, right: int) -> int:
    if right == EXTEND_CLASS:
        return INSEPARABLE
    if right == SPACE_CLASS:
        return FORBIDDEN
    if left == SPACE_CLASS:
        return FORBIDDEN if right == CLOSE_CLASS and after in NO_START else FREE
    if left == EXTEND_CLASS:
        return _CONTEXT if right in (CLOSE_CLASS, WORD_CLASS) else FREE
    if right == CLOSE_CLASS or left == OPEN_CLASS:
        return FORBIDDEN
    return _joined(before, after, left, right)


def _joined(before: str, after: str, left: int, right: int) -> int:
    if right in _JOINS:
        return WEAK if left in _JOINS[right] else FREE
    if right == FINAL_CLASS:
        return WEAK
    if right in (WORD_CLASS, MARK_CLASS):
        joined = left in (WORD_CLASS, MARK_CLASS) or (left == CLOSE_CLASS and before < "\u0080")
        return FORBIDDEN if joined else FREE
    if right == OPEN_CLASS:
        return _before_opening(before, after, left)
    return FREE


#: What a numeral and a counter are kept with.
_JOINS = {
    NUMERAL_CLASS: (NUMERAL_CLASS, LEAD_CLASS),
    COUNTED_CLASS: (NUMERAL_CLASS, WORD_CLASS),
    LEAD_CLASS: (),
}


def _before_opening(before: str, after: str, left: int) -> int:
    """Keep a Gregorian year in brackets with the reign year before it, and ASCII brackets with their word."""
    if after < "\u0080" and left in (WORD_CLASS, MARK_CLASS):
        return FORBIDDEN
    return _CONTEXT if before == "年" else FREE


PAIRS = _Pairs()
