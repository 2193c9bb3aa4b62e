"""著者: dynasties, roles and names as the rules want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from authority.chronology import find_dynasties
from census.checks import Context, Finding, Level
from guji.checks.persons import BIRTHS, EMPERORS, FOREIGN_AUTHORS, MONKS
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData, Person

AUTHORS = f"{CENSUS_ERRORS} 8"

#: What stands where no author is known.
NAMELESS = frozenset({"佚名", "闕名", "缺名", "無名氏", "不著撰人", "不題撰人"})
#: From this year on catalogues differ whether an author who lived into the Republic gets 清, 民國 or nothing.
LATE_QING = 1896


class AuthorCheck(BookCheck):
    """A check that blames names or dynasties in 著者."""

    level = Level.WARNING
    needs = "responsibility"
    fields: ClassVar[tuple[str, ...]] = ("responsibility",)
    source = AUTHORS

    def on_name(self, person: Person, template: str, *, level: Level | None = None, **params: object) -> Finding:
        """Return a finding at the very name; the template's ``{name}`` is that name."""
        text, offset = person.name.name, person.offset
        return self.finding(
            "responsibility", template, offset=offset, length=len(text), level=level, name=text, **params
        )


@BOOK_CHECKS.register
class DynastyUnknown(AuthorCheck):
    """A word in brackets before an author that is neither dynasty nor country (朝代不詳); □ is known to be unknown."""

    id = "dynasty_unknown"
    title = "著者朝代未收"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each dynasty that the chronology does not know, once."""
        for name in dict.fromkeys(group.dynasty for group in record.parsed_responsibility.structure.groups):
            if name.strip("□") and not find_dynasties(name):
                template = "“{name}”不是已知的朝代或国名，请核对；朝代不详写“□”"
                yield self.blame(record, "responsibility", name, template, name=name)


@BOOK_CHECKS.register
class DynastyMissing(AuthorCheck):
    """An author without a dynasty or a country (著者缺朝代).

    An attribution held doubtful (題某某撰) needs none. For editions of the last years of 清 and after it is a hint:
    catalogues differ on those who lived into the Republic (census_fields §8 8).
    """

    id = "author_dynasty_missing"
    title = "著者缺朝代"
    source = "formats §A1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for the first person of each work who has neither dynasty nor nation."""
        late = bool(record.stated_years) and (record.latest_year or 0) >= LATE_QING
        for person in firsts(record.people):
            if not stands_alone(person):
                template = "著者“{name}”前缺朝代，应写“（朝代）{name}”；外国人写国名"
                yield self.on_name(person, template, level=Level.HINT if late else self.level)


def stands_alone(person: Person) -> bool:
    """Say whether a person has a dynasty or a country, or needs none: nobody in particular, or held doubtful."""
    group = person.group
    return bool(group.dynasty or group.nation or group.ascribed) or person.name.name in NAMELESS


def firsts(people: Iterable[Person]) -> Iterator[Person]:
    """Yield the first person of each work."""
    work = -1
    for person in people:
        if person.work != work:
            yield person
        work = person.work


@BOOK_CHECKS.register
class RoleMissing(AuthorCheck):
    """Authors without a role (缺著作方式)."""

    id = "role_missing"
    title = "缺著作方式"
    source = "census_fields §1；vocab §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for the last person of each work if no role follows."""
        for person in firsts(reversed(record.people)):
            if not person.role:
                yield self.on_name(person, "“{name}”之后缺著作方式，如撰、輯、注")


