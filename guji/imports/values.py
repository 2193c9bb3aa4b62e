"""Reading single cells: flags, measures, numbers, and the sub-notation of a group's cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from authority.han import parse_numeral
from census.checks.base import Finding, Level

YES = frozenset(["是", "有", "Y", "y", "YES", "Yes", "yes", "√", "✓", "1", "TRUE", "True", "true", "真", "对", "對"])
NO = frozenset(["", *["否", "无", "無", "N", "n", "NO", "No", "no", "×", "0", "FALSE", "False", "false", "假"]])

TEXT, NUMBER, MEASURE, FLAG, LIST = "text", "number", "measure", "flag", "list"

#: The fields of each group in the order in which a cell writes them, with how each is read.
GROUP_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "cases": (("kind", TEXT), ("count", NUMBER), ("note", TEXT)),
    "prefaces": tuple((name, TEXT) for name in ("kind", "dynasty", "author", "date_text", "place", "note")),
    "engravers": tuple((name, TEXT) for name in ("name", "role", "location", "note")),
    "annotations": (
        ("mode", TEXT),
        ("dynasty", TEXT),
        ("author", TEXT),
        ("transcribed", FLAG),
        ("original_author", TEXT),
        ("ink", TEXT),
        ("location", TEXT),
        ("content", TEXT),
        ("note", TEXT),
    ),
    "seals": (
        ("text", TEXT),
        ("owner", TEXT),
        ("style", TEXT),
        ("shape", TEXT),
        ("size", TEXT),
        ("location", TEXT),
        ("institutional", FLAG),
        ("note", TEXT),
    ),
    "attachments": (("kind", TEXT), ("count", NUMBER), ("note", TEXT)),
    "scripts": (("name", TEXT), ("code", TEXT)),
    "repairs": tuple((name, TEXT) for name in ("date_text", "repairer", "body", "method", "note")),
    "sub_works": tuple(
        (name, TEXT) for name in ("title", "responsibility", "edition", "volumes", "extent", "class_code", "note")
    ),
    "gradings": tuple(
        (name, TEXT) for name in ("standard", "level", "grade_class", "basis", "date_text", "body", "catalogue_no")
    ),
    "damages": (
        ("standard", TEXT),
        ("level", TEXT),
        ("kinds", LIST),
        ("location", TEXT),
        ("percent", MEASURE),
        ("ph", MEASURE),
        ("ce_range", TEXT),
        ("note", TEXT),
    ),
    "provenances": tuple((name, TEXT) for name in ("method", "source", "date_text", "price", "accession_no", "note")),
    "identifiers": (("scheme", TEXT), ("value", TEXT)),
    "other_titles": (("kind", TEXT), ("title", TEXT)),
    "layouts": (
        ("frame_height", MEASURE),
        ("frame_width", MEASURE),
        *((name, TEXT) for name in ("lines", "characters", "small", "mouth", "fishtail", "border", "ruled")),
        *((name, TEXT) for name in ("centre_text", "tiers", "note")),
    ),
    "bindings": (
        ("binding", TEXT),
        ("height", MEASURE),
        ("width", MEASURE),
        ("ce", NUMBER),
        ("cases", NUMBER),
        ("interleaved", FLAG),
        ("cover", TEXT),
        ("note", TEXT),
    ),
}
#: A row of these groups written as one value alone means this field, not the first.
ALONE = {"other_titles": "title", "identifiers": "value"}

_ROWS = re.compile(r"[；;\n]+")
_FIELDS = re.compile(r"[｜|]")
_LIST = re.compile(r"[、，,／/\s]+")
_UNIT = re.compile(r"(?:cm|CM|㎝|厘米|公分|%|％)$")
_SIZE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:cm|厘米|公分)?\s*[×xX＊*✕/乘]\s*(\d+(?:\.\d+)?)\s*(?:cm|厘米|公分)?\s*$")
_FORMAT = re.compile(
    r"^(?:半[葉叶頁页])?\s*(?P<lines>[^行]{1,12})行[，,、\s]*(?:行)?(?P<characters>字[數数]不等|[^字，,、]{0,12})字?"
    r"[，,、。\s]*(?P<small>小字.*)?$"
)


class Unreadable(Exception):  # noqa: N818  says what a cell holds, not what went wrong in the program
    """A cell that does not hold what its column asks for; ``template`` and ``params`` say what was expected."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template, params)
        self.template, self.params = template, params

    def finding(self, check: str, field: str) -> Finding:
        """Return this as an error on ``field``."""
        return Finding(check, Level.ERROR, field, self.template, self.params)


