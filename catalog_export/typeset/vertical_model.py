"""What a volume hands to the compositor of vertical pages (直排): items that begin a line each, and the page's frame.

The words of the trade: a page is half a folded leaf (半葉), ruled in lines (界欄) inside a double border (四周雙邊);
the fold (版心, at the fore-edge or in the middle of a whole leaf) bears the title, the fish tail (魚尾) and the leaf's
number; small text runs in two half columns inside one line (雙行夾注).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from catalog_export.typeset.model import Numbering, PageDesign, Run

Fold = Literal["outer", "middle", "none"]


@dataclass(frozen=True, slots=True)
class VerticalItem:
    """Large text that begins a line, and what follows it in two half columns.

    ``size`` and ``note_size`` are points; ``indent`` and ``hang`` (lines after the first) ems of ``size`` from the
    line's head. ``tail`` stands at the line's foot, ``lines`` is how many lines further the item begins, ``middle``
    centres it in its line, ``bar`` marks its lines as changed; ``again`` stands before its lines wherever they begin or
    go on at a page's head (the name of a set before its works). ``anchor``, ``key``, ``mark`` and ``outline`` are as
    in a paragraph.
    """

    head: tuple[Run, ...]
    size: float
    weight: int = 400
    note: tuple[Run, ...] = ()
    note_size: float = 8.0
    indent: float = 0.0
    hang: float = 1.0
    tail: tuple[Run, ...] = ()
    key: str = ""
    anchor: str = ""
    mark: str = ""
    outline: str = ""
    outline_level: int = 0
    new_page: bool = False
    keep_with_next: bool = False
    lines: int = 1
    middle: bool = False
    bar: bool = False
    again: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class VerticalDesign:
    """A vertical page: the sheet with its margins, inside of which stands the border; lines and tiers within it.

    ``lines`` are those of a page (an even number where the fold is in the middle), ``tiers`` the bands one above the
    other in which lines run (欄). Lengths of the border are points, ``fold_width`` and ``tier_gap`` millimetres.
    """

    page: PageDesign
    lines: int = 10
    tiers: int = 1
    fold: Fold = "outer"
    fold_width: float = 9.0
    tier_gap: float = 4.0
    border: bool = True
    rules: bool = True
    thick: float = 1.8
    thin: float = 0.5
    between: float = 2.2
    padding: float = 4.0


@dataclass(frozen=True, slots=True)
class FoldText:
    """What stands on the fold: the title above the fish tail, the part below it, the number at the foot.

    Where a page has no fold it stands in the outer margin.
    """

    title: str = ""
    part: str = ""
    number: str = ""
    note: str = ""
    size: float = 9.0


@dataclass(frozen=True, slots=True)
class VerticalSection:
    """A run of vertical pages. ``fold`` gives each page's fold from its number and its last mark.

    ``blank`` is what the page says that is bound in blank before a section that opens on the other side.
    """

    items: Iterable[VerticalItem]
    design: VerticalDesign
    fold: Callable[[int, str], FoldText] = lambda number, mark: FoldText()
    numbering: Numbering = field(default_factory=Numbering)
    outline: str = ""
    opens_recto: bool = False
    blank: str = ""
