"""版本: type, series and set, annotations that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from authority.chronology import find_eras
from authority.han import fold
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import TitleUnit

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

#: Any of these makers: most editions name none.
ANY_MAKER = re.compile("|".join(maker.pattern for maker, _ in SERIES_OF_MAKERS))
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
        """Yield one finding if the statement is there and names no type; one that was not understood is told apart."""
        if record.edition.strip() and not record.edition_type and "本" not in record.edition:
            yield self.finding("edition", "看不出版本类型：版本应以类型收尾，如刻本、抄本、稿本、石印本")


@BOOK_CHECKS.register
class SeriesCopyUnnamed(BookCheck):
    """A single work from a set, without the set's name in the edition (叢書零種未注叢書本)."""

    id = "series_copy_unnamed"
    needs = "series"
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
        making = self.making(record)
        if not ANY_MAKER.search(making):
            return
        for maker, series in SERIES_OF_MAKERS:
            match = maker.search(making)
            if match and series not in record.edition:
                template = "“{maker}”所刻多为《{series}》零种，请核对是否应注“{series}本”"
                yield self.blame_match("edition", match, template, maker=match.group(), series=series)
                return

    @staticmethod
    def making(record: BookData) -> str:
        """Return the statement up to its remarks: who supplied missing leaves did not print the book."""
        starts = [record.edition.find(note.text) for note in record.parsed_edition.structure.notes]
        return record.edition[: min((start for start in starts if start >= 0), default=None)]


@BOOK_CHECKS.register
class SeriesCopyInSetClass(BookCheck):
    """A single work classed among the sets (零種入叢書類): it goes where its subject belongs.

    The class of sets is 叢書類 of the project's tree (setting ``set_class`` for another tree). 叢編 of a division may
    hold single works that a library shelves there.
    """

    id = "series_class"
    needs = "class_code"
    level = Level.WARNING
    fields = ("class_code", "is_series")
    title = "分类与丛书标志不合"
    source = "classification §4 2"
    set_class = "502"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for a work outside a set that is classed under 叢書類."""
        if record.class_code.startswith(context.settings.get("set_class", self.set_class)) and not record.is_series:
            yield self.finding("class_code", "丛书零种按内容归类，不入丛书类；整套丛书请勾“丛书”")


@BOOK_CHECKS.register
class ClassAgainstTitle(BookCheck):
    """A gazetteer or a genealogy, by its title, classed elsewhere (分類與題名不合)."""

    id = "class_against_title"
    needs = "class_code"
    level = Level.WARNING
    fields = ("class_code", "title")
    title = "分类与题名不合"
    source = "classification §4；census_fields §3 分類"
    genealogy = re.compile("([宗家族支世]譜|家乘)$")
    #: Codes of 地理類 and 傳記類 in the project's tree (setting ``title_classes`` for another).
    classes = ("215", "210")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if the first title says what the work is and the class is another."""
        geography, biography = context.settings.get("title_classes", self.classes)
        for unit in record.parsed_title.structure.units[:1]:
            if record.is_series or not record.class_code.isdigit():
                continue
            said: dict[str, Any] = {"name": unit.name, "code": record.class_code}
            if is_gazetteer(unit) and not record.class_code.startswith(geography):
                yield self.finding("class_code", "“{name}”是方志，分类却不在地理类（{code}）：请核对", **said)
            elif self.genealogy.search(unit.name) and not record.class_code.startswith(biography):
                yield self.finding("class_code", "“{name}”是谱牒，分类却不在传记类（{code}）：请核对", **said)


def is_gazetteer(unit: TitleUnit) -> bool:
    """Say whether a title is that of a gazetteer beyond doubt: an era before it, 志 at its end."""
    return bool(unit.prefix) and unit.name.endswith("志") and bool(find_eras(unit.prefix))


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
    needs = "details"
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
    """佚名批校 written out, where the house wants it left out (setting ``anonymous_omitted``).

    The national lists write 佚名批校, and 佚名錄何焯批校 cannot do without it, so by default nothing is said.
    """

    id = "anonymous_annotation"
    needs = "annotation"
    level = Level.HINT
    fields = ("annotation",)
    title = "写出了佚名批校"
    source = f"{CENSUS_ERRORS} 9"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint where 佚名 stands among the annotators."""
        if "佚名" in record.annotation and context.settings.get("anonymous_omitted"):
            yield self.blame(record, "annotation", "佚名", "佚名批校题跋不写入版本项")
