"""版本: type, series and set, annotations that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authority.han import fold
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

SETS = f"{CENSUS_ERRORS} 5"

#: Maker named in an edition → the set that he printed under that name (叢書零種 are often entered without it).
SERIES_OF_MAKERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("納蘭性德|納蘭成德|通志堂"), "通志堂經解"),
    (re.compile("鮑廷博|鮑氏知不足齋"), "知不足齋叢書"),
    (re.compile("武英殿木活字|武英殿聚珍"), "武英殿聚珍版書"),
    (re.compile("張海鵬|照曠閣"), "學津討原"),
    (re.compile("黃氏士禮居|黃丕烈士禮居"), "士禮居叢書"),
    (re.compile("錢熙祚|守山閣"), "守山閣叢書"),
    (re.compile("伍崇曜|粵雅堂|粤雅堂"), "粵雅堂叢書"),
    (re.compile("孫星衍平津館|孫氏平津館"), "平津館叢書"),
    (re.compile("盧文弨抱經堂|盧氏抱經堂"), "抱經堂叢書"),
    (re.compile("畢沅經訓堂|畢氏經訓堂"), "經訓堂叢書"),
    (re.compile("陸心源十萬卷樓|陸氏十萬卷樓"), "十萬卷樓叢書"),
    (re.compile("張壽鏞約園|張氏約園"), "四明叢書"),
    (re.compile("胡鳳丹退補齋|胡氏退補齋"), "金華叢書"),
    (re.compile("胡宗楙夢選"), "續金華叢書"),
    (re.compile("詒善祠塾"), "永嘉叢書"),
    (re.compile("商務印書館影印四部叢刊|涵芬樓影印四部叢刊"), "四部叢刊"),
)

PRINTED = re.compile("[刻印]")
ANNOTATION_IN_EDITION = re.compile("[本卷][ \u3000]+[^（(]*(批校|批點|題跋|題識|校並跋|[批校跋識]$)")


@BOOK_CHECKS.register
class EditionTypeMissing(BookCheck):
    """No type of edition can be read (缺版本類型)."""

    id = "edition_type_missing"
    level = Level.WARNING
    fields = ("edition",)
    title = "缺版本类型"
    source = "vocab §2；WH/T 20"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the statement is there and names no type."""
        if record.edition.strip() and not record.edition_type:
            yield self.finding("edition", "看不出版本类型，如刻本、抄本、稿本、石印本")


@BOOK_CHECKS.register
class SeriesCopyUnnamed(BookCheck):
    """A single work from a set, without the set's name in the edition (叢書零種未注叢書本)."""

    id = "series_copy_unnamed"
    level = Level.WARNING
    fields = ("edition", "series")
    title = "丛书零种未注丛书本"
    source = SETS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the series field names a set that the edition does not."""
        if record.series and not record.is_series and fold(record.series) not in fold(record.edition):
            template = "所属丛书是“{series}”，版本项应写“……刻{series}本”"
            yield self.finding("edition", template, series=record.series)


@BOOK_CHECKS.register
class SeriesUnstated(BookCheck):
    """A maker known for a set, and no set named (疑為叢書零種)."""

    id = "series_suspected"
    level = Level.HINT
    fields = ("edition", "series")
    title = "疑为丛书零种"
    source = SETS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint if the edition's maker printed a set under that name and neither field names it."""
        if record.is_series or record.series or not PRINTED.search(record.edition_type):
            return
        for maker, series in SERIES_OF_MAKERS:
            match = maker.search(record.edition)
            if match and series not in record.edition:
                template = "“{maker}”所刻多为《{series}》零种，请核对是否应注“{series}本”"
                yield self.finding(
                    "edition",
                    template,
                    offset=match.start(),
                    length=match.end() - match.start(),
                    maker=match.group(),
                    series=series,
                )
                return


@BOOK_CHECKS.register
class SetWithoutSubWorks(BookCheck):
    """A set without its list of sub-works (叢書缺子目)."""

    id = "set_without_sub_works"
    level = Level.WARNING
    fields = ("is_series", "details.sub_works")
    title = "丛书缺子目"
    source = "census_fields §3 叢書子目"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the record is a set and lists nothing, or lists and is no set."""
        listed = bool(record.details.get("sub_works"))
        if record.is_series and not listed:
            yield self.finding("details.sub_works", "丛书应著录子目")
        elif listed and not record.is_series:
            yield self.finding("is_series", "有子目而未勾“丛书”")


@BOOK_CHECKS.register
class SeriesCopyInSetClass(BookCheck):
    """A single work classed among the sets, or a set elsewhere (零種入叢書類).

    The prefixes of the classes for sets are those of the project's class tree: 類叢部, and 叢編 of each 部 (setting
    ``set_classes``).
    """

    id = "series_class"
    level = Level.WARNING
    fields = ("class_code", "is_series")
    title = "分类与丛书标志不合"
    source = "classification §4 2"
    prefixes = ("502", "101", "201", "301", "31701", "63004")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for a work outside a set that is classed under 叢書類."""
        prefixes = tuple(context.settings.get("set_classes", self.prefixes))
        if record.class_code.startswith(prefixes[0]) and not record.is_series:
            yield self.finding("class_code", "丛书零种按内容归类，不入丛书类")


@BOOK_CHECKS.register
class AnnotationOutsideItsField(BookCheck):
    """批校題跋 left inside the edition statement (批校題跋混入版本項)."""

    id = "annotation_in_edition"
    level = Level.WARNING
    fields = ("edition", "annotation")
    title = "批校题跋混在版本项里"
    source = f"{CENSUS_ERRORS} 9"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if words of annotation follow the edition after a space."""
        match = ANNOTATION_IN_EDITION.search(record.edition)
        if match and not record.annotation:
            yield self.finding(
                "edition",
                "批校题跋请移到“批校题跋”一项，印刷时接在版本之后",
                offset=match.start() + 1,
                length=match.end() - match.start() - 1,
            )


@BOOK_CHECKS.register
class AnnotationMissingFromEdition(BookCheck):
    """Annotators in the full record that the printed entry would not show (批校題跋未入版本項)."""

    id = "annotation_missing"
    level = Level.WARNING
    fields = ("annotation", "details.annotations")
    title = "批校题跋未入版本项"
    source = f"{CENSUS_ERRORS} 9"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding naming the annotators that the statement leaves out."""
        stated = fold(record.annotation)
        left_out = [
            str(row["author"])
            for row in record.details.get("annotations", [])
            if row.get("author") and fold(str(row["author"])) not in stated
        ]
        if left_out:
            template = "完整著录里的批校题跋者“{names}”没有写进批校题跋项"
            yield self.finding("annotation", template, names="、".join(left_out))


@BOOK_CHECKS.register
class AnonymousAnnotation(BookCheck):
    """佚名批校 written out (佚名批校不寫), a matter of house style (setting ``anonymous_written``)."""

    id = "anonymous_annotation"
    level = Level.HINT
    fields = ("annotation",)
    title = "写出了佚名批校"
    source = f"{CENSUS_ERRORS} 9"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint where 佚名 stands among the annotators."""
        offset = record.annotation.find("佚名")
        if offset >= 0 and not context.settings.get("anonymous_written"):
            yield self.finding("annotation", "佚名批校题跋可不写入版本项", offset=offset, length=2)
