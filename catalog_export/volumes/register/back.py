"""What stands behind the catalogue: the indexes and the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from authority.chronology import find_dynasty
from catalog_export.typeset.model import Align, Item, Paragraph, Run, Style, Table
from catalog_export.volumes.register.statistics import Statistics, Tally, ranked
from catalog_export.volumes.register.styles import Styles
from catalog_export.volumes.register.title_index import HeadSection, IndexLine, IndexSection, Reference

HEAD_INDEX = "書名筆畫字頭索引"
TITLE_INDEX = "書名筆畫索引"
PERSON_INDEX = "著者筆畫索引"
STATISTICS = "收錄統計表"
#: The Qing named themselves in 1636, but stand behind the Southern Ming (1644), whom they outlasted.
AFTER_THE_SOUTHERN_MING = 1645
#: Larger than any year: sets other countries behind the dynasties of China.
ABROAD = 10_000
#: The width of a digit in ems, amply.
DIGIT = 0.56


def opening(name: str, style: Style, *, anchor: str = "") -> Paragraph:
    """Return the title that opens a part of the volume, across all columns."""
    return Paragraph((Run(name),), style, span=True, anchor=anchor)


def index_items(
    name: str,
    sections: Iterable[IndexSection],
    styles: Styles,
    show: Callable[[Reference], str],
    anchors: Sequence[str],
    room: float,
    *,
    anchored: bool = True,
) -> Iterator[Item]:
    """Yield an index under its name; ``show`` says how a reference is printed, ``anchors`` where each place leads.

    ``room`` is the width of a column in ems. Its lines are ``anchored`` in an index of titles, so that entries and
    first characters lead to them.
    """
    yield opening(name, styles.title, anchor=name)
    for section in sections:
        words = section.heading + (f"　[{section.first_stroke}]" if section.first_stroke else "")
        yield Paragraph((Run(words),), styles.index_heading, outline=words)
        for line in section.lines:
            references = _references(line, show, anchors)
            key = line.references[0].number
            yield index_line(line.text, references, styles.index, room, key, line.anchor if anchored else "")


def index_line(text: str, references: tuple[Run, ...], style: Style, room: float, key: str, anchor: str) -> Paragraph:
    """Return one line of an index: its references flush right after a row of dots.

    A name with more references than a line holds (康熙's own works) has them run on behind it.
    """
    width = sum(DIGIT if char.isascii() else 1.0 for run in references for char in run.text)
    if width <= room - 1:
        return Paragraph((Run(text),), style, key=key, tail=references, anchor=anchor)
    return Paragraph((Run(f"{text}　"), *references), style, key=key, anchor=anchor)


def _references(line: IndexLine, show: Callable[[Reference], str], anchors: Sequence[str]) -> tuple[Run, ...]:
    """Return the references of one line, each shown once, linked to the first entry it stands for."""
    shown: dict[str, Reference] = {}
    for reference in line.references:
        shown.setdefault(show(reference), reference)
    runs: list[Run] = []
    for words, reference in shown.items():
        if runs:
            runs.append(Run("、"))
        runs.append(Run(words, link=anchors[reference.place]))
    return tuple(runs)


def head_items(sections: Iterable[HeadSection], styles: Styles, label: Callable[[str], str]) -> Iterator[Item]:
    """Yield the index of first characters; ``label`` gives the page on which an index line stands."""
    yield opening(HEAD_INDEX, styles.title, anchor=HEAD_INDEX)
    for section in sections:
        words = f"{section.heading}　[{section.first_stroke}]"
        yield Paragraph((Run(words),), styles.index_heading)
        for char, anchor in section.heads:
            yield Paragraph((Run(char, link=anchor),), styles.head_index, tail=(Run(label(anchor), link=anchor),))


def statistics_items(statistics: Statistics, styles: Styles, names: Mapping[str, str]) -> Iterator[Item]:
    """Yield the tables of a volume: by institution (``names`` by code), kind, completeness, dynasty and type."""
    yield opening(STATISTICS, styles.title, anchor=STATISTICS)
    by_holder = {names.get(code, code): tally for code, tally in statistics.institutions.items()}
    tables = (
        ("一、收藏單位", "單位", list(by_holder.items())),
        ("二、類別", "類別", ranked(statistics.kinds)),
        ("三、完殘", "完殘", ranked(statistics.completeness)),
        ("四、版本時代", "時代", ranked(statistics.dynasties, dynasty_order)),
        ("五、版本類型", "類型", ranked(statistics.types)),
    )
    with_pieces = bool(statistics.total.pieces)
    for heading, name, rows in tables:
        yield Paragraph((Run(heading),), styles.section)
        yield _table(name, rows, statistics.total, styles.table, with_pieces)


def dynasty_order(name: str) -> int:
    """Return where a dynasty stands in a table: China's by their first year, other countries, then the unknown."""
    dynasty = find_dynasty(name)
    if dynasty is None:
        return ABROAD * 2
    start = AFTER_THE_SOUTHERN_MING if dynasty.name == "清" else dynasty.start or 0
    return start + (0 if dynasty.region == "CN" else ABROAD)


def _table(name: str, rows: Sequence[tuple[str, Tally]], total: Tally, style: Style, with_pieces: bool) -> Table:
    head = (name, "部數", "占比", "冊數", *(["其他"] if with_pieces else []))
    body = [table_row(label, tally, total, with_pieces=with_pieces) for label, tally in rows]
    if len(rows) > 1:
        body.append(table_row("合計", total, total, with_pieces=with_pieces))
    aligns: tuple[Align, ...] = ("left", "right", "right", "right", *(("right",) if with_pieces else ()))
    widths = (0.36, 0.14, 0.14, 0.14, 0.22) if with_pieces else (0.46, 0.18, 0.18, 0.18)
    return Table((head, *body), widths, style, aligns)


def table_row(label: str, tally: Tally, total: Tally, *, with_pieces: bool) -> tuple[str, ...]:
    """Return one row as printed: 部數, their share of all, 冊數 (— where no record states any), other pieces."""
    share = f"{100 * tally.copies / total.copies:.1f}%" if total.copies else ""
    row = (label, f"{tally.copies:,}", share, f"{tally.volumes:,}" if tally.volumes else "—")
    return (*row, _pieces(tally.pieces)) if with_pieces else row


def _pieces(pieces: Counter[str]) -> str:
    return "、".join(f"{number}{unit}" for unit, number in sorted(pieces.items())) or "—"
