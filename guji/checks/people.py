"""著者: dynasties, roles and names as the rules want them."""

from __future__ import annotations

from collections.abc import Iterator

from authority.chronology import find_dynasties
from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData
from guji.notation import Name

AUTHORS = f"{CENSUS_ERRORS} 8"

#: Missionaries whom books call by their Chinese names, with the country to be stated (國別).
FOREIGN_AUTHORS: dict[str, str] = {
    "利瑪竇": "意大利",
    "艾儒略": "意大利",
    "熊三拔": "意大利",
    "畢方濟": "意大利",
    "高一志": "意大利",
    "龍華民": "意大利",
    "羅雅谷": "意大利",
    "利類思": "意大利",
    "郎世寧": "意大利",
    "陽瑪諾": "葡萄牙",
    "傅汎際": "葡萄牙",
    "孟三德": "葡萄牙",
    "龐迪我": "西班牙",
    "湯若望": "德意志",
    "鄧玉函": "瑞士",
    "戴進賢": "德意志",
    "南懷仁": "比利時",
    "金尼閣": "法蘭西",
    "穆尼閣": "波蘭",
    "偉烈亞力": "英國",
    "傅蘭雅": "英國",
    "艾約瑟": "英國",
    "合信": "英國",
    "李提摩太": "英國",
    "丁韙良": "美國",
    "林樂知": "美國",
    "瑪高溫": "美國",
    "金楷理": "美國",
}

#: Monks whose religious names stand with 釋 before them.
# fmt: off
MONKS = frozenset(
    (
        "鳩摩羅什", "玄奘", "義淨", "法顯", "真諦", "實叉難陀", "佛陀耶舍", "曇無讖",
        "竺法護", "支謙", "不空", "智顗", "灌頂", "湛然", "吉藏", "窺基",
        "法藏", "澄觀", "宗密", "道宣", "道世", "慧皎", "僧祐", "慧遠",
        "慧能", "延壽", "贊寧", "契嵩", "惠洪", "普濟", "志磐", "念常",
        "覺岸", "袾宏", "真可", "德清", "智旭", "通容", "行秀", "子璿",
        "知禮", "元照", "道原", "道潛", "文瑩",
    )
)
# fmt: on

#: Emperors: personal name → temple name that stands before it (廟號).
EMPERORS: dict[str, str] = {
    "李世民": "太宗",
    "李隆基": "玄宗",
    "趙佶": "徽宗",
    "朱元璋": "太祖",
    "朱棣": "成祖",
    "朱高熾": "仁宗",
    "朱瞻基": "宣宗",
    "朱見深": "憲宗",
    "朱祐樘": "孝宗",
    "朱厚熜": "世宗",
    "朱翊鈞": "神宗",
    "福臨": "世祖",
    "玄燁": "聖祖",
    "胤禛": "世宗",
    "弘曆": "高宗",
    "顒琰": "仁宗",
    "旻寧": "宣宗",
    "奕詝": "文宗",
    "載淳": "穆宗",
}


def offset_of(record: BookData, text: str) -> int:
    """Return where ``text`` first stands in 著者, 0 if it does not."""
    return max(record.responsibility.find(text), 0)


def all_names(record: BookData) -> Iterator[Name]:
    """Yield every person of the responsibility statement."""
    for group in record.parsed_responsibility.structure.groups:
        yield from group.names


@BOOK_CHECKS.register
class DynastyUnknown(BookCheck):
    """A word in brackets before an author that is neither dynasty nor country (朝代不詳)."""

    id = "dynasty_unknown"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "著者朝代未收"
    source = AUTHORS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each dynasty that the chronology does not know."""
        for group in record.parsed_responsibility.structure.groups:
            if group.dynasty and not find_dynasties(group.dynasty):
                yield self.finding(
                    "responsibility",
                    "“{name}”不是已知的朝代或国名",
                    offset=offset_of(record, group.dynasty),
                    length=len(group.dynasty),
                    name=group.dynasty,
                )


@BOOK_CHECKS.register
class DynastyMissing(BookCheck):
    """An author without a dynasty or a country (著者缺朝代)."""

    id = "author_dynasty_missing"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "著者缺朝代"
    source = "formats §A1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each section whose first group names people without dynasty or nation."""
        for section in record.parsed_responsibility.structure.sections:
            for group in section.groups[:1]:
                if group.names and not group.dynasty and not group.nation and group.names[0].name != "佚名":
                    name = group.names[0].text
                    template = "著者“{name}”前缺朝代（外国人缺国名）"
                    yield self.finding(
                        "responsibility", template, offset=offset_of(record, name), length=len(name), name=name
                    )


