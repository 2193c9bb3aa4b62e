"""The six items that every record must have (六必登項)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, SIX_ITEMS, BookCheck
from guji.data import BookData

INCOMPLETE = re.compile("殘本|殘存|零本|存卷|闕卷|缺卷")


class MissingItem(BookCheck):
    """A mandatory item left empty."""

    level = Level.ERROR
    source = SIX_ITEMS
    item: ClassVar[str]
    expected: ClassVar[str]

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the field is empty or blank."""
        name = self.fields[0]
        if not getattr(record, name).strip():
            yield self.finding(name, "缺“{item}”：{expected}", item=self.item, expected=self.expected)


@BOOK_CHECKS.register
class InstitutionMissing(MissingItem):
    """收藏單位 not stated."""

    id = "institution_missing"
    fields = ("institution",)
    title = "缺收藏单位"
    item = "收藏单位"
    expected = "应为四位单位代码，如 1701"


@BOOK_CHECKS.register
class TitleMissing(MissingItem):
    """題名卷數 not stated."""

    id = "title_missing"
    fields = ("title",)
    title = "缺题名卷数"
    item = "题名卷数"
    expected = "以卷端题名为据，无题名时自拟并加［］"


@BOOK_CHECKS.register
class EditionMissing(MissingItem):
    """版本 not stated."""

    id = "edition_missing"
    fields = ("edition",)
    title = "缺版本"
    item = "版本"
    expected = "不能确定年代时至少著录朝代与类型，如“清刻本”"


@BOOK_CHECKS.register
class VolumesMissing(MissingItem):
    """冊數 not stated."""

    id = "volumes_missing"
    fields = ("volumes",)
    title = "缺册数"
    item = "册数"
    expected = "如 4冊、1軸"


@BOOK_CHECKS.register
class ShelfMarkMissing(MissingItem):
    """索書號 not stated: allowed, but the reason should be noted."""

    id = "shelf_mark_missing"
    level = Level.WARNING
    fields = ("shelf_mark", "note")
    title = "缺索书号"
    item = "索书号"
    expected = "馆藏确无号的，请在附注说明"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding unless the note speaks of the 索書號."""
        if "索書號" not in record.note:
            yield from super().run(record, context)


@BOOK_CHECKS.register
class ExtentMissing(BookCheck):
    """A copy called incomplete whose extent is not stated (殘本必登存卷)."""

    id = "extent_missing"
    needs = "note"
    level = Level.ERROR
    fields = ("extent", "note")
    title = "残本缺存缺卷"
    source = SIX_ITEMS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the note says the copy is incomplete and 存缺卷 is empty."""
        said = INCOMPLETE.search(record.note)
        if said and not record.extent.strip():
            yield self.finding(
                "extent", "附注说“{said}”，但没有存缺卷：应写“存N卷（…）”或“缺N卷（…）”", said=said.group()
            )


@BOOK_CHECKS.register
class ClassMissing(BookCheck):
    """No class given: the register does not print it, the general catalogue needs it (分類)."""

    id = "class_missing"
    level = Level.HINT
    fields = ("class_code",)
    title = "未分类"
    source = "census_fields §3 分類"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one hint if no class is given."""
        if not record.class_code:
            yield self.finding("class_code", "还没有分类：登记目录不印，总目需要")


@BOOK_CHECKS.register
class ClassUnknown(BookCheck):
    """A class code that the class tree does not hold (分類號不在分類表)."""

    id = "class_unknown"
    needs = "class_code"
    level = Level.ERROR
    fields = ("class_code",)
    title = "分类号不在分类表中"
    source = "classification §4"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the tree's codes are known (setting ``class_codes``) and this is none of them."""
        known = context.settings.get("class_codes")
        if record.class_code and known is not None and record.class_code not in known:
            yield self.finding("class_code", "分类号“{code}”不在分类表中", code=record.class_code)


@BOOK_CHECKS.register
class InstitutionUnknown(BookCheck):
    """A unit code that no institution has (單位代碼不存在)."""

    id = "institution_unknown"
    level = Level.ERROR
    fields = ("institution",)
    title = "单位代码不存在"
    source = "census_fields §2"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the codes are known (setting ``institution_codes``) and this is none of them."""
        known = context.settings.get("institution_codes")
        if record.institution and known is not None and record.institution not in known:
            yield self.finding("institution", "没有单位代码为“{code}”的收藏单位", code=record.institution)
