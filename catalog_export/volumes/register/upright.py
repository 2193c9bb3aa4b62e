"""A register in vertical lines: the same parts and words, set as VerticalItems on ruled pages.

It takes the place of :class:`~catalog_export.volumes.register.sections.Sections`; whoever composes a register need not
know in which direction its lines run. An entry's title stands large at the head of a line, all else follows it in
two half columns, number and shelf mark last. Arabic figures become 〇一二, or stand upright in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal

from catalog_export.typeset import ComposedSection, Compositor, Item, Numbering, Paragraph, Run, Table, Typefaces
from catalog_export.typeset.faces import LEFT_DIGITS, RIGHT_DIGITS
from catalog_export.typeset.model import PageDesign
from catalog_export.typeset.vertical import VerticalComposer
from catalog_export.typeset.vertical_model import FoldText, VerticalDesign, VerticalItem, VerticalSection
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.body import PROOF, SPACE, mark_parts
from catalog_export.volumes.register.section_setter import Part, SectionSetter
from catalog_export.volumes.register.styles import BOLD, page_design

HAN_DIGITS = "〇一二三四五六七八九"
#: What parts the references of an index.
PARTING = frozenset("、；")
#: Pages of the front matter are counted apart: 首三.
FRONT = "首"
PROOF_NOTE = PROOF.replace(SPACE, "")
_ROMAN = re.compile(r"[ivxlc]+")
_FIGURES = re.compile(r"\d+")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {ord(" "): 0x3000, ord("-"): ord("—")}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def upright(text: str, digits: str = "han") -> str:
    """Return text as a vertical line shows it: wide marks and letters, figures as 〇一二 or as upright pairs.

    Only figures of two or four digits make pairs; others would leave one standing alone.
    """
    shown = _FIGURES.sub(lambda found: _figures(found[0], digits), text.replace("—", "至"))
    return shown.translate(_WIDE)


def _figures(figures: str, digits: str) -> str:
    if digits == "pairs" and len(figures) in (2, 4):
        pairs = zip(figures[::2], figures[1::2], strict=True)
        return "".join(LEFT_DIGITS[int(left)] + RIGHT_DIGITS[int(right)] for left, right in pairs)
    return "".join(HAN_DIGITS[int(digit)] for digit in figures)


def page_words(label: str) -> str:
    """Return a page's label as it is printed: 125 as 一二五, iii as 首三."""
    if _ROMAN.fullmatch(label):
        values = [_ROMAN_VALUES[sign] for sign in label]
        total = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
        return FRONT + upright(str(total))
    return upright(label)


