"""What a catalogue statement says, as plain frozen data.

A structure holds the meaning and, beside it, the few marks of notation that differ between catalogues (which
brackets, which separator, a numeral as written), so that rendering needs the structure alone. A profile that
prescribes a mark overrules the mark kept here. ``written`` in a :class:`Number` counts only while it still says
the same value: change the value and the rendering follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from guji.notation.issues import Issue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text read that no rule could place."""

    offset: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A statement as written, what was understood of it, what was not, and what was noticed.

    Offsets of ``unplaced`` and ``issues`` count characters of ``text``.
    """

    text: str
    structure: T
    unplaced: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every character of the text found its place."""
        return not self.unplaced


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it is written; ``value`` is None for □, 不分 and the like."""

    value: int | None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A bracketed remark. In an edition a ``supplement`` tells of leaves supplied or lacking (配, 抄配, 補刻, 缺)."""

    text: str
    brackets: str = "（）"
    supplement: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of units: 三十卷, □□卷, 不分卷, 一百回."""

    number: Number
    unit: str

    @property
    def value(self) -> int | None:
        """The number, None where it is not known or the work is not divided."""
        return self.number.value

    @property
    def undivided(self) -> bool:
        """Whether the statement says 不分卷 (or 無卷數)."""
        return self.number.value is None and self.number.written[:1] in ("不", "無", "无")


@dataclass(frozen=True, slots=True)
class Extra:
    """A named addition to a work, counted on its own: 首一卷, 附錄三卷, 外集十卷."""

    label: str
    counts: tuple[Count, ...] = ()
    lead: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class TitleUnit:
    """One work in a title statement: ``［萬曆］金華府志三十卷首一卷``.

    ``prefix`` is the reign or place set before a gazetteer's or genealogy's title, ``brackets`` the pair around it
    (or around the whole name when the title was supplied by the cataloguer: ``supplied``; ``encloses`` if the pair takes
    in the counts as well). ``part`` is the named
    first part of a work counted by parts (…前集六十九卷後集八十一卷; the later parts are extras). ``link`` is a
    word like 附 that ties the unit to the one before; ``lead`` the separator before it.
    """

    name: str
    prefix: str = ""
    counts: tuple[Count, ...] = ()
    extras: tuple[Extra, ...] = ()
    part: str = ""
    note: Note | None = None
    brackets: str = ""
    supplied: bool = False
    encloses: bool = False
    link: str = ""
    lead: str = ""

    @property
    def juan(self) -> int | None:
        """The number of 卷 of the unit itself (without its extras), None if unknown, undivided or not stated."""
        return next((count.value for count in self.counts if count.unit in JUAN), None)

    @property
    def undivided(self) -> bool:
        """Whether the unit is stated as 不分卷."""
        return any(count.undivided for count in self.counts)

    @property
    def total(self) -> int | None:
        """The 卷 of the unit and all its extras together, None if any of them is not known."""
        counts = [self.counts, *(extra.counts for extra in self.extras)]
        values = [next((c.value for c in group if c.unit in JUAN), None) for group in counts if group]
        return None if not values or None in values else sum(v for v in values if v is not None)


JUAN = frozenset("卷巻券")


@dataclass(frozen=True, slots=True)
class Title:
    """題名卷數: one work, or several printed together."""

    units: tuple[TitleUnit, ...] = ()

    @property
    def name(self) -> str:
        """The name of the first work, without prefix and counts."""
        return self.units[0].name + self.units[0].part if self.units else ""

    @property
    def total(self) -> int | None:
        """All 卷 of all units together, None if any is unknown."""
        totals = [unit.total for unit in self.units]
        return None if not totals or None in totals else sum(v for v in totals if v is not None)


@dataclass(frozen=True, slots=True)
class Name:
    """A person (or body) as named: epithet (釋, 太祖, 沙門 …), name, bracketed note, place of origin before it."""

    name: str
    epithet: str = ""
    note: Note | None = None
    origin: str = ""

    @property
    def text(self) -> str:
        """Epithet and name together, as one looks a person up: 釋智旭, 太祖朱元璋."""
        return self.epithet + self.name

    @property
    def monastic(self) -> bool:
        """Whether the name carries the clerical 釋."""
        return self.epithet == "釋"


@dataclass(frozen=True, slots=True)
class Group:
    """People who share a dynasty (or nation) and a role: ``（明）吾冔　吳夔等纂修``.

    ``role`` is empty where none is stated; :meth:`Section.role_of` says which later role covers it. ``brackets``
    are those around the dynasty, empty if it stands bare; ``separator`` stands between names, ``lead`` before the
    group. ``ascribed`` is the word before an attribution held doubtful (題, 舊題).
    """

    names: tuple[Name, ...] = ()
    dynasty: str = ""
    nation: str = ""
    role: str = ""
    etc: str = ""
    ascribed: str = ""
    brackets: str = ""
    separator: str = "\u3000"
    lead: str = "\u3000"


@dataclass(frozen=True, slots=True)
class Section:
    """The people of one work: of the main title (``work`` None) or of a work appended after its authors."""

    groups: tuple[Group, ...] = ()
    work: Title | None = None
    lead: str = "\u3000"

    def role_of(self, index: int) -> str:
        """The role of the group at ``index``: its own, else that of the next group that states one."""
        return next((group.role for group in self.groups[index:] if group.role), "")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """著者: who made the work and in which capacity, and the appended works with theirs."""

    sections: tuple[Section, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups of all sections, in order."""
        return tuple(group for section in self.sections for group in section.groups)

    @property
    def works(self) -> tuple[Title, ...]:
        """The appended works, in order."""
        return tuple(section.work for section in self.sections if section.work is not None)

    def attributions(self) -> Iterator[tuple[Title | None, Group, str]]:
        """Yield each group with the work it belongs to (None: the main title) and the role that covers it."""
        for section in self.sections:
            for index, group in enumerate(section.groups):
                yield section.work, group, section.role_of(index)


