"""The pages before the catalogue as paragraphs: title page, imprint, front texts, contents; and the afterword."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from catalog_export.typeset import elsewhere
from catalog_export.typeset.model import POINTS_PER_MM, Item, Leap, Paragraph, Rule, Run, Style
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.back import opening
from catalog_export.volumes.register.body import HolderSpan, shorten
from catalog_export.volumes.register.front import (
    SERIES,
    Part,
    PartFacts,
    TextLine,
    VolumeFacts,
    han_date,
    han_number,
    part_label,
)
from catalog_export.volumes.register.styles import BOLD, Styles

CONTENTS = "目錄"
PARTS = "分冊目錄"
IMPRINT = "出版説明"
#: The depth of a title page in lines of its type: on a small page the type gives way.
TITLE_PAGE_UNITS = 32


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents: what, where, and what it takes up (numbers and entries of an institution)."""

    name: str
    page: str
    anchor: str
    note: str = ""


def title_page(facts: VolumeFacts, profile: Profile, index: str = "") -> Iterator[Item]:
    """Yield the title page: the series, the volume's own title, which ``index`` it holds, whose work it is."""
    return _TitlePage(facts, profile, index).items()


class _TitlePage:
    """A title page: its lines, in units of a size that leaves room for them all, parted by what is to spare.

    ``notes`` say which of several volumes it is, ``remarks`` that it must not be quoted.
    """

    def __init__(self, facts: VolumeFacts, profile: Profile, index: str) -> None:
        page = profile.page
        self.facts = facts
        self.notes = [words for words in (index, part_label(facts.number) if facts.number else "") if words]
        self.remarks = [words for words, is_so in (("校樣", facts.proof), ("樣例", facts.sample)) if is_so]
        self.depth = (page.height - page.top - page.bottom) * POINTS_PER_MM
        self.unit = unit = min(profile.type.heading, self.depth / TITLE_PAGE_UNITS)
        self.centred = Style(unit, unit * 1.6, align="centre", spread=False)
        self.small = replace(self.centred, space_before=unit * 0.5)
        self.title = replace(self.centred, size=unit * 1.75, leading=unit * 2.6, weight=BOLD, tracking=0.1)
        measure = (page.width - page.inner - page.outer) * POINTS_PER_MM
        self.spare = max(self.depth - self._used(measure) * unit, 0)

    def _used(self, measure: float) -> float:
        """Return the depth that the lines take, in units of their type; a long title takes several."""
        width = self.title.size * (1 + self.title.tracking)
        title_lines = sum(ceil(len(line) * width / measure) for line in _title_lines(self.facts))
        small_lines = len(self.notes) + len(self.remarks)
        return small_lines * 2.1 + title_lines * 2.6 + 6 + (2.6 if self.facts.publisher else 0)

    def items(self) -> Iterator[Item]:
        """Yield the page from above: the title stands in its upper half, the makers at its foot."""
        unit = self.unit
        yield Leap(min(self.depth * 0.21, self.spare * 0.4))
        yield Paragraph((Run(SERIES),), replace(self.centred, size=unit * 1.15, tracking=0.2))
        yield Rule(0.6, 0.3, unit, unit * 1.5)
        for line in _title_lines(self.facts):
            yield Paragraph((Run(line),), self.title)
        for words in self.notes:
            yield Paragraph((Run(words),), replace(self.small, size=unit * 1.25))
        for words in self.remarks:
            yield Paragraph((Run(f"（{words}）"),), self.small)
        yield Leap(min(self.depth * 0.26, self.spare * 0.5))
        yield Paragraph((Run(f"{self.facts.subject}　編"),), self.centred)
        if self.facts.publisher:
            yield Paragraph((Run(self.facts.publisher),), replace(self.centred, space_before=unit))


def _title_lines(facts: VolumeFacts) -> Iterator[str]:
    """Return the volume's title in lines: whose register it is, and that it is one."""
    region = facts.region if not facts.subject.startswith(facts.region) and len(facts.holders) == 1 else ""
    if region:
        yield f"{region}·{facts.subject}"
    else:
        yield facts.subject
    yield "古籍普查登記目錄"


def imprint_page(
    facts: VolumeFacts, profile: Profile, figures: Sequence[tuple[str, str]], styles: Styles
) -> Iterator[Item]:
    """Yield the imprint (出版説明): what the volume is, from which data it was set, and in which form."""
    page = profile.page
    rows = [
        ("書名", f"{SERIES}　{facts.full_title}"),
        ("編者", facts.subject),
        *([("出版", facts.publisher)] if facts.publisher else []),
        *figures,
        *([("數據截止", han_date(facts.stated_on))] if facts.stated_on else []),
        ("開本", f"{page.width:g}×{page.height:g}毫米"),
        ("性質", "校樣，不得徵引" if facts.proof else "樣例，編號與索書號皆爲虛擬" if facts.sample else "定稿"),
    ]
    yield Paragraph((Run(IMPRINT),), replace(styles.section, space_before=0))
    yield Rule(0.4, 1.0, 2, 6)
    for name, words in rows:
        yield Paragraph((Run(name, weight=BOLD), Run(f"　{words}")), replace(styles.small, indent=5, first_indent=-5))


def text_items(lines: Iterable[TextLine], styles: Styles, anchor: str) -> Iterator[Item]:
    """Yield one front text; its title opens it."""
    for line in lines:
        match line.part:
            case Part.TITLE:
                yield opening(line.text, styles.title, anchor=anchor)
            case Part.SECTION:
                yield Paragraph((Run(line.text),), styles.section)
            case Part.PARAGRAPH:
                yield Paragraph((Run(line.text),), styles.text)


def contents_items(lines: Sequence[ContentsLine], styles: Styles) -> Iterator[Item]:
    """Yield the contents, each line a link; an institution's numbers stand below its name."""
    yield opening(CONTENTS, styles.title, anchor=CONTENTS)
    for line in lines:
        name = (Run(line.name, link=line.anchor),)
        style = styles.contents if line.note else replace(styles.contents, keep_with_next=False)
        yield Paragraph(name, style, tail=(Run(line.page, link=line.anchor),))
        if line.note:
            yield Paragraph((Run(line.note),), styles.contents_note)


def parts_items(parts: Sequence[PartFacts], styles: Styles) -> Iterator[Item]:
    """Yield the list of all volumes of a set, each leading to its file: number, whose entries, which numbers."""
    yield opening(PARTS, styles.title, anchor=PARTS)
    for part in parts:
        link = elsewhere(part.file, 0) if part.file else ""
        yield Paragraph((Run(part.label, weight=BOLD, link=link), Run(f"　{part.names}", link=link)), styles.contents)
        records = f"計{han_number(part.records)}條" if part.records else ""
        note = "　".join(words for words in (shorten(part.first, part.last), records) if words)
        yield Paragraph((Run(note),), styles.contents_note)


def span_note(span: HolderSpan) -> str:
    """Return what the contents say of an institution: its numbers and how many entries."""
    numbers = shorten(span.first, span.last)
    return "　".join(part for part in (numbers, f"計{han_number(span.entries)}條") if part)
