"""Numbers and marks that tell one 部 from another: 普查編號, 索書號, other identifiers."""

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
    needs = "census_no"
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
    needs = "census_no"
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
    needs = "census_no"
    level = Level.ERROR
    fields = ("census_no", "institution")
    title = "普查编号与单位不合"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if number and institution are both well formed and disagree."""
        number = record.census_no
        if record.institution and CENSUS_NUMBER.fullmatch(number) and number[7:11] != record.institution:
            template = "普查编号中的单位代码是 {found}，收藏单位是 {expected}：请核对哪一个错了"
            yield self.finding(
                "census_no", template, offset=7, length=4, found=number[7:11], expected=record.institution
            )


@BOOK_CHECKS.register
class CensusNumberRegion(BookCheck):
    """A number whose first part is not the institution's (行政區劃碼不合).

    Whether counties use their own code is not settled (``census_fields`` §2, low confidence), so each institution has
    its prefix in the authority table, which an administrator may change (setting ``census_prefixes``: code → prefix).
    """

    id = "census_no_region"
    needs = "census_no"
    level = Level.WARNING
    fields = ("census_no",)
    title = "普查编号的行政区划码不合"
    source = NUMBERING

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the institution's prefix is known and the number has another."""
        prefix, number = context.settings.get("census_prefixes", {}).get(record.institution), record.census_no
        if prefix and CENSUS_NUMBER.fullmatch(number) and number[:6] != prefix:
            template = "普查编号以 {found} 开头，该馆应为 {expected}：请核对编号，或请管理员改该馆的编号前缀"
            yield self.finding("census_no", template, offset=0, length=6, found=number[:6], expected=prefix)


@BOOK_CHECKS.register
class ShelfMarkDuplicate(BookCheck):
    """One shelf mark on two records of an institution (同書重複登記或合訂)."""

    id = "shelf_mark_duplicate"
    needs = "shelf_mark"
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
class StatementDuplicate(BookCheck):
    """Two records of an institution that say the same and have no shelf mark to tell them apart (同部重複登記)."""

    id = "statement_duplicate"
    level = Level.WARNING
    fields = ("title", "shelf_mark")
    title = "疑为重复登记"
    source = f"{CENSUS_ERRORS} 11"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if other records without shelf mark agree in all statements; two copies have two marks."""
        if record.shelf_mark or not context.twins:
            return
        others = context.twins.get(record.twin_key, 0)
        if others:
            template = "本馆另有 {others} 条记录各项全同，也都没有索书号：是否重复登记？确为复本请补索书号"
            yield self.finding("title", template, others=others)


@BOOK_CHECKS.register
class ShelfMarkTurnedIntoDate(BookCheck):
    """A shelf mark that a spreadsheet turned into a date (索書號被表格改成日期)."""

    id = "shelf_mark_date"
    needs = "shelf_mark"
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
class IdentifierForm(BookCheck):
    """A number of another scheme without that scheme's form (名錄號, 文物編碼)."""

    id = "identifier_form"
    needs = "details"
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