@dataclass(frozen=True, slots=True)
class CommonEra:
    """A Gregorian year or range as stated: ``（1611）``, ``(1628-1639)``, ``1927年``.

    Years before our era are negative. ``short`` says that the end of a range is shortened (1628-39).
    """

    first: int
    last: int | None = None
    brackets: str = "（）"
    separator: str = "-"
    suffix: str = ""
    approx: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time in a statement: dynasty, era, year or 干支, phase (初, 末, 間, 年間 …), Gregorian year.

    ``suffix`` is what follows the year's number (年, 載, or nothing in 二十至二十四年); ``approx`` a word before
    (約, 疑); ``cyclic_first`` says that the 干支 stands before the number (太平天國癸好三年).
    """

    dynasty: str = ""
    era: str = ""
    year: Number | None = None
    suffix: str = "年"
    cyclic: str = ""
    cyclic_suffix: str = ""
    cyclic_first: bool = False
    month: str = ""
    phase: str = ""
    approx: str = ""
    ce: CommonEra | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A time or a range of time; ``joint`` is the word between its ends, ``lead`` the separator before it."""

    start: Point
    end: Point | None = None
    joint: str = "至"
    lead: str = ""

    @property
    def points(self) -> tuple[Point, ...]:
        """The one or two points."""
        return (self.start,) if self.end is None else (self.start, self.end)

    @property
    def stated_years(self) -> tuple[int, int] | None:
        """The Gregorian years as stated, first and last."""
        years = [
            year for point in self.points if point.ce for year in (point.ce.first, point.ce.last or point.ce.first)
        ]
        return (years[0], years[-1]) if years else None


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made an edition: 毛氏汲古閣, 晁瑮寶文堂, 內府, 浙江書局; ``lead`` is the separator before."""

    name: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One act in a book's making, with its own date, place and makers: 刻, 重修, 遞修, 後印, 抄 …

    ``action`` is the act as worded (刻, 朱墨套印, 銅活字印, 影抄); ``exemplar`` what was copied, standing before the
    last character of the action (影宋抄) or, if ``exemplar_after``, behind it (翻刻明世德堂本); ``link`` is what
    stands before the layer.
    """

    action: str = ""
    dates: tuple[Date, ...] = ()
    place: str = ""
    makers: tuple[Maker, ...] = ()
    etc: str = ""
    link: str = ""
    exemplar: str = ""
    exemplar_after: bool = False
    series: str = ""
    part: str = ""
    place_last: bool = False

    @property
    def maker(self) -> str:
        """The makers as one text, without 等."""
        return "".join(maker.lead + maker.name for maker in self.makers)


@dataclass(frozen=True, slots=True)
class Edition:
    """版本: the layers of making, then what they are a copy or part of, then bracketed remarks.

    ``form`` is a word for its format (大字, 巾箱, 袖珍), ``ending`` the closing word (本, 拓片), ``owner`` the owner named before 藏 (上海涵芬樓藏宋刊本), ``annotations`` what follows
    after a space (清刻本　佚名批校). The properties speak of the first layer, the book's making proper.
    """

    layers: tuple[Layer, ...] = ()
    form: str = ""
    ending: str = ""
    notes: tuple[Note, ...] = ()
    owner: str = ""
    owner_word: str = "藏"
    annotations: Annotations | None = None

    @property
    def main(self) -> Layer:
        """The first layer, empty if nothing was understood."""
        return self.layers[0] if self.layers else Layer()

    def with_main(self, layer: Layer) -> Edition:
        """Return this edition with its first layer replaced."""
        return replace(self, layers=(layer, *self.layers[1:]))

    @property
    def _first(self) -> Point:
        dates = self.main.dates
        return dates[0].start if dates else Point()

    @property
    def dynasty(self) -> str:
        """Dynasty or country of the first layer."""
        return self._first.dynasty

    @property
    def era(self) -> str:
        """Era of the first layer."""
        return self._first.era

    @property
    def year(self) -> int | None:
        """Year of the era, of the first layer."""
        return self._first.year.value if self._first.year else None

    @property
    def cyclic(self) -> str:
        """干支 of the first layer's year."""
        return self._first.cyclic

    @property
    def place(self) -> str:
        """Place of the first layer."""
        return self.main.place

    @property
    def maker(self) -> str:
        """Makers of the first layer, as one text."""
        return self.main.maker

    @property
    def series(self) -> str:
        """The set the edition belongs to (通志堂經解), of the first layer that names it."""
        return next((layer.series for layer in self.layers if layer.series), "")

    @property
    def exemplar(self) -> str:
        """What was copied (翻刻明世德堂本: 明世德堂; 影宋抄本: 宋), of the first layer that names it."""
        return next((layer.exemplar for layer in self.layers if layer.exemplar), "")

    @property
    def supplement(self) -> str:
        """The supplement remarks as one text, without brackets."""
        return "；".join(note.text for note in self.notes if note.supplement)

    @property
    def year_from(self) -> int | None:
        """First Gregorian year of the first layer: as stated, else reckoned from era and year; None without a year."""
        return self._years()[0]

    @property
    def year_to(self) -> int | None:
        """Last Gregorian year of the first layer."""
        return self._years()[1]

    def _years(self) -> tuple[int | None, int | None]:
        from guji.notation.years import years_of_layer

        return years_of_layer(self.main)

    @property
    def type(self) -> str:
        """版本類型 with 本: 刻本, 抄本, 稿本, 銅活字印本, 朱墨套印本 …; repairs and later printings do not change it."""
        from guji.notation.kinds import edition_type

        return edition_type(self)