def read_flag(text: str) -> bool:
    """Read a yes or no. Raises :class:`Unreadable` for anything else."""
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable(gettext_noop("“{value}”应为“是”或“否”"), value=text)


def read_number(text: str) -> int | None:
    """Read a count in either kind of digits, None where empty. Raises :class:`Unreadable`."""
    if not text:
        return None
    bare = text.rstrip("函冊册部個个件只張张片")
    if bare.isascii() and bare.isdigit():
        return int(bare)
    numeral = parse_numeral(bare)
    if numeral is None or numeral.value is None:
        raise Unreadable(gettext_noop("“{value}”应为数字"), value=text)
    return numeral.value


def read_measure(text: str) -> str | None:
    """Read a length or share as the digits written, without its unit; None where empty. Raises :class:`Unreadable`."""
    bare = _UNIT.sub("", text.strip()).strip()
    if not bare:
        return None
    if not re.fullmatch(r"\d{1,5}(\.\d+)?", bare, re.ASCII):
        raise Unreadable(gettext_noop("“{value}”应为数字（厘米或百分比），如 20.1"), value=text)
    return bare


def read_size(text: str) -> tuple[str, str]:
    """Read ``20.1×13.5`` as height and width. Raises :class:`Unreadable`."""
    match = _SIZE.match(text)
    if match is None:
        raise Unreadable(gettext_noop("“{value}”应为高×宽，如 20.1×13.5"), value=text)
    return match[1], match[2]


def read_format(text: str) -> dict[str, str]:
    """Read 行款, ``九行十八字，小字雙行同``, into lines, characters and small type. Raises :class:`Unreadable`."""
    match = _FORMAT.match(text)
    if match is None:
        raise Unreadable(gettext_noop("“{value}”应为“N行N字，小字雙行同”"), value=text)
    return {name: value.strip() for name, value in match.groupdict().items() if value}


def read_value(text: str, how: str) -> Any:
    """Read one field of a group. Raises :class:`Unreadable`."""
    match how:
        case "number":
            return read_number(text)
        case "measure":
            return read_measure(text)
        case "flag":
            return read_flag(text)
        case "list":
            return [item for item in _LIST.split(text) if item]
    return text


def read_group(group: str, text: str) -> list[dict[str, Any]]:
    """Read a cell that holds all rows of a group.

    Rows are separated by ``；`` or line ends, their fields by ``｜`` in the order of :data:`GROUP_FIELDS`;
    trailing fields may be left out, and ``名=值`` is not needed. Rows of ``sub_works`` that begin with ``>``
    hang under the row above (``>>`` one deeper). Raises :class:`Unreadable`.
    """
    separator = _LIST if group == "scripts" and "｜" not in text and "|" not in text else _ROWS
    rows = [(part.strip(), part.strip()) for part in separator.split(text) if part.strip()]
    read = [(len(part) - len(part.lstrip(">＞")), _read_row(group, part.lstrip(">＞ "))) for part, _ in rows]
    return list(_nested(read)) if group == "sub_works" else [row for _, row in read]


def _read_row(group: str, text: str) -> dict[str, Any]:
    fields = GROUP_FIELDS[group]
    parts = [part.strip() for part in _FIELDS.split(text)]
    if len(parts) > len(fields):
        raise Unreadable(
            gettext_noop("“{value}”有 {found} 段，至多 {most} 段（段间用｜，各条之间用；）"),
            value=text[:40],
            found=len(parts),
            most=len(fields),
        )
    if len(parts) == 1 and group in ALONE:
        return {ALONE[group]: parts[0]}
    row = {name: read_value(part, how) for part, (name, how) in zip(parts, fields, strict=False) if part}
    return {name: value for name, value in row.items() if value not in (None, False, "")}


def _nested(rows: list[tuple[int, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    path: list[dict[str, Any]] = []
    for depth, row in rows:
        if depth > len(path):
            raise Unreadable(gettext_noop("子目“{value}”的 > 多于上一条一级以上"), value=str(row.get("title", ""))[:40])
        del path[depth:]
        if path:
            path[-1].setdefault("children", []).append(row)
        else:
            yield row
        path.append(row)
