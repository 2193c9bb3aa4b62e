"""An entry as plain values for JSON: the keys that ``check_notation --json`` writes."""

from __future__ import annotations

from typing import Any

from guji.notation.issues import Issue
from guji.notation.parts import ParsedEntry
from guji.notation.profiles import AS_WRITTEN
from guji.notation.render.dates import render_dates
from guji.notation.render.entry import render_entry
from guji.notation.structures import (
    JUAN,
    Act,
    Annotations,
    Count,
    Edition,
    Extent,
    ExtentGroup,
    Group,
    Layer,
    Range,
    Responsibility,
    Title,
    TitleUnit,
    Volumes,
)
from guji.notation.years import span_of_layer, years_of_layer

Json = dict[str, Any]


def entry_json(entry: ParsedEntry) -> Json:
    """Return everything understood of a line; offsets of issues count characters of ``raw``."""
    return {
        "raw": entry.text,
        "rendered": render_entry(entry),
        "unplaced": [span.text for span in entry.unplaced],
        "title": title_json(entry.title),
        "responsibility": responsibility_json(entry.responsibility),
        "edition": edition_json(entry.edition),
        "editions": [edition_json(edition) for edition in entry.editions[1:]],
        "annotations": annotations_json(entry.annotations),
        "holder": entry.holder,
        "volumes": volumes_json(entry.volumes),
        "extent": extent_json(entry.extent),
        "census_no": entry.census_no,
        "shelf_mark": entry.shelf_mark,
        "remark": entry.remark,
        "issues": [issue_json(found) for found in entry.issues],
    }


def issue_json(found: Issue) -> Json:
    """Return one issue with its message."""
    return {"check": found.check, "offset": found.offset, "length": found.length, "message": found.message}


def _count(count: Count) -> Json:
    return {"value": count.value, "unit": count.unit, "written": count.number.written}


def _juan(counts: tuple[Count, ...]) -> int | None:
    return next((count.value for count in counts if count.unit in JUAN), None)


def title_json(title: Title) -> list[Json]:
    """Return the units of a title."""
    return [_unit(unit) for unit in title.units]


def _unit(unit: TitleUnit) -> Json:
    found: Json = {"name": unit.name, "prefix": unit.prefix, "juan": unit.juan, "undivided": unit.undivided}
    found["counts"] = [_count(count) for count in unit.counts]
    found["extras"] = [
        {"label": extra.label, "juan": _juan(extra.counts), "counts": [_count(count) for count in extra.counts]}
        for extra in unit.extras
    ]
    if unit.part:
        found["part"] = unit.part
    if unit.note:
        found["note"] = unit.note.text
    if unit.supplied:
        found["supplied"] = True
    return found


def responsibility_json(responsibility: Responsibility) -> list[Json]:
    """Return the groups with the role that covers each and the work it belongs to; authorless works as well."""
    found: list[Json] = []
    for section in responsibility.sections:
        work = None if section.work is None else "".join(unit.name for unit in section.work.units)
        units = None if section.work is None else title_json(section.work)
        if not section.groups:
            found.append(_group(Group(), "", work, units))
        for index, group in enumerate(section.groups):
            found.append(_group(group, section.role_of(index), work, units))
    return found


def _group(group: Group, role: str, work: str | None, units: list[Json] | None) -> Json:
    found: Json = {"dynasty": group.dynasty, "nation": group.nation, "names": [n.text for n in group.names if n.text]}
    found |= {"role": role, "等": bool(group.etc), "etc": bool(group.etc), "work": work}
    if units is not None:
        found["work_units"] = units
    if group.ascribed:
        found["ascribed"] = group.ascribed
    return found


