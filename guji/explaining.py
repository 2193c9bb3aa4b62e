"""What the system understood of a record's statements, put so that a cataloguer can see it at a glance.

Each statement becomes chips (an element's name and its value): the dynasty, each person with the role, the reign
year with its Gregorian year, what is left of the book. The statement itself stays as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guji.data import BookData
from guji.notation import Annotations, Edition, Extent, Group, Layer, Parsed, Responsibility, Title

Label = str | Promise
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chip:
    """One element understood: what it is called and what it says."""

    label: Label
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a statement; ``note`` says why it is marked, empty if it is not."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as written, cut where something is marked, and its elements."""

    field: str
    label: Label
    segments: tuple[Segment, ...]
    chips: tuple[Chip, ...]


def explain(data: BookData) -> list[Statement]:
    """Return the statements of a record that say anything, in the order of the printed entry."""
    statements = [
        _statement("title", _("题名卷数"), data.parsed_title, title_chips),
        _statement("responsibility", _("著者"), data.parsed_responsibility, responsibility_chips),
        _statement("edition", _("版本"), data.parsed_edition, edition_chips),
        _statement("annotation", _("批校题跋"), data.parsed_annotations, annotation_chips),
        _plain("volumes", _("册数"), data.volumes),
        _statement("extent", _("存缺卷"), data.parsed_extent, extent_chips),
    ]
    return [statement for statement in statements if statement.segments]


def _plain(field: str, label: Label, text: str) -> Statement:
    return Statement(field, label, (Segment(text),) if text else (), ())


def _statement(field: str, label: Label, parsed: Parsed[T], chips: Callable[[T], Iterable[Chip]]) -> Statement:
    return Statement(
        field, label, tuple(segments(parsed)), tuple(chip for chip in chips(parsed.structure) if chip.text)
    )


def segments(parsed: Parsed[Any]) -> Iterator[Segment]:
    """Cut a statement at what could not be placed and at what its issues point to; nothing is lost or doubled."""
    marks = [(span.offset, span.length, str(_("未能解析"))) for span in parsed.unplaced]
    marks += [(issue.offset, issue.length, issue.message) for issue in parsed.issues if issue.length]
    return cut(parsed.text, sorted(marks))


def cut(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterator[Segment]:
    """Cut a text at marks (offset, length, note) in their order; of two that overlap the first keeps its characters."""
    at = 0
    for offset, length, note in marks:
        start, end = max(offset, at), min(offset + length, len(text))
        if end <= start:
            continue
        if start > at:
            yield Segment(text[at:start])
        yield Segment(text[start:end], note)
        at = end
    if at < len(text):
        yield Segment(text[at:])


def title_chips(title: Title) -> Iterator[Chip]:
    """The works of a title statement with their juan."""
    for unit in title.units:
        yield Chip(_("冠词"), unit.prefix)
        yield Chip(_("题名"), unit.name + unit.part)
        if unit.undivided:
            yield Chip(_("卷数"), "不分卷")
        elif unit.total is not None:
            yield Chip(_("卷数"), str(unit.total))
        yield from (Chip(_("附"), extra.label) for extra in unit.extras)


def responsibility_chips(responsibility: Responsibility) -> Iterator[Chip]:
    """Who did what: 明 王懋德 · 纂修, and for which work if it is an appended one."""
    for work, group, role in responsibility.attributions():
        label = role or _("责任者")
        yield Chip(label, _people(group) + (f"（{work.name}）" if work else ""))


def _people(group: Group) -> str:
    names = "、".join(name.text for name in group.names) + group.etc
    return " ".join(part for part in (group.dynasty or group.nation, names) if part)


def edition_chips(edition: Edition) -> Iterator[Chip]:
    """The elements of an edition: each act with its time, place and maker, then series and type."""
    for layer in edition.layers:
        yield Chip(_("时间"), "、".join(_layer_times(layer)))
        yield Chip(_("出版地"), layer.place)
        yield Chip(_("出版者"), layer.maker + layer.etc)
    if edition.year_from is not None:
        last = edition.year_to
        years = f"{edition.year_from}" if last in (None, edition.year_from) else f"{edition.year_from}–{last}"
        yield Chip(_("公元"), years)
    yield Chip(_("版本类型"), edition.type)
    yield Chip(_("底本"), edition.exemplar)
    yield Chip(_("丛书"), edition.series)
    yield Chip(_("配补"), edition.supplement)


def _layer_times(layer: Layer) -> Iterator[str]:
    for date in layer.dates:
        for point in date.points:
            year = f"{point.year.written or point.year.value}{point.suffix}" if point.year else ""
            words = "".join((point.dynasty, point.era, year, point.cyclic, point.phase))
            if words:
                yield words


def annotation_chips(annotations: Annotations) -> Iterator[Chip]:
    """Who annotated this copy, and how."""
    for item in annotations.items:
        names = "、".join(name.text for name in item.names) + item.etc
        yield Chip(item.mode or _("批校题跋"), " ".join(part for part in (item.dynasty, names) if part))


def extent_chips(extent: Extent) -> Iterator[Chip]:
    """What is there or lacking: the kind, the number, and the parts named."""
    if extent.kind and extent.count is not None:
        yield Chip(extent.kind, f"{extent.count} {extent.unit}")
    elif extent.kind:
        yield Chip(_("存缺"), extent.kind)
    yield Chip(_("部分"), "、".join(group.label for group in extent.groups if group.label))
