"""Numbers and marks that tell one 部 from another: 普查編號, 索書號, 冊數, other identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

NUMBERING = "census_fields §2 普查編號"
CENSUS_NUMBER = re.compile(r"\d{6}-\d{4}-\d{7}", re.ASCII)
CATALOGUE_NUMBER = re.compile(r"\d{5}", re.ASCII)
RELIC_NUMBER = re.compile(r"\d{22}", re.ASCII)

#: Scheme → the form its values must have, and how that form is described.
IDENTIFIER_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "國家珍貴古籍名錄": (CATALOGUE_NUMBER, "五位数字，如 00191"),
    "文物登錄編碼": (RELIC_NUMBER, "二十二位数字"),
}


@BOOK_CHECKS.register
class CensusNumberForm(BookCheck):
    """A census number that is not six, four and seven digits (編號格式)."""

    id = "census_no_form"
    level = Level.ERROR
    fields = ("census_no",)
    title = "普查编号格式不合"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if a number is given and does not have the form, or counts from nought."""
        number = record.census_no
        if not number:
            return
        if not CENSUS_NUMBER.fullmatch(number) or number.endswith("-0000000"):
            yield self.finding(
                "census_no", "普查编号“{number}”应为 6位-4位-7位数字，流水号自 0000001 起", number=number
            )


@BOOK_CHECKS.register
class CensusNumberDuplicate(BookCheck):
    """One number on two records (編號重複)."""

    id = "census_no_duplicate"
    level = Level.ERROR
    fields = ("census_no",)
    title = "普查编号重复"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if other records carry the same number."""
        others = context.numbers.get(record.census_no, 0) if record.census_no else 0
        if others:
            yield self.finding(
                "census_no", "普查编号 {number} 还用在另外 {others} 条记录上", number=record.census_no, others=others
            )


@BOOK_CHECKS.register
class CensusNumberInstitution(BookCheck):
    """A number whose middle part is another institution's (編號與單位不合)."""

    id = "census_no_institution"
    level = Level.ERROR
    fields = ("census_no", "institution")
    title = "普查编号与单位不合"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if number and institution are both well formed and disagree."""
        number = record.census_no
        if record.institution and CENSUS_NUMBER.fullmatch(number) and number[7:11] != record.institution:
            template = "普查编号中的单位代码是 {found}，收藏单位是 {expected}"
            yield self.finding(
                "census_no", template, offset=7, length=4, found=number[7:11], expected=record.institution
            )


@BOOK_CHECKS.register
class CensusNumberRegion(BookCheck):
    """A number whose first part is not of this house's region (行政區劃碼).

    Whether counties use their own code is not settled (``census_fields`` §2, low confidence), so the check speaks only
    where the administrator named the prefixes in use (setting ``census_prefixes``).
    """

    id = "census_no_region"
    level = Level.WARNING
    fields = ("census_no",)
    title = "普查编号的行政区划码不在本省"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if prefixes are set and the number has none of them."""
        prefixes = context.settings.get("census_prefixes")
        number = record.census_no
        if prefixes and CENSUS_NUMBER.fullmatch(number) and number[:6] not in prefixes:
            template = "普查编号以 {found} 开头，应为 {expected}"
            yield self.finding(
                "census_no", template, offset=0, length=6, found=number[:6], expected="、".join(sorted(prefixes))
            )


@BOOK_CHECKS.register
class ShelfMarkDuplicate(BookCheck):
    """One shelf mark on two records of an institution (同書重複登記或合訂)."""

    id = "shelf_mark_duplicate"
    level = Level.WARNING
    fields = ("shelf_mark",)
    title = "索书号重复"
    source = f"{CENSUS_ERRORS} 11"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if other records of the institution carry the mark and this one is not 合訂."""
        if not record.shelf_mark or "合訂" in record.note + record.volumes:
            return
        others = context.shelf_marks.get((record.institution, record.shelf_mark), 0)
        if others:
            template = "索书号“{mark}”在本馆另有 {others} 条记录：是否重复登记，或应注“合訂”？"
            yield self.finding("shelf_mark", template, mark=record.shelf_mark, others=others)


@BOOK_CHECKS.register
class ShelfMarkTurnedIntoDate(BookCheck):
    """A shelf mark that a spreadsheet turned into a date (索書號被表格改成日期)."""

    id = "shelf_mark_date"
    level = Level.WARNING
    fields = ("shelf_mark",)
    title = "索书号疑被改成日期"
    source = f"{CENSUS_ERRORS} 14"
    pattern = re.compile(r"(19|20)\d\d-[01]\d-[0-3]\d( 00:00(:00)?)?|[1-9]\d?月[1-9]\d?日", re.ASCII)

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the mark looks like a date."""
        if self.pattern.fullmatch(record.shelf_mark):
            template = "索书号“{mark}”像是被表格软件改成了日期，请核对原号"
            yield self.finding("shelf_mark", template, mark=record.shelf_mark)


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
        cases, ce = items.get("函"), items.get("冊", items.get("册"))
        if cases and ce is None:
            yield self.finding("volumes", "只写了 {cases}函，没有册数", cases=cases)
        elif cases and ce and cases > ce:
            yield self.finding("volumes", "{cases}函多于{ce}冊，是否写反？", cases=cases, ce=ce)


@BOOK_CHECKS.register
class VolumesAgainstBindings(BookCheck):
    """册數 that differs from what the bindings add up to (冊數與裝幀項不符)."""

    id = "volumes_against_bindings"
    level = Level.WARNING
    fields = ("volumes", "details.bindings")
    title = "册数与装帧项不符"
    source = f"{CENSUS_ERRORS} 2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if every binding states its 冊 and their sum is another number."""
        counts = [row.get("ce") for row in record.details.get("bindings", [])]
        stated = record.parsed_volumes.structure.ce
        if not counts or stated is None or not all(isinstance(count, int) for count in counts):
            return
        total = sum(count for count in counts if isinstance(count, int))
        if total != stated:
            yield self.finding("volumes", "册数写作 {stated}，装帧项合计 {total}", stated=stated, total=total)


@BOOK_CHECKS.register
class IdentifierForm(BookCheck):
    """A number of another scheme without that scheme's form (名錄號, 文物編碼)."""

    id = "identifier_form"
    level = Level.ERROR
    fields = ("details.identifiers",)
    title = "其他编号格式不合"
    source = "census_fields §5 名錄；relics §3"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each identifier of a known scheme whose value does not match."""
        for row in record.details.get("identifiers", []):
            form = IDENTIFIER_FORMS.get(str(row.get("scheme", "")))
            value = str(row.get("value", ""))
            if form and not form[0].fullmatch(value):
                template = "{scheme}号“{value}”应为{expected}"
                yield self.finding(
                    "details.identifiers", template, scheme=row.get("scheme"), value=value, expected=form[1]
                )
