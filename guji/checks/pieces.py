"""冊數: how many pieces a copy has, and whether that can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

#: No set has more 冊 than this but the manuscript 四庫全書 (some 36,000): 古今圖書集成 has 5,020, 永樂北藏 6,361.
MOST_VOLUMES = 9000
#: How many 冊 a juan may fill, and from how many 冊 on it is asked: thick juan are bound in two or three.
MOST_PER_JUAN, FROM_VOLUMES = 4, 12
HAN_COUNT = re.compile("[一二三四五六七八九十百千廿卅]+(?=[冊册函軸幅張葉件夾匣])")


@BOOK_CHECKS.register
class VolumesZero(BookCheck):
    """A count of no 冊 at all (冊數為零)."""

    id = "volumes_zero"
    level = Level.ERROR
    fields = ("volumes",)
    title = "册数为零"
    source = f"{CENSUS_ERRORS} 2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each count of nought."""
        for item in record.parsed_volumes.structure.items:
            if item.value == 0:
                yield self.finding("volumes", "册数写作 0{unit}，至少应为 1", unit=item.unit)


@BOOK_CHECKS.register
class CasesAsVolumes(BookCheck):
    """More 函 than 冊: one was counted as the other (函數當冊數)."""

    id = "cases_as_volumes"
    level = Level.WARNING
    fields = ("volumes",)
    title = "函数多于册数"
    source = f"{CENSUS_ERRORS} 2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if 函 are counted alone, or outnumber the 冊."""
        items = {item.unit: item.value for item in record.parsed_volumes.structure.items}
        cases, ce = items.get("函") or 0, items.get("冊", items.get("册"))
        if cases and ce is None:
            yield self.finding("volumes", "只写了 {cases}函，没有册数：请写作 {cases}函N冊", cases=cases)
        elif ce and cases > ce:
            yield self.finding("volumes", "{cases}函多于{ce}冊，是否写反？", cases=cases, ce=ce)


@BOOK_CHECKS.register
class VolumesAgainstBindings(BookCheck):
    """册數 that differs from what the bindings add up to (冊數與裝幀項不符)."""

    id = "volumes_against_bindings"
    needs = "details"
    level = Level.WARNING
    fields = ("volumes", "details.bindings")
    title = "册数与装帧项不符"
    source = f"{CENSUS_ERRORS} 2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if every binding states its 冊 and their sum is another number."""
        counts: list[Any] = [row.get("ce") for row in record.details.get("bindings", [])]
        total = sum(counts) if counts and all(isinstance(count, int) for count in counts) else None
        stated = record.parsed_volumes.structure.ce
        if None not in (stated, total) and stated != total:
            yield self.finding("volumes", "册数写作 {stated}，装帧项合计 {total}：请核对", stated=stated, total=total)


@BOOK_CHECKS.register
class VolumesInHan(BookCheck):
    """A count of pieces in Chinese numerals (冊數用阿拉伯數字)."""

    id = "volumes_numeral"
    level = Level.WARNING
    fields = ("volumes",)
    title = "册数未用阿拉伯数字"
    source = "census_fields §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each such count."""
        for match in HAN_COUNT.finditer(record.volumes):
            template = "册数“{found}”用阿拉伯数字，如 18冊"
            yield self.blame_match("volumes", match, template, found=match.group())


@BOOK_CHECKS.register
class VolumesUnitMissing(BookCheck):
    """A bare number (冊數缺單位): 冊, 軸, 張?"""

    id = "volumes_unit_missing"
    level = Level.WARNING
    fields = ("volumes",)
    title = "册数缺单位"
    source = "census_fields §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the field is a number and nothing else."""
        stated = record.volumes.strip()
        if stated.isdigit():
            template = "册数只写了“{stated}”，应带单位，如 {stated}冊"
            yield self.blame(record, "volumes", stated, template, stated=stated)


@BOOK_CHECKS.register
class VolumesImplausible(BookCheck):
    """More 冊 than any set has, or many more than the work has juan (冊數可疑)."""

    id = "volumes_implausible"
    level = Level.WARNING
    fields = ("volumes", "title")
    title = "册数可疑"
    source = f"{CENSUS_ERRORS} 2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for a count that is probably a slip of the keyboard or another column's."""
        ce, juan = record.parsed_volumes.structure.ce or 0, record.total_juan or 0
        if ce > MOST_VOLUMES:
            yield self.finding("volumes", "{ce}冊过多：请核对是否误输", ce=ce)
        elif juan and not record.is_series and ce >= max(FROM_VOLUMES, juan * MOST_PER_JUAN + 1):
            yield self.finding("volumes", "题名共{juan}卷，册数却有{ce}冊：请核对卷数与册数", juan=juan, ce=ce)