@BOOK_CHECKS.register
class RoleMissing(BookCheck):
    """Authors without a role (缺著作方式)."""

    id = "role_missing"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "缺著作方式"
    source = "census_fields §1；vocab §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each section whose last group states no role."""
        for section in record.parsed_responsibility.structure.sections:
            for group in section.groups[-1:]:
                if group.names and not group.role:
                    name = group.names[-1].text
                    yield self.finding(
                        "responsibility",
                        "“{name}”之后缺著作方式，如撰、輯、注",
                        offset=offset_of(record, name),
                        length=len(name),
                        name=name,
                    )


@BOOK_CHECKS.register
class CountryMissing(BookCheck):
    """A missionary without his country (外國人漏國別)."""

    id = "country_missing"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "外国人缺国别"
    source = AUTHORS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each known foreigner under a Chinese dynasty or under nothing."""
        for group in record.parsed_responsibility.structure.groups:
            if group.nation:
                continue
            for name in group.names:
                if name.name in FOREIGN_AUTHORS:
                    template = "“{name}”是外国人，应写国别（{country}）而不写朝代"
                    country = FOREIGN_AUTHORS[name.name]
                    yield self.finding(
                        "responsibility",
                        template,
                        offset=offset_of(record, name.name),
                        length=len(name.name),
                        name=name.name,
                        country=country,
                    )


@BOOK_CHECKS.register
class MonkWithoutShi(BookCheck):
    """A monk without 釋 before his religious name (僧人漏釋)."""

    id = "monk_without_shi"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "僧人名前缺“釋”"
    source = AUTHORS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each well-known monk named without an epithet."""
        for name in all_names(record):
            if not name.epithet and name.name in MONKS:
                yield self.finding(
                    "responsibility",
                    "僧人“{name}”前应加“釋”",
                    offset=offset_of(record, name.name),
                    length=len(name.name),
                    name=name.name,
                )


@BOOK_CHECKS.register
class EmperorWithoutTempleName(BookCheck):
    """An emperor without his temple name (帝王漏廟號)."""

    id = "emperor_without_temple_name"
    level = Level.WARNING
    fields = ("responsibility",)
    title = "帝王名前缺庙号"
    source = AUTHORS

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each emperor's personal name that stands alone."""
        for name in all_names(record):
            if not name.epithet and name.name in EMPERORS:
                template = "帝王“{name}”前应加庙号：{temple}{name}"
                yield self.finding(
                    "responsibility",
                    template,
                    offset=offset_of(record, name.name),
                    length=len(name.name),
                    name=name.name,
                    temple=EMPERORS[name.name],
                )


@BOOK_CHECKS.register
class AnonymousWritten(BookCheck):
    """佚名 written out where the census leaves the author empty (佚名撰).

    Houses differ (合璧細則 writes 佚名撰), so the setting ``anonymous_written`` turns the hint off.
    """

    id = "anonymous_written"
    level = Level.HINT
    fields = ("responsibility", "annotation")
    title = "写出了“佚名”"
    source = "census_fields §1、§8 9"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint where 佚名 stands in 著者."""
        offset = record.responsibility.find("佚名")
        if offset >= 0 and not context.settings.get("anonymous_written"):
            yield self.finding("responsibility", "佚名著者可不著录", offset=offset, length=2)


@BOOK_CHECKS.register
class ByImperialOrder(BookCheck):
    """奉敕 kept in the role (著作方式省奉敕)."""

    id = "by_imperial_order"
    level = Level.HINT
    fields = ("responsibility",)
    title = "著作方式带“奉敕”"
    source = "vocab §1（2025 細則）"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint at each 奉敕."""
        offset = record.responsibility.find("奉敕")
        if offset >= 0:
            yield self.finding("responsibility", "著作方式中的“奉敕”可省", offset=offset, length=2)
