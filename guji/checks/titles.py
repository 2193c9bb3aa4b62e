"""題名卷數: what is usually wrong with a title and its juan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from authority.chronology import find_eras, match_era
from census.checks import Context, Finding, Level
from guji.checks.characters import ODD_TEXT
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import TitleUnit
from guji.notation.lexicon import LABELS

#: What a gazetteer's title ends in: a district and 志, also 新志 and 續志, or a province's 通志.
GAZETTEER = re.compile("([縣府州廳衛鎮鄉里郡邑城][新續]?|.通)志$")
#: Titles that end so and are treatises on a subject, works of the realm, or of a mountain or temple.
NOT_GAZETTEER = re.compile("水利|海塘|河防|鹽法|八旗|皇朝|皇清|大清|欽定|一統|元和郡縣|續通志|[山寺溪].?通志")
ARABIC_COUNT = re.compile("([0-9０-９]+)(?=[卷回種册冊篇折齣])")
#: Names that tell their juan themselves: a scroll (卷第八, 卷下, 第七), a remark (分卷不詳), a count passed by.
COUNTED = re.compile(
    "卷第?[一二三四五六七八九十百]+|卷[上中下首末]|第[一二三四五六七八九十百]+|[一二三四五六七八九十]卷|分卷|卷數"
)
#: What is not divided into juan: rubbings and inscriptions, and single sheets by their pieces.
UNDIVIDED_TYPES = re.compile("拓|刻石")
UNDIVIDED_PIECES = re.compile("[幅張葉件]")
#: From so many works on a title is a list, and a list may hold works of one name (清代宗室玉牒).
MANY_WORKS = 4
INNER_SPACE = re.compile("[ \u00a0\u3000\t]+(?=[一二三四五六七八九十百千廿卅□不首末]+分?卷)")
BOOK_MARKS = re.compile("[《〈][^《〈》〉]*[》〉]|[《》〈〉]")


@BOOK_CHECKS.register
class JuanMissing(BookCheck):
    """A title without any count (缺卷數): unknown is 「□□卷」, undivided 「不分卷」."""

    id = "juan_missing"
    level = Level.WARNING
    fields = ("title",)
    title = "题名后缺卷数"
    source = "census_fields §1；vocab §4"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding for each work without a count of any kind; not sets, rubbings or single juan."""
        bare = [unit.name for unit in record.parsed_title.structure.units if not (unit.counts or unit.extras)]
        if not bare or record.is_series or undivided(record):
            return
        for name in bare:
            if name.strip() and not COUNTED.search(name):
                template = "“{name}”没有卷数：不详写“□□卷”，未分卷写“不分卷”"
                yield self.blame(record, "title", name, template, name=name)


def undivided(record: BookData) -> bool:
    """Say whether the copy is of a kind that has no juan: a rubbing, an inscription, single sheets."""
    return bool(UNDIVIDED_TYPES.search(record.edition_type) or UNDIVIDED_PIECES.search(record.volumes))


@BOOK_CHECKS.register
class JuanInArabic(BookCheck):
    """A count of juan in Arabic digits (卷數用漢字)."""

    id = "juan_arabic"
    level = Level.WARNING
    fields = ("title",)
    title = "卷数用了阿拉伯数字"
    source = "vocab §4；census_fields §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each run of digits before a unit."""
        for match in ARABIC_COUNT.finditer(record.title):
            yield self.blame_match("title", match, "卷数“{found}”应写汉字数字", found=match[1])


@BOOK_CHECKS.register
class SpaceBeforeJuan(BookCheck):
    """A space between title and juan (題名與卷數之間不空格)."""

    id = "space_before_juan"
    level = Level.WARNING
    fields = ("title",)
    title = "题名与卷数之间有空格"
    source = f"{CENSUS_ERRORS} 7；formats §A1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each such space."""
        for match in INNER_SPACE.finditer(record.title):
            yield self.blame_match("title", match, "题名与卷数之间有空格，请删去：两者连写")


@BOOK_CHECKS.register
class BookTitleMarks(BookCheck):
    """Book title marks in a statement (書目正文不用書名號)."""

    id = "book_title_marks"
    needs = ODD_TEXT
    level = Level.WARNING
    fields = ("title", "responsibility", "edition", "extent")
    title = "著录项内用了书名号"
    source = "vocab §7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each pair of marks, or at one that stands alone."""
        for name in self.fields:
            for match in BOOK_MARKS.finditer(getattr(record, name)):
                yield self.blame_match(name, match, "著录项不用书名号，“{found}”请去掉书名号", found=match.group())


