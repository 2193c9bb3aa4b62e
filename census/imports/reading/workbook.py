"""The parts of a workbook that say what its sheets are and which formats mean a date."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused
from census.imports.reading.container import Package, damaged
from census.imports.reading.xml import parse_elements

WORKBOOK_TYPE = "/officeDocument"
#: Number formats that mean a date or time without being spelled out (ECMA-376 18.8.30, East Asian ones included).
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)


@dataclass
class SheetPart:
    """One sheet as the workbook lists it: name, state and the part its rows are in."""

    name: str
    part: str
    hidden: bool


@dataclass
class Workbook:
    """What is known of a workbook before any row is read."""

    sheets: list[SheetPart]
    strings_part: str | None
    date_styles: frozenset[int]
    from_1904: bool


@dataclass
class _Relations:
    targets: dict[str, str] = field(default_factory=dict)
    by_type: dict[str, str] = field(default_factory=dict)


def read_workbook(package: Package) -> Workbook:
    """Read the workbook's list of sheets and its styles. Raises ``ImportRefused`` where parts are broken."""
    top = _relations(package, "_rels/.rels", "")
    main = next((target for kind, target in top.by_type.items() if kind.endswith(WORKBOOK_TYPE)), "xl/workbook.xml")
    folder, _, file = main.rpartition("/")
    relations = _relations(package, f"{folder}/_rels/{file}.rels", main)
    sheets: list[SheetPart] = []
    from_1904 = False

    def handle(name: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if name == "sheet":
            part = relations.targets.get(attributes.get("id", ""), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetPart(attributes.get("name", ""), part, hidden))
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse_elements(package.chunks(main, package.limits.part_bytes), handle)
    sheets = [sheet for sheet in sheets if "/worksheets/" in f"/{sheet.part}" or sheet.part in package.names]
    if not sheets:
        raise damaged()
    strings = next((target for kind, target in relations.by_type.items() if kind.endswith("/sharedStrings")), None)
    styles = next((target for kind, target in relations.by_type.items() if kind.endswith("/styles")), None)
    return Workbook(sheets, strings, _date_styles(package, styles), from_1904)


def _relations(package: Package, part: str, base: str) -> _Relations:
    found = _Relations()
    if part not in package.names:
        return found

    def handle(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if attributes.get("TargetMode") == "External":
            if not kind.endswith("/hyperlink"):
                raise ImportRefused(
                    "external-link",
                    gettext_noop("工作簿引用了别的文件（{part}）。请“断开链接”或“选择性粘贴为数值”后再导入。"),
                    part=target[:80],
                )
            return
        found.targets[attributes.get("Id", "")] = package.resolve(base, target)
        found.by_type.setdefault(kind, package.resolve(base, target))

    parse_elements(package.chunks(part, package.limits.part_bytes), handle)
    return found


def _date_styles(package: Package, part: str | None) -> frozenset[int]:
    """Return the cell styles (indices into ``cellXfs``) whose number format shows a date."""
    if part is None or part not in package.names:
        return frozenset()
    formats: dict[int, bool] = {}
    styles: list[int] = []
    in_cells = False

    def handle(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cells
        if name == "numFmt":
            formats[int(attributes.get("numFmtId", "0"))] = is_date_format(attributes.get("formatCode", ""))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            in_cells = name == "cellXfs"
        elif name == "xf" and in_cells:
            styles.append(int(attributes.get("numFmtId", "0")))

    try:
        parse_elements(package.chunks(part, package.limits.part_bytes), handle)
    except ValueError as error:
        raise damaged() from error
    return frozenset(index for index, number in enumerate(styles) if formats.get(number, number in BUILT_IN_DATES))


def is_date_format(code: str) -> bool:
    """Say whether a number format shows a date or time, e.g. ``m"月"d"日"`` or ``yyyy-mm-dd``."""
    bare = _NOT_FORMAT.sub("", code.partition(";")[0])
    return "general" not in bare.lower() and _DATE_LETTERS.search(bare) is not None


@lru_cache(maxsize=10_000)
def date_text(serial: str, from_1904: bool) -> str | None:
    """Return a date serial as ``YYYY-MM-DD``, with ``HH:MM`` where it has a time; None where it is no date."""
    try:
        value = float(serial)
    except ValueError:
        return None
    if not 0 <= value < 2_958_466:
        return None
    first = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)  # noqa: DTZ001
    if not from_1904 and 1 <= value < 60:
        value += 1
    moment = first + datetime.timedelta(seconds=round(value * 86400))
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.time() else f"{moment:%Y-%m-%d %H:%M}"


@lru_cache(maxsize=20_000)
def number_text(raw: str) -> tuple[str, bool]:
    """Return a stored number as one would type it, and whether digits may have been lost (over 15 of them)."""
    if raw.isdigit() and len(raw) <= 15:
        return raw, False
    try:
        value = float(raw)
    except ValueError:
        return raw, False
    if value != value or value in (float("inf"), float("-inf")):
        return raw, False
    if value.is_integer():
        text = str(int(value))
        return text, len(text.lstrip("-")) > 15
    return f"{value:.15g}", False