@BOOK_CHECKS.register
class CountryMissing(AuthorCheck):
    """A missionary without his country (外國人漏國別)."""

    id = "country_missing"
    title = "外国人缺国别"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each known foreigner under a Chinese dynasty or under nothing."""
        for person in record.people:
            country = None if person.group.nation else FOREIGN_AUTHORS.get(person.key)
            if country is not None:
                template = "“{name}”是外国人，应写国别（{country}）而不写朝代"
                yield self.on_name(person, template, country=country)


@BOOK_CHECKS.register
class MonkWithoutShi(AuthorCheck):
    """A monk without 釋 before his religious name (僧人漏釋)."""

    id = "monk_without_shi"
    title = "僧人名前缺“釋”"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each well-known monk named without an epithet."""
        for person in record.people:
            if not person.name.epithet and person.key in MONKS:
                yield self.on_name(person, "僧人“{name}”前应加“釋”")


@BOOK_CHECKS.register
class EmperorWithoutTempleName(AuthorCheck):
    """An emperor without his temple name (帝王漏廟號), as all rows of the national list have it."""

    id = "emperor_without_temple_name"
    title = "帝王名前缺庙号"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each emperor's personal name that stands alone under his own dynasty, or under none."""
        for person in record.people:
            emperor = None if person.name.epithet else EMPERORS.get(person.key)
            if emperor and person.group.dynasty in ("", *emperor.dynasties):
                template = "帝王“{name}”前应加庙号：{temple}{name}"
                yield self.on_name(person, template, temple=emperor.temple)


@BOOK_CHECKS.register
class AuthorBornAfterEdition(AuthorCheck):
    """An author who was not yet born when the edition was made (版本早於著者生年)."""

    id = "author_born_later"
    fields = ("responsibility", "edition")
    title = "版本早于著者出生"
    source = f"{CENSUS_ERRORS} 3、8"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each author known to be born after the edition's latest year; namesakes are possible."""
        made = record.latest_year
        if made is None:
            return
        for person in record.people:
            born = BIRTHS.get((person.group.dynasty, person.key))
            if born is not None and born > made:
                template = "“{name}”生于公元{born}年，版本却至迟在{made}年：请核对版本年代或著者（同名者可豁免）"
                yield self.on_name(person, template, born=born, made=made)


@BOOK_CHECKS.register
class AuthorRepeated(AuthorCheck):
    """The same person with the same role twice for one work (著者重複). Of several works each may have him."""

    id = "author_repeated"
    title = "著者重复"
    source = f"{CENSUS_ERRORS} 11"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding at each repetition."""
        units = record.parsed_title.structure.units
        if len(record.people) < 2 or len(units) != 1 or units[0].extras:
            return
        seen: set[tuple[int, str, str, str]] = set()
        for person in record.people:
            key = (person.work, person.group.dynasty + person.group.nation, person.name.text, person.role)
            if key in seen and person.name.name not in NAMELESS:
                yield self.on_name(person, "著者“{name}”以同一著作方式写了两次，请删去一处")
            seen.add(key)


@BOOK_CHECKS.register
class AnonymousWritten(AuthorCheck):
    """佚名 alone written out where the census leaves the author empty (佚名撰).

    （宋）佚名輯 tells a dynasty and 佚名疏 beside a known translator tells two hands: both stay. Houses differ
    (合璧細則 writes 佚名撰), so the setting ``anonymous_written`` turns the hint off.
    """

    id = "anonymous_written"
    level = Level.HINT
    title = "写出了“佚名”"
    source = "census_fields §1"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint where the statement consists of a nameless author and a role."""
        groups = record.parsed_responsibility.structure.groups
        if len(groups) != 1 or groups[0].dynasty or context.settings.get("anonymous_written"):
            return
        for person in record.people:
            if person.name.name in NAMELESS:
                yield self.on_name(person, "著者不详，“{name}”可不著录")


@BOOK_CHECKS.register
class ByImperialOrder(AuthorCheck):
    """奉敕 kept in the role (著作方式省奉敕)."""

    id = "by_imperial_order"
    level = Level.HINT
    title = "著作方式带“奉敕”"
    source = "vocab §1（2025 細則）"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a hint at the first 奉敕."""
        if "奉敕" in record.responsibility:
            yield self.blame(record, "responsibility", "奉敕", "著作方式中的“奉敕”可省")