@dataclass(frozen=True, slots=True)
class Act:
    """What an annotator did: ``verb`` 校, 跋, 錄 …; for a transcription the original author and what is copied.

    ``link`` joins it to the act before (並, 又, 及); ``originals`` are those whose notes are copied
    (錄某某批校), ``copied`` how they are called (批校); ``object`` is what was acted on (補缺字: 缺字).
    """

    verb: str
    link: str = ""
    originals: tuple[Group, ...] = ()
    copied: str = ""
    object: str = ""

    @property
    def transcribed(self) -> bool:
        """Whether the act copies another's notes (過錄)."""
        return bool(self.originals) or self.verb in ("過錄", "過録", "錄", "録", "臨")


@dataclass(frozen=True, slots=True)
class Annotation:
    """Annotators who did the same: ``朱大韶　余集　阮元跋``."""

    names: tuple[Name, ...] = ()
    dynasty: str = ""
    brackets: str = ""
    etc: str = ""
    acts: tuple[Act, ...] = ()
    date: Date | None = None
    separator: str = "\u3000"
    lead: str = "\u3000"
    note: str = ""

    @property
    def mode(self) -> str:
        """The acts as one text: 校並跋."""
        return "".join(act.link + act.verb + act.object for act in self.acts)


@dataclass(frozen=True, slots=True)
class Annotations:
    """批校題跋: who annotated this copy, and how."""

    items: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A juan's place: a number, a mark (上, 中, 下, 首, 末, 上半, 之三), or both."""

    number: Number | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """One place or a run of places; ``before`` (卷, 第, 卷第) and ``after`` (卷, 葉, 年) are as worded."""

    start: Place
    end: Place | None = None
    joint: str = "至"
    lead: str = ""
    before: str = ""
    before_end: str = ""
    after_start: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ExtentGroup:
    """What is there of one named part (or, without label, of the work itself).

    ``whole`` says 全; ``counts`` a number of juan (陰符經一卷); ``remark`` what is said in words (a period of a
    diary, 殘, 前十二葉). ``kind`` is 缺 (or 存) where it is said of this part alone, behind
    bare places (卷五至八原缺), else before the part. A label with nothing else
    means the part is there.
    """

    label: str = ""
    ranges: tuple[Range, ...] = ()
    counts: tuple[Count, ...] = ()
    whole: str = ""
    remark: str = ""
    lead: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """存缺卷: kind (存, 缺, 全), what the count is, and which parts and ranges.

    ``counts`` may hold several (十二種十二卷); ``labels`` name a count of its own (八千卷目錄二十二卷).
    ``brackets`` is the pair around the ranges, or ``：`` before them, or empty.
    """

    kind: str = ""
    counts: tuple[Count, ...] = ()
    extras: tuple[Extra, ...] = ()
    groups: tuple[ExtentGroup, ...] = ()
    brackets: str = ""
    remark: str = ""

    @property
    def count(self) -> int | None:
        """The number stated (of 卷 where 卷 are counted, else the first), None if unknown."""
        juan = next((c for c in self.counts if c.unit in JUAN), None)
        chosen = juan or (self.counts[0] if self.counts else None)
        return chosen.value if chosen else None

    @property
    def unit(self) -> str:
        """The unit of :attr:`count`."""
        juan = next((c for c in self.counts if c.unit in JUAN), None)
        chosen = juan or (self.counts[0] if self.counts else None)
        return chosen.unit if chosen else ""


@dataclass(frozen=True, slots=True)
class Volumes:
    """冊數: counts of pieces (2函10冊, 1軸) and a bracketed note (合訂)."""

    items: tuple[Count, ...] = ()
    note: str = ""
    brackets: str = ""

    @property
    def ce(self) -> int | None:
        """The number of 冊, None if not stated in 冊."""
        return next((item.value for item in self.items if item.unit in ("冊", "册")), None)
