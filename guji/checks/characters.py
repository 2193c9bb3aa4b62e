"""Characters that should not stand in a traditional record, whatever the field says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from authority.han import ganzhi_correction, is_lost, is_private_use, simplified_only
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

GLYPHS = f"{CENSUS_ERRORS} 12"
PLAIN_TEXT = ("title", "responsibility", "edition", "annotation", "extent", "volumes", "series", "note")
STATEMENTS = PLAIN_TEXT[:6]

#: A character written as a code that nothing resolved.
CODE = re.compile(r"&#?\w+;", re.ASCII)
#: Half-width marks, several in a row as one; ?, codes and double spaces are left to checks of their own.
HALF_WIDTH = re.compile(CODE.pattern + r"|[!\"#$%'*,./:;<=>@\\^_`{|}~\uff61-\uff9f]+|&|(?<=\S) (?=\S)")
#: What a conversion left in the place of a character: 〓, U+FFFD and other marks, or a code that was not resolved.
LOST = re.compile("&#?[0-9A-Za-z]+;|[\u3013\ufff0-\uffff\u0080-\u009f\ud800-\udfff]")
#: Simplified forms that are old characters as well, and may be the title's own (从古正文, 万卷菁華): a hint.
OLD_FORMS = frozenset("从无礼弃尔与处万碍号众虫网气")
INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
STEM_LIKE = "甲乙丙丁戊戌戍己已巳庚辛壬癸"
BRANCH_LIKE = "子丑寅卯辰巳已己午未申酉戌戍戊亥"
CYCLIC_LIKE = re.compile(f"[{STEM_LIKE}][{BRANCH_LIKE}]")
#: A look-alike where a stem or a branch stands, and its neighbour.
CYCLIC_MISPRINT = re.compile(f"[已巳戌戍][{BRANCH_LIKE}]|[{STEM_LIKE}][已己戍戊]")
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
CIRCLES = re.compile("(?<![一二三四五六七八九十百千])[○◯]+(?![一二三四五六七八九十百千])|[●囗]+")

#: A character with which any of these begins, or that other checks of marks look for: most records hold none of them,
#: and are searched a single time.
ODD = re.compile(
    "[!\"#$%&'*,./:;<=>@\\\\^_`{|}~ \uff61-\uff9f\u3013\ufff0-\uffff\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad"
    "\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\uf8ff\uf900-\ufaff\U0002f800-\U0002fa1f"
    "\U000f0000-\U0010ffff○◯●囗《》〈〉巻券捲]"
)
ODD_TEXT = BOOK_CHECKS.question("odd_text", lambda record: ODD.search(record.all_text))


class TextCheck(BookCheck):
    """A check that looks at the characters of every text field.

    ``concerns`` is asked once of all the record's text together, so that a record that is plainly right costs one
    search a check.
    """

    fields: ClassVar[tuple[str, ...]] = PLAIN_TEXT
    source = GLYPHS
    #: What must occur somewhere for the check to look closer.
    pattern: ClassVar[re.Pattern[str]]

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield what :meth:`look` finds in each field, if the record's text gives cause to look."""
        if not self.concerns(record):
            return
        for name in self.fields:
            text = getattr(record, name)
            if text:
                yield from self.look(name, text)

    def concerns(self, record: BookData) -> bool:
        """Say whether anything in the record's text may be what the rule forbids."""
        return self.pattern.search(record.all_text) is not None

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield the findings in one field's text: what :meth:`judge` says of each character that may be wrong."""
        for match in self.pattern.finditer(text):
            yield from self.judge(name, match.start(), match.group())

    def judge(self, name: str, offset: int, character: str) -> Iterator[Finding]:
        """Yield a finding if this character is one that the rule forbids."""
        raise NotImplementedError


@BOOK_CHECKS.register
class SimplifiedCharacters(TextCheck):
    """Simplified characters in a traditional record (簡繁混用); never converted by the machine."""

    id = "simplified_character"
    level = Level.WARNING
    fields = STATEMENTS
    title = "繁体著录中夹有简化字"
    source = f"{CENSUS_ERRORS} 7；vocab §9"

    def concerns(self, record: BookData) -> bool:
        """Say whether the record's text has any such character."""
        return bool(simplified_only(record.all_text))

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each character that traditional text does not use."""
        for offset, character, forms in simplified_only(text):
            template = "“{found}”是简化字，著录用繁体：{forms}"
            level = Level.HINT if character in OLD_FORMS else self.level
            yield self.finding(
                name, template, offset=offset, length=1, level=level, found=character, forms="、".join(forms)
            )


@BOOK_CHECKS.register
class CyclicLookAlike(TextCheck):
    """A look-alike in a 干支: 已巳 for 己巳, 戍戌 for 戊戌 (己已巳、戊戌戍)."""

    id = "cyclic_look_alike"
    level = Level.WARNING
    fields = STATEMENTS
    title = "干支用字形近而误"
    pattern = CYCLIC_MISPRINT

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each pair that is no 干支 and becomes one when look-alikes are put right."""
        for match in CYCLIC_LIKE.finditer(text):
            pair = match.group()
            meant = ganzhi_correction(pair)
            if meant is not None:
                template = "“{found}”不是干支，疑为“{meant}”"
                yield self.finding(name, template, offset=match.start(), length=2, found=pair, meant=meant)


