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
_SPACES = "\u3000 \u2003\u2002\u2000\u2001\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u1680"
#: Spaces at which no line ends: they belong to what stands before them.
NO_BREAK_SPACES = "\u00a0\u2007\u202f"
SPACES = frozenset(_SPACES)
ANY_HAN = "書"
#: So far back it is looked for what stands before spaces, and for what marks modify.
MOST_BACK = 16
WORD_MARKS = frozenset("-./:'’&_+=@#~*\\|<>^`$%()[]{},;!?\"")

TRIMMED_OPENING = "（〔［【《〈「『〖｛“‘〝"
TRIMMED_CLOSING = "）〕］】》〉」』〗｝”’〞"
STOPS_LOWER_LEFT = {"mainland": "、。，．：；", "taiwan": "", "old": "、。，．", "japan": "、。，．"}

FREE, LIGHT, WEAK, FORBIDDEN, INSEPARABLE = 0, 1, 2, 3, 4


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


def is_ideograph(char: str) -> bool:
    """Say whether a character is an encoded ideograph, compatibility ones among them."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def is_word(char: str) -> bool:
    """Say whether a character belongs to words that are not broken: letters and digits outside the Han script."""
    if char < "\u0080":
        return char.isalnum()
    code = ord(char)
    if code >= 0x2E80 and not 0xA640 <= code < 0xAB30:
        return False
    return unicodedata.category(char)[0] in "LMN"


#: Line-breaking classes. ASCII brackets are kept apart from the full-width ones: they go with their word.
HAN, OPEN, CLOSE, WORD, NUMERAL, COUNTER, FINAL, YEAR, SPACE, MARK, LEAD, EXTEND, ASCII_OPEN, ASCII_CLOSE = range(14)
CLASS_COUNT, _CONTEXT = 14, -1


class _Classes(dict[str, int]):
    """Line-breaking class by character, worked out when first met."""

    def __missing__(self, char: str) -> int:
        value = self[char] = _class_of(char)
        return value


def _class_of(char: str) -> int:
    if is_ignorable(char) or char in NO_BREAK_SPACES or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return EXTEND
    for members, value in _MEMBERS:
        if char in members:
            return value
    if is_word(char):
        return WORD
    return MARK if char in WORD_MARKS else HAN


#: The members of the classes; a character that two of them hold is of the first.
_MEMBERS = (
    (SPACES, SPACE),
    (NUMERALS, NUMERAL),
    (NOT_FIRST, FINAL),
    (frozenset("年"), YEAR),
    (COUNTED, COUNTER),
    (frozenset("第"), LEAD),
    (frozenset(char for char in NO_END if char.isascii()), ASCII_OPEN),
    (NO_END, OPEN),
    (frozenset(char for char in NO_START if char.isascii()), ASCII_CLOSE),
    (NO_START, CLOSE),
)
CLASSES = _Classes()


def penalty(text: str, at: int) -> int:
    """Return what a line break before ``text[at]`` costs: free, light (rather not), weak, forbidden, inseparable."""
    cost = COSTS[CLASSES[text[at - 1]] * CLASS_COUNT + CLASSES[text[at]]]
    return cost if cost >= 0 else _in_context(text, at)


def _in_context(text: str, at: int) -> int:
    """Return the cost where more than two characters count: what modifies another, a year or a space in brackets."""
    left = CLASSES[text[at - 1]]
    if left == YEAR:
        return LIGHT if text[at + 1 : at + 2].isdigit() else FREE
    before = text[max(at - MOST_BACK, 0) : at]
    return _after_modified(before, text[at : at + 2]) if left == EXTEND else _after_spaces(before)


def _after_modified(before: str, after: str) -> int:
    """Return the cost after marks that modify a character: that of a break after the character itself."""
    bare = before.rstrip("".join(char for char in set(before) if CLASSES[char] == EXTEND))
    return penalty((bare or ANY_HAN)[-1] + after, 1)


def _after_spaces(before: str) -> int:
    """Return the cost after spaces: free, but for spaces inside an opening mark, which stay with it."""
    bare = before.rstrip(_SPACES)
    return FORBIDDEN if bare and CLASSES[bare[-1]] in _OPENS else FREE


_ANY = frozenset(range(CLASS_COUNT))
_OPENS, _CLOSES, _WORDS = frozenset((OPEN, ASCII_OPEN)), frozenset((CLOSE, ASCII_CLOSE)), frozenset((WORD, MARK))
#: What a break costs between a character of some classes and one of others, by the first rule that has both;
#: ``_CONTEXT`` if more than the two count. First marks and spaces (clreq §3.1), then what is counted, then words.
_RULES = (
    (_ANY, frozenset((EXTEND,)), INSEPARABLE),
    (_ANY, frozenset((SPACE,)), FORBIDDEN),
    (frozenset((SPACE,)), _CLOSES, FORBIDDEN),
    (frozenset((SPACE, EXTEND)), _ANY, _CONTEXT),
    (_ANY, _CLOSES, FORBIDDEN),
    (_OPENS, _ANY, FORBIDDEN),
    (frozenset((NUMERAL, LEAD)), frozenset((NUMERAL,)), WEAK),
    (frozenset((NUMERAL, WORD)), frozenset((COUNTER, YEAR)), WEAK),
    (_ANY, frozenset((NUMERAL, COUNTER, YEAR, LEAD)), FREE),
    (_ANY, frozenset((FINAL,)), WEAK),
    (_WORDS | {ASCII_CLOSE}, _WORDS, FORBIDDEN),
    (_WORDS, frozenset((ASCII_OPEN,)), FORBIDDEN),
    (frozenset((YEAR,)), _OPENS, _CONTEXT),
    (_ANY, _ANY, FREE),
)


def _cost(left: int, right: int) -> int:
    """Return what a break between characters of two classes costs."""
    return next(cost for before, after, cost in _RULES if left in before and right in after)


#: What a break costs by the classes on its two sides: ``left * 14 + right``.
COSTS = [_cost(left, right) for left in range(CLASS_COUNT) for right in range(CLASS_COUNT)]
