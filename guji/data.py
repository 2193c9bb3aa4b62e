"""The book record as plain data: what a cataloguer states, before and after it is understood.

These classes are the one shape in which a record travels between form, import, checks, actions, API and
print. They know no database. The fields and their rules: 古籍普查登記 (WH/T 20, the national platform's
full record, and the sixteen groups that Zhejiang asks for).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from authority.han import fold
from guji.notation import (
    TEMPLATES,
    Annotations,
    Edition,
    Extent,
    Group,
    Issue,
    Name,
    Parsed,
    Responsibility,
    Title,
    Volumes,
    parse_annotations,
    parse_edition,
    parse_extent,
    parse_responsibility,
    parse_title,
    parse_volumes,
    span_of_layer,
)

#: The check id of text that found no place in the grammar.
UNPLACED = "unplaced_text"

#: The groups of the full record (完整著錄) kept as child rows: group → its Chinese name.
DETAIL_GROUPS: dict[str, str] = {
    "layouts": "版式",
    "bindings": "装帧",
    "cases": "装具",
    "prefaces": "序跋",
    "engravers": "刻工",
    "annotations": "批校题跋",
    "seals": "钤印",
    "attachments": "附件",
    "scripts": "文种",
    "repairs": "修复历史",
    "sub_works": "丛书子目",
    "gradings": "定级",
    "damages": "定损",
    "provenances": "来源",
    "identifiers": "其他编号",
    "other_titles": "其他题名",
}


#: The statements in which two records of one institution must agree to be called the same, with the institution first.
TWIN_FIELDS = ("title", "responsibility", "edition", "annotation", "volumes", "extent")


class Person(NamedTuple):
    """Somebody named in 著者, and where.

    ``work`` counts the works of the statement from 0 (the title itself, then those appended), ``group`` gives dynasty
    or nation, ``role`` is the one that covers the name; ``offset`` is where the name begins, ``key`` its folding key.
    """

    work: int
    group: Group
    role: str
    name: Name
    offset: int
    key: str


@dataclass(frozen=True)
class BookData:
    """One 部 as stated: the statements as written, the flags, and the groups of the full record.

    Text is kept as typed. ``details`` maps a group of :data:`DETAIL_GROUPS` to its rows, each a mapping of
    the child model's field names to values; ``sub_works`` rows may hold ``children``.
    """

    institution: str = ""  # 單位代碼, four digits
    census_no: str = ""  # 古籍普查登記編號, empty until given
    shelf_mark: str = ""  # 索書號, any string
    title: str = ""  # 題名卷數
    title_source: str = ""  # 題名依據
    responsibility: str = ""  # 著者 (含著作方式, 附錄之作)
    edition: str = ""  # 版本 (含配補)
    annotation: str = ""  # 批校題跋
    volumes: str = ""  # 冊數 as written: 18冊, 2函10冊, 1軸
    extent: str = ""  # 存缺卷
    class_code: str = ""  # 分類
    series: str = ""  # 所屬叢書
    is_series: bool = False  # 叢書
    is_republican: bool = False  # 民國線裝
    is_foreign: bool = False  # 域外本
    edition_basis: str = ""  # 版本依據
    note: str = ""  # 附註
    details: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def twin_key(self) -> tuple[str, ...]:
        """Institution and statements: what another record would share word for word."""
        return (self.institution, *(getattr(self, name) for name in TWIN_FIELDS))

    @cached_property
    def parsed_title(self) -> Parsed[Title]:
        """題名卷數, understood."""
        return parse_title(self.title)

    @cached_property
    def parsed_responsibility(self) -> Parsed[Responsibility]:
        """著者, understood."""
        return parse_responsibility(self.responsibility)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Every person of 著者 in order, each looked for behind the one before: a name may occur twice."""
        found: list[Person] = []
        statement, at = self.responsibility, 0
        for work, section in enumerate(self.parsed_responsibility.structure.sections):
            for index, group in enumerate(section.groups):
                at = max(statement.find(group.dynasty or group.nation, at), at)
                for name in group.names:
                    at = max(statement.find(name.name, at), at)
                    found.append(Person(work, group, section.role_of(index), name, at, fold(name.name)))
                    at += len(name.name)
        return tuple(found)

    @cached_property
    def parsed_edition(self) -> Parsed[Edition]:
        """版本, understood."""
        return parse_edition(self.edition)

    @cached_property
    def parsed_annotations(self) -> Parsed[Annotations]:
        """批校題跋, understood."""
        return parse_annotations(self.annotation)

    @cached_property
    def parsed_extent(self) -> Parsed[Extent]:
        """存缺卷, understood."""
        return parse_extent(self.extent)

    @cached_property
    def parsed_volumes(self) -> Parsed[Volumes]:
        """冊數, understood."""
        return parse_volumes(self.volumes)

    @cached_property
    def all_text(self) -> str:
        """The text of all fields but the numbers, joined by 。: what checks of characters search first."""
        texts = (self.title, self.responsibility, self.edition, self.annotation, self.extent, self.volumes)
        return "。".join(text for text in (*texts, self.series, self.note) if text)

    @cached_property
    def grammar_issues(self) -> tuple[tuple[str, Issue], ...]:
        """What the grammar noticed in the statements, as (field, issue), in the order of the printed entry.

        Text that found no place is an issue of its own, ``unplaced_text``, for each span.
        """
        readings: tuple[tuple[str, Parsed[Any]], ...] = (
            ("title", self.parsed_title),
            ("responsibility", self.parsed_responsibility),
            ("edition", self.parsed_edition),
            ("annotation", self.parsed_annotations),
            ("extent", self.parsed_extent),
            ("volumes", self.parsed_volumes),
        )
        found = [(name, issue) for name, reading in readings for issue in reading.issues]
        known = {(name, issue.offset) for name, issue in found if issue.check == UNPLACED}
        found += [
            (name, Issue(UNPLACED, span.offset, span.length, TEMPLATES[UNPLACED], {"text": span.text}))
            for name, reading in readings
            for span in reading.unplaced
            if (name, span.offset) not in known
        ]
        return tuple(found)

    @cached_property
    def total_juan(self) -> int | None:
        """All 卷 of the works of the title and of those appended among the authors, None if any is not known."""
        totals = [self.parsed_title.structure.total]
        totals += [work.total for work in self.parsed_responsibility.structure.works]
        return None if None in totals else sum(total for total in totals if total is not None)

    @cached_property
    def edition_type(self) -> str:
        """版本類型 of the edition, empty if none can be read."""
        return self.parsed_edition.structure.type

    @cached_property
    def edition_years(self) -> tuple[int | None, int | None]:
        """First and last Gregorian year of the edition's first layer, (None, None) if it names no year."""
        edition = self.parsed_edition.structure
        return edition.year_from, edition.year_to

    @cached_property
    def stated_years(self) -> tuple[int, ...]:
        """Every Gregorian year that the edition statement states or implies, of all layers, in order."""
        dates = [date for layer in self.parsed_edition.structure.layers for date in layer.dates]
        stated = [year for date in dates for year in date.stated_years or ()]
        reckoned = [year for year in self.edition_years if year is not None]
        return tuple(stated or reckoned)

    @cached_property
    def latest_year(self) -> int | None:
        """The latest year in which any part of the edition can have been made, None if nothing dates it.

        Of each layer its own years; of a layer dated to an era or a dynasty alone, the end of that.
        """
        ends = [span_of_layer(layer)[1] for layer in self.parsed_edition.structure.layers]
        return max((end for end in ends if end is not None), default=None)

    @property
    def dated(self) -> bool:
        """Whether the last layer of the edition names any time."""
        layers = self.parsed_edition.structure.layers
        return bool(layers) and bool(layers[-1].dates)

    def made_in(self, dynasty: str) -> bool:
        """Say whether the edition statement itself names ``dynasty`` for any of its layers."""
        layers = self.parsed_edition.structure.layers
        return any(point.dynasty == dynasty for layer in layers for date in layer.dates for point in date.points)
