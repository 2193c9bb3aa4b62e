"""Characters taken for one another where the context decides: era names, set phrases, words wrongly converted.

Never corrected by the machine: the finding says what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from census.checks import Context, Finding, Level
from guji.checks.characters import GLYPHS, STATEMENTS, TextCheck
from guji.checks.era_names import ERA_MISPRINTS
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.checks.tables import rows
from guji.data import BookData

CONVERSIONS: Final[dict[str, str]] = dict(rows("slips")) | {f"{stem}醜": f"{stem}丑" for stem in "乙丁己辛癸"}
#: Surroundings that leave no other reading, the character written there, and the one meant.
LOOK_ALIKES: Final = (
    (re.compile("曰本(?=[）〕］國刻活寫抄鈔江元寬享文天安慶正延寶貞萬承永明大昭])"), "曰", "日"),
    (re.compile("(?<=[明清宋元金])未(?=[清明元初抄鈔間年民]|刻本)"), "未", "末"),
    (re.compile("卷未(?=[一二三四五六七八九十]+卷|$)"), "未", "末"),
    (re.compile("(?<=月)[初一二三四五六七八九十廿]{1,3}曰"), "曰", "日"),
    (re.compile("[刻抄鈔印寫稿]木(?=$|[ \u3000（(])"), "木", "本"),
    (re.compile("[刻抄鈔印寫稿]夲(?=$|[ \u3000（(])"), "夲", "本"),
    (re.compile("進土(?=[撰輯編注及])|王土[禎禛]"), "土", "士"),
    (re.compile("末詳"), "末", "未"),
)


class SlipCheck(TextCheck):
    """A check of words that have one likely right form; ``right`` gives it."""

    level = Level.WARNING
    fields: ClassVar[tuple[str, ...]] = STATEMENTS
    source = GLYPHS

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each wrong form with the one that was probably meant."""
        for match in self.pattern.finditer(text):
            template = "“{found}”疑为“{meant}”，请核对"
            yield self.blame_match(name, match, template, found=match.group(), meant=self.right(match.group()))

    def right(self, found: str) -> str:
        """Return the form that was meant."""
        raise NotImplementedError


@BOOK_CHECKS.register
class EraMisspelt(SlipCheck):
    """An era with a look-alike in its name behind a dynasty or before a title: 萬歷, 崇禛, 乾龍, 嘉清 (年號字誤)."""

    id = "era_misspelt"
    title = "年号用字有误"
    source = f"{CENSUS_ERRORS} 12"
    fields = ("title", "edition", "annotation")
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        f"(?<=[明清宋元唐金遼夏漢晉隋［〔\\[])(?:{'|'.join(sorted(ERA_MISPRINTS))})(?![堂齋書氏園])"
    )

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each such form; in a title only where an era stands before it in brackets."""
        for finding in super().look(name, text):
            if name != "title" or text[finding.offset - 1] in "［〔[":
                yield finding

    def right(self, found: str) -> str:
        """Return the era."""
        return ERA_MISPRINTS[found]


@BOOK_CHECKS.register
class ConversionSlip(SlipCheck):
    """A word that an automatic conversion of characters got wrong: 后漢書, 硃熹, 禦製, 癸醜 (簡繁轉換之誤)."""

    id = "conversion_slip"
    title = "疑为简繁转换之误"
    source = f"{CENSUS_ERRORS} 7；vocab §9"
    pattern: ClassVar[re.Pattern[str]] = re.compile("|".join(sorted(CONVERSIONS, key=len, reverse=True)))

    def right(self, found: str) -> str:
        """Return the word before it was converted."""
        return CONVERSIONS[found]


@BOOK_CHECKS.register
class LookAlikeInContext(SlipCheck):
    """A look-alike in surroundings that leave no other reading: 曰本, 明未清初, 卷未一卷, 刻木 (形近字)."""

    id = "look_alike"
    title = "疑为形近字"
    pattern: ClassVar[re.Pattern[str]] = re.compile("曰|未|木|夲|土|末詳")

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield a finding at each such place."""
        for pattern, wrong, meant in LOOK_ALIKES:
            for match in pattern.finditer(text):
                template = "“{found}”疑为“{meant}”，请核对"
                whole = match.group()
                yield self.blame_match(name, match, template, found=whole, meant=whole.replace(wrong, meant))


@BOOK_CHECKS.register
class VariantsMixed(BookCheck):
    """Two forms of one word of the trade side by side in a record (鈔抄、册冊並用)."""

    id = "variants_mixed"
    level = Level.HINT
    fields = ("edition", "volumes", "extent")
    title = "同一条里用字不一"
    source = f"{CENSUS_ERRORS} 12"
    pairs = (("抄", "鈔"), ("冊", "册"))

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint at the first of the rarer form where both are used."""
        together = "".join(getattr(record, name) for name in self.fields)
        for usual, other in self.pairs:
            if usual in together and other in together:
                name = next(name for name in self.fields if other in getattr(record, name))
                template = "同一条里既写“{usual}”又写“{other}”，请统一"
                yield self.blame(record, name, other, template, usual=usual, other=other)


@BOOK_CHECKS.register
class TabooBeforeItsTime(BookCheck):
    """A form that avoids the name of an emperor later than the edition (避諱字早於其時): 𤣥 (康熙), 𢎞 (乾隆)."""

    id = "taboo_too_early"
    level = Level.HINT
    fields = ("title", "edition")
    title = "避讳字晚于版本"
    source = "vocab §9；census_fields §3 版本依據（避諱）"
    forms = (("𤣥", "玄", 1662), ("𢎞", "弘", 1736))

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint for each such form in the title of a Chinese edition that is earlier."""
        made = record.latest_year
        if made is None or record.is_foreign:
            return
        for form, plain, since in self.forms:
            if form in record.title and made < since:
                template = "“{form}”避“{plain}”字讳，始于公元{since}年，版本却至迟在{made}年：请核对版本或用字"
                yield self.blame(record, "title", form, template, form=form, plain=plain, since=since, made=made)