class UprightSections(SectionSetter):
    """Sets sections in vertical lines; ``title`` is what stands on every fold."""

    def __init__(self, profile: Profile, fonts: Typefaces, title: str = "", *, proof: bool = False) -> None:
        super().__init__(profile, Compositor(fonts), proof=proof)
        self.title = title
        self._composer = VerticalComposer(fonts)

    def _main(self, items: Iterable[Item], part: Part) -> ComposedSection:
        """Compose a part of the main sequence; columns of an index become tiers."""
        settings, columns = self.profile.vertical, part.columns
        lines = settings.lines if not part.name else settings.index_lines if columns != 1 else settings.text_lines
        tiers = settings.index_tiers if part.name and columns != 1 else 1
        if tiers > 1 and columns is not None:
            tiers += columns - self.profile.index.columns
        return self._compose(items, self._design(lines, tiers), part)

    def _front(self, items: Iterable[Item], part: Part) -> ComposedSection:
        settings = self.profile.vertical
        tiers = 1 if part.columns == 1 else settings.index_tiers + 1
        return self._compose(items, self._design(settings.text_lines, tiers), part)

    def display(self, items: Iterable[Item], start: int, valign: Literal["middle", "bottom"]) -> ComposedSection:
        """Compose a display page: title page (few wide lines without rules), imprint."""
        settings = self.profile.vertical
        if valign == "bottom":
            return self._compose(items, self._design(settings.text_lines, 1), Part("", Numbering("r", start)))
        lines = [self._display(item) for item in items if isinstance(item, Paragraph)]
        count = max(len(lines) + 2, 7)
        lines[0] = replace(lines[0], lines=1 + (count - len(lines)) // 2)
        design = replace(self._design(count, 1), rules=False, fold="none")
        section = VerticalSection(lines, design, numbering=Numbering("r", start))
        return self._composer.compose(section)

    def _display(self, paragraph: Paragraph) -> VerticalItem:
        size = paragraph.style.size * 1.25
        return VerticalItem(self._runs(paragraph.runs), size, paragraph.style.weight, middle=True, hang=0)

    def _design(self, lines: int, tiers: int) -> VerticalDesign:
        settings = self.profile.vertical
        if settings.fold == "middle":
            lines += lines % 2
        fold: Literal["outer", "middle", "none"] = (
            "middle" if settings.fold == "middle" else "outer" if settings.fold == "outer" else "none"
        )
        page: PageDesign = replace(page_design(self.profile, columns=1), align_bottom=False)
        return VerticalDesign(
            page,
            lines,
            tiers,
            fold,
            settings.fold_width,
            border=settings.border,
            rules=settings.rules,
        )

    def _compose(self, items: Iterable[Item], design: VerticalDesign, part: Part) -> ComposedSection:
        title, note = upright(self.title), PROOF_NOTE if self.proof else ""

        def fold(number: int, mark: str) -> FoldText:
            name = upright(part.name or mark_parts(mark)[1])
            words = page_words(part.numbering.label(number))
            return FoldText(title, name, words, note, min(9.0, design.fold_width * 1.3))

        section = VerticalSection(
            self._items(items), design, fold, part.numbering, part.name, part.opens_recto, blank=note
        )
        return self._composer.compose(section)

    # Items

    def _runs(self, runs: Iterable[Run]) -> tuple[Run, ...]:
        digits = self.profile.vertical.digits
        return tuple(
            Run(upright(run.text, digits), run.weight, link=run.link) for run in runs if run.text not in ("", "\n")
        )

    def _items(self, items: Iterable[Item]) -> Iterator[VerticalItem]:
        for item in items:
            if isinstance(item, Paragraph):
                yield self._item(item)
            elif isinstance(item, Table):
                yield from self._rows(item)

    def _item(self, paragraph: Paragraph) -> VerticalItem:
        """Return what a paragraph becomes, by its dress."""
        dress = self._dresses.get(id(paragraph.style), self._prose)
        return dress(paragraph, self._plain(paragraph))

    @cached_property
    def _dresses(self) -> dict[int, Callable[[Paragraph, VerticalItem], VerticalItem]]:
        """What sets each style of the register, by the style's identity; prose is what has none."""
        styles = self.styles
        return {
            id(styles.entry): self._entry,
            id(styles.institution): self._opening,
            id(styles.title): self._opening,
            id(styles.sub): self._sub_work,
            id(styles.sub_line): self._sub_work,
            id(styles.index): self._index_line,
            id(styles.head_index): self._index_line,
            id(styles.index_heading): self._stroke_heading,
            id(styles.section): self._section,
            id(styles.contents_note): self._remark,
            id(styles.small): self._remark,
        }

    def _opening(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        """Return the name of an institution, or the title of a part: larger, with what follows it."""
        size, new_page = self.profile.vertical.title * 1.15, paragraph.break_before == "page"
        return replace(item, size=size, weight=BOLD, indent=1.0, keep_with_next=True, new_page=new_page)

    def _sub_work(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        """Return a work of a series: its title, and the rest in two half columns."""
        head, *rest = item.head
        return replace(
            item,
            head=(Run(head.text.strip(SPACE)),),
            note=tuple(rest),
            again=self._runs(paragraph.again),
            size=self.profile.vertical.note * 1.25,
            indent=3.0,
            hang=3.0,
        )

    def _index_line(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        return replace(item, size=self.profile.vertical.index, indent=0.0, hang=1.0)

    def _stroke_heading(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        return replace(item, size=self.profile.vertical.index, weight=BOLD, keep_with_next=True)

    def _section(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        return replace(item, weight=BOLD, indent=1.0, keep_with_next=True)

    def _remark(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        return replace(item, size=self.profile.vertical.text * 0.8, indent=2.5, hang=4.0)

    def _prose(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        return replace(item, indent=max(paragraph.style.first_indent, 0.0), hang=0.0)

    def _plain(self, paragraph: Paragraph) -> VerticalItem:
        settings = self.profile.vertical
        tail = tuple(
            Run(page_words(run.text), link=run.link) if run.text not in PARTING else run for run in paragraph.tail
        )
        return VerticalItem(
            self._runs(paragraph.runs),
            settings.text,
            note_size=settings.note,
            tail=tail,
            key=paragraph.key,
            anchor=paragraph.anchor,
            mark=paragraph.mark,
            outline=paragraph.outline,
            outline_level=paragraph.outline_level,
            bar=paragraph.bar,
        )

    def _entry(self, paragraph: Paragraph, item: VerticalItem) -> VerticalItem:
        """Return an entry: title large, then the other statements, number and shelf mark in two half columns."""
        settings = self.profile.vertical
        at = next(at for at, run in enumerate(paragraph.runs) if run.text in ("\n", SPACE))
        number = "".join(run.text for run in paragraph.runs[:at])
        title, rest = paragraph.runs[at + 1], "".join(run.text for run in paragraph.runs[at + 2 :])
        words = SPACE.join(part for part in (rest.strip(SPACE), number) if part)
        return replace(item, head=self._runs((title,)), note=self._runs((Run(words),)), size=settings.title, hang=1.0)

    def _rows(self, table: Table) -> Iterator[VerticalItem]:
        """Yield a table's rows as lines: the first cell, then the others with their heads before them."""
        heads, *rows = ([_cell(cell) for cell in row] for row in table.rows)
        settings = self.profile.vertical
        for first, *cells in rows:
            words = SPACE.join(f"{head}{cell}" for head, cell in zip(heads[1:], cells, strict=True) if cell)
            size = settings.text * 0.9
            yield VerticalItem(
                self._runs((Run(first),)),
                size,
                note=self._runs((Run(words),)),
                note_size=settings.note,
                indent=2.0,
                hang=3.0,
            )


def _cell(cell: str | tuple[Run, ...]) -> str:
    return cell if isinstance(cell, str) else "".join(run.text for run in cell)