@BOOK_CHECKS.register
class GazetteerEraMissing(BookCheck):
    """A gazetteer without its era before the title (方志缺年號冠首)."""

    id = "gazetteer_era_missing"
    level = Level.HINT
    fields = ("title",)
    title = "方志缺年号冠首"
    source = f"{CENSUS_ERRORS} 7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint for a title that ends like a gazetteer's and has neither prefix nor an era in its name."""
        for unit in record.parsed_title.structure.units[:1]:
            if not unit.prefix and is_gazetteer(unit.name) and not match_era(unit.name):
                era = record.parsed_edition.structure.era or "康熙"
                template = "“{name}”若是方志，题名前宜冠修纂时的年号，如［{era}］{name}"
                yield self.blame(record, "title", unit.name, template, name=unit.name, era=era)


def is_gazetteer(name: str) -> bool:
    """Say whether a title reads like that of a local gazetteer."""
    return bool(GAZETTEER.search(name)) and not NOT_GAZETTEER.search(name)


@BOOK_CHECKS.register
class GazetteerEraAfterEdition(BookCheck):
    """A gazetteer compiled in an era that began after its edition was made (冠首年號晚於版本)."""

    id = "gazetteer_era_late"
    level = Level.ERROR
    fields = ("title", "edition")
    title = "冠首年号晚于版本"
    source = f"{CENSUS_ERRORS} 3、7"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one finding if every era of the prefix's name began after the edition's last year."""
        made = record.latest_year
        for unit in record.parsed_title.structure.units[:1]:
            starts = prefix_starts(unit)
            if made is not None and starts and min(starts) > made:
                template = "题名冠首“{prefix}”始于公元{start}年，晚于版本的{made}年"
                yield self.blame(
                    record, "title", unit.prefix, template, prefix=unit.prefix, start=min(starts), made=made
                )


def prefix_starts(unit: TitleUnit) -> list[int]:
    """Return the first years of the eras that a title's prefix may name (Chinese ones), none if it names no era."""
    return [era.start for era in find_eras(unit.prefix) if era.region == "CN"] if unit.prefix else []


@BOOK_CHECKS.register
class VariantJuan(BookCheck):
    """A look-alike of 卷 as the unit (巻, 券): one form throughout (卷字不統一)."""

    id = "juan_variant"
    needs = ODD_TEXT
    level = Level.WARNING
    fields = ("title", "extent")
    title = "“卷”字写法不一"
    source = f"{CENSUS_ERRORS} 12"
    pattern = re.compile("(?<=[一二三四五六七八九十百千廿卅□分])[巻券捲]")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each such unit."""
        for name in self.fields:
            for match in self.pattern.finditer(getattr(record, name)):
                yield self.blame_match(name, match, "“{found}”应写作“卷”", found=match.group())


@BOOK_CHECKS.register
class TitleRepeated(BookCheck):
    """The same work twice in one title (題名重複). A set may hold works of one name, and 附錄 stands with each work."""

    id = "title_repeated"
    level = Level.WARNING
    fields = ("title",)
    title = "题名中重复"
    source = f"{CENSUS_ERRORS} 11"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at the second of two works that agree in name, prefix and counts."""
        units = record.parsed_title.structure.units
        if not 1 < len(units) < MANY_WORKS or record.is_series:
            return
        keys = Counter((unit.name, unit.prefix, unit.part, unit.counts) for unit in units)
        for name in dict.fromkeys(key[0] for key, times in keys.items() if times > 1 and key[0] not in LABELS):
            second = record.title.find(name) + len(name)
            yield self.blame(record, "title", name, "“{name}”写了两次，请删去一处", after=second, name=name)


@BOOK_CHECKS.register
class JointEditionFirstTitle(BookCheck):
    """Works printed together (合刻) of which only the first is entered (合刻只錄首種)."""

    id = "joint_edition_first_title"
    level = Level.HINT
    fields = ("title", "edition", "note")
    title = "合刻疑只录首种"
    source = f"{CENSUS_ERRORS} 7"
    joint = re.compile("合[刻刊印](?![者本])")

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield one hint if edition or note speaks of 合刻 and one work alone is named; 管韓合刻本 names a set."""
        works = len(record.parsed_title.structure.units) + len(record.parsed_responsibility.structure.works)
        if works != 1 or record.details.get("sub_works"):
            return
        for name in ("edition", "note"):
            for match in self.joint.finditer(getattr(record, name)):
                template = "这里说“{found}”，题名却只有一种：合刻各书都应写入题名卷数"
                yield self.blame_match(name, match, template, found=match.group())
                return
