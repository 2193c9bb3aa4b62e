"""What a statement was understood to say, in one short line, so that a table of cases can be read at a glance.

A layer is ``date|place|makers|act``; then what it belongs to, copies, or is a part of. Layers are set apart by ``//``,
groups of people and parts of an extent by ``;``.
"""

from typing import Any

Json = dict[str, Any]


def counts(found: list[Json]) -> str:
    """Counts with the values read: 30卷, 不分卷."""
    return "+".join(f"{one['written'] if one['value'] is None else one['value']}{one['unit']}" for one in found)


def title(units: list[Json]) -> str:
    """Works: ``[prefix]name part counts +label counts``."""
    return " / ".join(_unit(unit) for unit in units)


def _unit(unit: Json) -> str:
    text = f"[{unit['prefix']}]" if unit["prefix"] else ""
    text += unit["name"] + (f"‹{unit['part']}›" if unit.get("part") else "")
    words = [text, counts(unit["counts"])] if unit["counts"] else [text]
    words += [f"+{extra['label']} {counts(extra['counts'])}".rstrip() for extra in unit["extras"]]
    words += [f"({unit['note']})"] if unit.get("note") else []
    return " ".join(words) + ("!" if unit.get("supplied") else "")


def people(groups: list[Json]) -> str:
    """Groups: ``題<dynasty>names等/role``, a nation marked with @, the appended work before its people."""
    return " ; ".join(_group(group) for group in groups)


def _group(group: Json) -> str:
    work = f"«{title(group['work_units'])}» " if group["work"] is not None else ""
    when = group["dynasty"] + (f"@{group['nation']}" if group["nation"] else "")
    names = "、".join(group["names"]) + ("等" if group["etc"] else "")
    return f"{work}{group.get('ascribed', '')}<{when}>{names}/{group['role']}"


def edition(found: Json) -> str:
    """Layers, then the type, the form, supplements and remarks."""
    text = " // ".join(_layer(layer) for layer in found["layers"]) + f" → {found['type']}"
    text += f" form={found['form']}" if found["form"] else ""
    text += f" supplement={found['supplement']}" if found["supplement"] else ""
    return text + (f" notes={'、'.join(found['notes'])}" if found["notes"] else "")


def _layer(layer: Json) -> str:
    makers = "+".join(layer["makers"]) + ("等" if layer["etc"] else "")
    text = "|".join((layer["date"], layer["place"], makers, layer["action"]))
    for key in ("series", "exemplar", "part"):
        text += f" {key}={layer[key]}" if key in layer else ""
    first, last = layer["year_from"], layer["year_to"]
    if first is None:
        return text
    return f"{text} {first}" + (f"-{last}" if last != first else "")


def extent(found: Json | None) -> str:
    """Kind and counts, then each part with its places."""
    if found is None:
        return ""
    text: str = found["kind"] + counts(found["counts"])
    text += "".join(f" +{extra['label']} {extra['juan']}" for extra in found["extras"])
    text += "".join(f" {{{_part(part)}}}" for part in found["parts"])
    text += f" ~{found['remark']}" if found["remark"] else ""
    return text + (f" & {extent(found['also'])}" if "also" in found else "")


def _part(part: Json) -> str:
    words = [part.get("kind", "") + part["part"]]
    words += [_places(one) for one in part["ranges"]]
    words += [counts(part["counts"])] if part.get("counts") else []
    words += ["全"] if part.get("whole") else []
    return " ".join(word for word in words if word) + (f" ~{part['remark']}" if part.get("remark") else "")


def _places(one: Json) -> str:
    first, last = one["from"], one["to"]
    text = "□" if first is None else str(first)
    return text if first == last else f"{text}-{'□' if last is None else last}"


def annotations(found: list[Json]) -> str:
    """Annotators: ``<dynasty>names/act``, with whose notes were copied."""
    return " ; ".join(_annotation(item) for item in found)


def _annotation(item: Json) -> str:
    text = f"<{item['dynasty']}>" + "、".join(item["names"]) + ("等" if item["etc"] else "") + f"/{item['mode']}"
    for original in item["originals"]:
        text += f"←{'、'.join(original['names'])}/{original['copied']}"
    return text


def volumes(found: Json | None) -> str:
    """Pieces, with the remark on them."""
    if found is None:
        return ""
    return counts(found["items"]) + (f"({found['note']})" if found["note"] else "")


def entry(found: Json) -> dict[str, str]:
    """Every part of an entry that says something."""
    parts = {
        "number": found["census_no"],
        "mark": found["shelf_mark"],
        "title": title(found["title"]),
        "people": people(found["responsibility"]),
        "edition": edition(found["edition"]) if found["edition"]["layers"] else "",
        "further": " / ".join(edition(one) for one in found["editions"]),
        "annotations": annotations(found["annotations"]),
        "volumes": volumes(found["volumes"]),
        "holder": found["holder"],
        "extent": extent(found["extent"]),
        "remark": found["remark"],
        "unplaced": " / ".join(found["unplaced"]),
        "issues": " ".join(sorted({one["check"] for one in found["issues"]} - {"unplaced_text"})),
    }
    return {part: text for part, text in parts.items() if text}