def edition_json(edition: Edition) -> Json:
    """Return an edition; the flat keys speak of its first layer."""
    span = span_of_layer(edition.main)
    return {
        "dynasty": edition.dynasty,
        "era": edition.era,
        "year": edition.year,
        "cyclic": edition.cyclic,
        "year_from": edition.year_from,
        "year_to": edition.year_to,
        "span": list(span) if span[0] is not None else None,
        "place": edition.place,
        "maker": edition.maker,
        "type": edition.type,
        "layers": [_layer(layer) for layer in edition.layers],
        "series": edition.series,
        "supplement": edition.supplement,
        "exemplar": edition.exemplar,
        "form": edition.form,
        "notes": [note.text for note in edition.notes if not note.supplement],
    }


def _layer(layer: Layer) -> Json:
    years = years_of_layer(layer)
    found: Json = {
        "date": render_dates(layer.dates, AS_WRITTEN),
        "points": [
            {
                "dynasty": point.dynasty,
                "era": point.era,
                "year": point.year.value if point.year else None,
                "cyclic": point.cyclic,
                "phase": point.phase,
            }
            for date in layer.dates
            for point in date.points
        ],
        "year_from": years[0],
        "year_to": years[1],
        "place": layer.where,
        "makers": [maker.name for maker in layer.makers],
        "etc": bool(layer.etc),
        "action": layer.action,
    }
    optional = {"series": layer.series, "exemplar": layer.exemplar, "part": layer.part}
    return found | {key: value for key, value in optional.items() if value}


def annotations_json(annotations: Annotations) -> list[Json]:
    """Return annotators and what they did."""
    found: list[Json] = []
    for item in annotations.items:
        one: Json = {"dynasty": item.dynasty, "names": [name.text for name in item.names if name.text]}
        one |= {"etc": bool(item.etc), "mode": item.mode, "transcribed": any(act.transcribed for act in item.acts)}
        one["originals"] = [_original(act) for act in item.acts if act.originals]
        if item.date:
            one["date"] = render_dates((item.date,), AS_WRITTEN)
        found.append(one)
    return found


def _original(act: Act) -> Json:
    names = [name.text for group in act.originals for name in group.names]
    return {"names": names, "copied": act.copied}


def volumes_json(volumes: Volumes) -> Json | None:
    """Return the counts of pieces, None where none are stated."""
    if not volumes.items:
        return None
    return {"items": [_count(item) for item in volumes.items], "note": volumes.note}


def extent_json(extent: Extent) -> Json | None:
    """Return kind, count and ranges by part, None for a complete copy."""
    if not extent.kind:
        return None
    found: Json = {"kind": extent.kind, "count": extent.count, "unit": extent.unit}
    found["counts"] = [_count(count) for count in extent.counts]
    found["extras"] = [{"label": e.label, "juan": e.counts[0].value if e.counts else None} for e in extent.extras]
    found["parts"] = [_part(group, extent.inside) for group in extent.groups]
    found["ranges"] = _ranges_by_part(extent)
    found["remark"] = extent.remark
    if extent.also:
        found["also"] = extent_json(extent.also)
    return found


def _ranges_by_part(extent: Extent) -> dict[str, list[list[int | str | None]]]:
    """Return the first and last place of every range by the part it belongs to; the work itself is ``""``."""
    found: dict[str, list[list[int | str | None]]] = {}
    for group in () if extent.contrary else extent.groups:
        if group.ranges and not group.kind:
            ends = [[one["from"], one["to"]] for one in map(_range, group.ranges)]
            found.setdefault(group.label, []).extend(ends)
    return found


def _part(group: ExtentGroup, inside: str) -> Json:
    found: Json = {"part": group.label, "ranges": [_range(span) for span in group.ranges]}
    optional: Json = {"whole": bool(group.whole), "remark": group.remark, "kind": group.kind or inside}
    optional["counts"] = [_count(count) for count in group.counts]
    return found | {key: value for key, value in optional.items() if value}


def _range(span: Range) -> Json:
    def place(number: int | None, mark: str) -> int | str | None:
        return f"{number if number is not None else ''}{mark}" if mark else number

    start = place(span.start.number.value if span.start.number else None, span.start.mark)
    if span.end is None:
        return {"from": start, "to": start}
    return {"from": start, "to": place(span.end.number.value if span.end.number else None, span.end.mark)}