@BOOK_CHECKS.register
class HalfWidthForms(TextCheck):
    """Half-width punctuation or spaces in a statement (半角標點、半角空格)."""

    id = "half_width"
    level = Level.WARNING
    fields = ("title", "responsibility", "edition", "annotation", "extent")
    title = "著录项中有半角标点"
    needs = ODD_TEXT
    pattern = HALF_WIDTH
    source = f"{CENSUS_ERRORS} 7；vocab §7"

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each half-width mark; digits, brackets and hyphens are left to the profile."""
        for match in HALF_WIDTH.finditer(text):
            if CODE.fullmatch(match.group()):
                continue
            template = "半角符号“{found}”应改全角或删去"
            yield self.blame_match(name, match, template, found=match.group().replace(" ", "空格"))


@BOOK_CHECKS.register
class PrivateUseCharacter(TextCheck):
    """A character of the private use area: it shows only on the machine that made it (造字、PUA)."""

    id = "private_use_character"
    level = Level.ERROR
    title = "有自造字（PUA）"
    needs = ODD_TEXT
    pattern = PRIVATE_USE

    def judge(self, name: str, offset: int, character: str) -> Iterator[Finding]:
        """Yield a finding for a private use character."""
        if is_private_use(character):
            template = "U+{code:04X} 是自造字，换一台电脑就看不见：请改用正式编码的字或以⿰⿱组字"
            yield self.finding(name, template, offset=offset, length=1, code=ord(character))


@BOOK_CHECKS.register
class LostCharacterMark(TextCheck):
    """The trace of a character that a conversion lost (〓、U+FFFD) or left as a code (&KR0958;)."""

    id = "lost_character_mark"
    level = Level.ERROR
    title = "有丢失的字"
    needs = ODD_TEXT
    pattern = LOST

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding for each code and for each mark of a lost character."""
        for match in LOST.finditer(text):
            if len(match.group()) > 1 or is_lost(match.group()):
                template = "“{found}”处的字在转换中丢失，请据原书补出"
                yield self.blame_match(name, match, template, found=match.group())


@BOOK_CHECKS.register
class InvisibleCharacter(TextCheck):
    """Control characters, zero-width spaces and direction marks (不可見字符)."""

    id = "invisible_character"
    level = Level.ERROR
    title = "有不可见字符"
    needs = ODD_TEXT
    pattern = INVISIBLE

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each such character."""
        for match in INVISIBLE.finditer(text):
            yield self.blame_match(name, match, "此处有不可见字符 U+{code:04X}，请删去", code=ord(match.group()))


@BOOK_CHECKS.register
class CompatibilityIdeograph(TextCheck):
    """A CJK compatibility ideograph, which other systems change into another character (兼容漢字)."""

    id = "compatibility_ideograph"
    level = Level.HINT
    title = "有兼容汉字"
    needs = ODD_TEXT
    pattern = COMPATIBILITY
    source = "../data/README：四庫 59 條"

    def judge(self, name: str, offset: int, character: str) -> Iterator[Finding]:
        """Yield a hint for a character of the two compatibility blocks that has a canonical twin."""
        twin = unicodedata.normalize("NFC", character)
        if twin != character:
            template = "“{found}”是兼容汉字，通行编码为“{twin}”：与其他系统交换时会被改掉"
            yield self.finding(name, template, offset=offset, length=1, found=character, twin=twin)


@BOOK_CHECKS.register
class EdgeSpaces(TextCheck):
    """Spaces at an end, or two in a row (首尾空格、連續空格)."""

    id = "edge_spaces"
    level = Level.WARNING
    fields = (*PLAIN_TEXT, "shelf_mark")
    title = "首尾或中间有多余空格"
    pattern = re.compile(r"\s[\s。]|。\s")
    superfluous = re.compile(r"^\s+|\s+$|(?<=\S)\s{2,}(?=\S)")

    def concerns(self, record: BookData) -> bool:
        """Say whether there is such a space in the record's text or in its shelf mark."""
        text, mark = record.all_text, record.shelf_mark
        return (text != text.strip() or mark != mark.strip()) or bool(self.pattern.search(text) or "  " in mark)

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each superfluous stretch of space."""
        for match in self.superfluous.finditer(text):
            yield self.blame_match(name, match, "这里有多余的空格，请删去")


@BOOK_CHECKS.register
class CircleForMissing(TextCheck):
    """A circle where □ marks an illegible character (□與○混)."""

    id = "circle_for_missing"
    level = Level.WARNING
    fields = ("title", "responsibility", "edition", "annotation", "extent")
    title = "缺字符号用了圆圈"
    needs = ODD_TEXT
    pattern = CIRCLES

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each row of circles or large boxes that is not part of a number."""
        for match in self.pattern.finditer(text):
            template = "缺字用“{meant}”，不用“{found}”"
            meant = "□" * len(match.group())
            yield self.blame_match(name, match, template, found=match.group(), meant=meant)
