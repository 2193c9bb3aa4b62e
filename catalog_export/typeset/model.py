"""What a volume hands to the compositor: runs, paragraphs, sections and the design of a page.

Nothing here knows a book. Sizes of the sheet are in millimetres, sizes of type and spaces in points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from catalog_export.typeset.colour import OutputIntent

POINTS_PER_MM = 72 / 25.4

Align = Literal["justify", "left", "centre", "right"]


@dataclass(slots=True)
class Run:
    """A stretch of text in one dress. A newline in it is a forced line break.

    ``weight`` and ``size`` (points) override the paragraph's style; ``link`` is the anchor of the paragraph
    that a click leads to, in this or any other section of the document.
    """

    text: str
    weight: int | None = None
    size: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """The dress of a paragraph.

    ``size``, ``leading`` (baseline to baseline), ``space_before`` and ``space_after`` are points; ``indent``
    (every line), ``first_indent`` (added on the first line; negative for a hanging entry) and ``tracking``
    are ems of ``size``. Of two spaces that meet, the larger counts. ``widows`` and ``orphans`` are the least
    numbers of lines that may stand at a column's head and foot. ``spread`` lets the space before grow so that
    columns end together.
    """

    size: float = 10.5
    leading: float = 16.0
    weight: int = 400
    align: Align = "justify"
    indent: float = 0.0
    right_indent: float = 0.0
    first_indent: float = 0.0
    tracking: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0
    widows: int = 2
    orphans: int = 2
    keep_together: bool = False
    keep_with_next: bool = False
    spread: bool = True


@dataclass(slots=True)
class Paragraph:
    """One paragraph.

    ``key`` names it in the preflight report (a record's number, say); ``anchor`` makes it a link's target,
    whose page is known once its section is composed; ``mark`` is what the running head may show of it;
    ``outline`` puts it into the PDF's outline at ``outline_level`` (0 the highest). ``tail`` is set flush right on
    the last line (an index's page number), after a row of dots if ``leader``. ``again`` is set above its lines wherever
    they begin or go on at a column's head (the name of a set above its works). ``span`` sets it across all columns;
    ``break_before`` starts a column or a page; ``bar`` marks it in the margin as changed.
    """

    runs: tuple[Run, ...]
    style: Style
    key: str = ""
    anchor: str = ""
    mark: str = ""
    outline: str = ""
    outline_level: int = 0
    tail: tuple[Run, ...] = ()
    leader: bool = True
    span: bool = False
    break_before: Literal["", "column", "page"] = ""
    again: tuple[Run, ...] = ()
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line across the column, or across ``width`` (a share of it) in its middle."""

    thickness: float = 0.5
    width: float = 1.0
    space_before: float = 4.0
    space_after: float = 4.0
    span: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: its first ``head_rows`` stand between rules and come again after every page break.

    ``widths`` are shares of the measure; a cell may be text or runs.
    """

    rows: tuple[tuple[str | tuple[Run, ...], ...], ...]
    widths: tuple[float, ...]
    style: Style
    aligns: tuple[Align, ...] = ()
    head_rows: int = 1
    head_weight: int = 700
    padding: float = 2.0
    space_before: float = 6.0
    space_after: float = 6.0
    span: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Leap:
    """Empty space of a fixed height in points (display pages)."""

    height: float


Item = Paragraph | Table | Rule | Leap


@dataclass(frozen=True, slots=True)
class PageDesign:
    """開本與版心: the trimmed sheet and its type area, in millimetres.

    ``inner`` is the margin at the spine. ``head`` and ``foot`` are the distances from the type area to the
    running head's baseline and from the type area to the folio's top. ``bleed`` and ``crop_marks`` widen
    the sheet for a press.
    """

    width: float = 185.0
    height: float = 260.0
    top: float = 25.0
    bottom: float = 22.0
    inner: float = 22.0
    outer: float = 20.0
    columns: int = 1
    gutter: float = 7.0
    column_rule: bool = False
    head: float = 4.0
    foot: float = 5.0
    bleed: float = 0.0
    crop_marks: bool = False
    balance_columns: bool = True
    align_bottom: bool = True

    @property
    def measure(self) -> float:
        """Width of the type area in points."""
        return (self.width - self.inner - self.outer) * POINTS_PER_MM

    @property
    def depth(self) -> float:
        """Height of the type area in points."""
        return (self.height - self.top - self.bottom) * POINTS_PER_MM

    @property
    def column_measure(self) -> float:
        """Width of one column in points."""
        gutters = (self.columns - 1) * self.gutter * POINTS_PER_MM
        return (self.measure - gutters) / self.columns


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a running head may be made of: the page's label and the marks of its first and last paragraph."""

    label: str
    number: int
    recto: bool
    first: str
    last: str
    opening: bool


@dataclass(frozen=True, slots=True)
class Furniture:
    """Running head and folio of one page; ``left``/``right`` are sides of the paper, not of the spread."""

    head_left: str = ""
    head_centre: str = ""
    head_right: str = ""
    head_rule: float = 0.0
    foot_left: str = ""
    foot_centre: str = ""
    foot_right: str = ""
    size: float = 9.0
    weight: int = 400


def no_furniture(page: PageFacts) -> Furniture:
    """Leave the page without running head and folio (title pages)."""
    return Furniture()


@dataclass(frozen=True, slots=True)
class Numbering:
    """Page labels of a section: ``style`` is a PDF label style (D arabic, r/R roman, empty none)."""

    style: Literal["D", "r", "R", ""] = "D"
    start: int = 1
    prefix: str = ""

    def label(self, number: int) -> str:
        """Return the label of the page with this number."""
        match self.style:
            case "D":
                return f"{self.prefix}{number}"
            case "r":
                return self.prefix + roman(number)
            case "R":
                return self.prefix + roman(number).upper()
        return self.prefix


def roman(number: int) -> str:
    """Return a number above 0 in lower-case roman numerals."""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    text = ""
    for value, sign in zip(values, signs, strict=True):
        text += sign * (number // value)
        number %= value
    return text


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages of one design: ``items`` may be a generator and is read once, as pages fill.

    ``furniture`` is asked once for every page when its content is known. ``valign`` places what a display
    page holds; ``opens_recto`` starts it on a right-hand page, with a blank one before it if need be, which shows
    ``blank``: nothing, or on a proof that it is one.
    """

    items: Iterable[Item]
    design: PageDesign
    furniture: Callable[[PageFacts], Furniture] = no_furniture
    numbering: Numbering = field(default_factory=Numbering)
    outline: str = ""
    valign: Literal["top", "middle", "bottom"] = "top"
    opens_recto: bool = False
    blank: Furniture = field(default_factory=Furniture)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor came to stand: page index in its section, label, points from the sheet's lower left corner."""

    page: int
    label: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The document's properties, written to the info dictionary and to XMP alike.

    ``created`` is an ISO 8601 date-time or empty: the same snapshot must give the same bytes, so it is the
    snapshot's time, never the clock's. ``output_intent`` is the colour profile that the press supplied.
    """

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "zh-Hant"
    created: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    output_intent: OutputIntent | None = None
