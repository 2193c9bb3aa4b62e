"""``manage.py check_notation``: how well the grammar understands a file of one-line entries."""

from __future__ import annotations

import csv
import io
import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from census.bulk import uninterrupted
from census.refusals import reason
from guji.notation import parse_entry
from guji.notation.as_json import entry_json

#: Checks that say that a year statement contradicts itself or its era.
YEAR_CHECKS = frozenset(
    {
        "era_year_mismatch",
        "era_year_beyond_end",
        "dynasty_era_mismatch",
        "dynasty_year_mismatch",
        "japanese_era_as_chinese",
        "sexagenary_mismatch",
        "sexagenary_unresolved",
        "year_range_order",
        "era_unknown",
    }
)
#: Checks that say that an extent does not add up.
EXTENT_CHECKS = frozenset(
    {"extent_sum_mismatch", "extent_range_order", "extent_overlap", "extent_beyond_total", "extent_count_beyond_total"}
)
LARGEST_FIELD = 10_000_000


class Command(BaseCommand):
    """Read every line, print how much was understood, and write the structures as JSON lines."""

    help = "检查一行一条的著录能否读懂：逐条拆解、还原、核对年代与存缺卷，并可把结构写成 JSON。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", help=_("UTF-8 或 GB18030 的 CSV 文件，有表头"))
        parser.add_argument("--column", default="raw", help=_("著录所在的列，默认 raw"))
        parser.add_argument("--where", metavar="COLUMN=VALUE", help=_("只读某列等于某值的行，如 doc_type=漢文古籍"))
        parser.add_argument("--json", metavar="OUT", help=_("把每条的结构写成一行 JSON"))
        parser.add_argument("--limit", type=int, help=_("最多读多少条"))

    def handle(self, *args: Any, **options: Any) -> None:
        lines = read_lines(Path(options["file"]), options["column"], options["where"], options["limit"])
        tally: Counter[str] = Counter()
        checks: Counter[str] = Counter()
        if options["json"]:
            try:
                with Path(options["json"]).open("w", encoding="utf-8") as out, uninterrupted():
                    survey(lines, tally, checks, out)
            except OSError as error:
                raise CommandError(
                    _("不能写入 {path}：{reason}").format(path=options["json"], reason=reason(error))
                ) from error
        else:
            with uninterrupted():
                survey(lines, tally, checks, None)
        if not tally["lines"]:
            raise CommandError(_("没有可读的行：请检查 --column 与 --where"))
        self._report(tally, checks)

    def _report(self, tally: Counter[str], checks: Counter[str]) -> None:
        total = tally["lines"]

        def line(label: str, key: str, of: int = total) -> None:
            share = 100 * tally[key] / of if of else 0.0
            self.stdout.write(f"{label}：{tally[key]} / {of}（{share:.2f}%）")

        self.stdout.write(_("著录条数") + f"：{total}")
        line(_("拆解无余"), "complete")
        line(_("由结构逐字还原"), "identical")
        editions = tally["editions"]
        self.stdout.write(_("有版本项") + f"：{editions}")
        for label, key in ((_("版本有朝代"), "dynasty"), (_("版本有年号"), "era"), (_("版本有年份"), "year")):
            line(label, key, editions)
        line(_("版本有类型"), "type", editions)
        line(_("年代自相矛盾"), "year_conflict")
        line(_("存缺卷数不合"), "extent_conflict")
        for check, count in sorted(checks.items(), key=lambda item: (-item[1], item[0])):
            self.stdout.write(f"  {check}：{count}")


def survey(lines: Iterator[str], tally: Counter[str], checks: Counter[str], out: IO[str] | None) -> None:
    """Parse each line, count what was understood, and write its JSON object if ``out`` is given."""
    for text in lines:
        found = entry_json(parse_entry(text))
        tally["lines"] += 1
        tally["complete"] += not found["unplaced"]
        tally["identical"] += found["rendered"] == text
        names = {one["check"] for one in found["issues"]}
        checks.update(one["check"] for one in found["issues"])
        tally["year_conflict"] += not YEAR_CHECKS.isdisjoint(names)
        tally["extent_conflict"] += not EXTENT_CHECKS.isdisjoint(names)
        _count_edition(found["edition"], tally)
        if out is not None:
            out.write(json.dumps(found, ensure_ascii=False) + "\n")


def _count_edition(edition: dict[str, Any], tally: Counter[str]) -> None:
    if not edition["layers"]:
        return
    tally["editions"] += 1
    tally["dynasty"] += bool(edition["dynasty"])
    tally["era"] += bool(edition["era"])
    tally["year"] += edition["year_from"] is not None
    tally["type"] += bool(edition["type"])


def read_lines(path: Path, column: str, where: str | None, limit: int | None) -> Iterator[str]:
    """Yield the texts of ``column``; raise ``CommandError`` in Chinese for a file that cannot be read so."""
    key, wanted = _condition(where)
    rows = csv.DictReader(io.StringIO(read_text(path)))
    csv.field_size_limit(LARGEST_FIELD)
    try:
        header = rows.fieldnames or []
    except csv.Error as error:
        raise CommandError(_("不是可读的 CSV：{reason}").format(reason=error)) from error
    for name in (column, key):
        if name and name not in header:
            known = "、".join(header[:20])
            raise CommandError(_("文件中没有“{name}”列；现有：{known}").format(name=name, known=known))
    return _rows(rows, column, key, wanted, limit)


def _rows(rows: csv.DictReader[str], column: str, key: str, wanted: str, limit: int | None) -> Iterator[str]:
    read = 0
    try:
        for row in rows:
            if limit is not None and read >= limit:
                return
            if (not key or row[key] == wanted) and row[column]:
                read += 1
                yield row[column]
    except csv.Error as error:
        raise CommandError(
            _("第 {line} 行不是可读的 CSV：{reason}").format(line=rows.line_num, reason=error)
        ) from error


def _condition(where: str | None) -> tuple[str, str]:
    if where is None:
        return "", ""
    key, sign, wanted = where.partition("=")
    if not sign or not key:
        raise CommandError(_("--where 应写成 列名=值"))
    return key, wanted


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8 (with or without BOM) or GB18030; raise ``CommandError`` otherwise."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(_("不能读取 {path}：{reason}").format(path=path, reason=reason(error))) from error
    if b"\0" in data:
        raise CommandError(_("{path} 不是文本文件").format(path=path))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(_("{path} 的编码既不是 UTF-8 也不是 GB18030").format(path=path))
