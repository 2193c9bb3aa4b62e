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
    is_ascii = char < "\u0080"
    if char in NO_END:
        return ASCII_OPEN if is_ascii else OPEN
    if char in NO_START:
        return ASCII_CLOSE if is_ascii else CLOSE
    if is_word(char):
        return WORD
    return MARK if char in WORD_MARKS else HAN


_MEMBERS = ((SPACES, SPACE), (NUMERALS, NUMERAL), (NOT_FIRST, FINAL), ("年", YEAR), (COUNTED, COUNTER), ("第", LEAD))
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
    if left == EXTEND:
        before = before.rstrip("".join(char for char in set(before) if CLASSES[char] == EXTEND))
        return penalty((before or ANY_HAN)[-1] + text[at : at + 2], 1)
    before = before.rstrip(_SPACES)
    return FORBIDDEN if before and CLASSES[before[-1]] in (OPEN, ASCII_OPEN) else FREE


def _cost(left: int, right: int) -> int:
    """Return what a break between characters of two classes costs; ``_CONTEXT`` if more than the two count."""
    if right == EXTEND:
        return INSEPARABLE
    if right == SPACE:
        return FORBIDDEN
    closes = right in (CLOSE, ASCII_CLOSE)
    if left == SPACE:
        return FORBIDDEN if closes else _CONTEXT
    if left == EXTEND:
        return _CONTEXT
    if closes or left in (OPEN, ASCII_OPEN):
        return FORBIDDEN
    return _joined(left, right)


def _joined(left: int, right: int) -> int:
    in_word = left in (WORD, MARK)
    if right in _KEPT_WITH:
        return WEAK if left in _KEPT_WITH[right] else FREE
    if right == FINAL:
        return WEAK
    if right in (WORD, MARK):
        return FORBIDDEN if in_word or left == ASCII_CLOSE else FREE
    if right == ASCII_OPEN and in_word:
        return FORBIDDEN
    return _CONTEXT if right in (OPEN, ASCII_OPEN) and left == YEAR else FREE


#: What a numeral and a counter are kept with.
_KEPT_WITH = {NUMERAL: (NUMERAL, LEAD), COUNTER: (NUMERAL, WORD), YEAR: (NUMERAL, WORD), LEAD: ()}
#: What a break costs by the classes on its two sides: ``left * 14 + right``.
COSTS = [_cost(left, right) for left in range(CLASS_COUNT) for right in range(CLASS_COUNT)]
