"""Writes the list of what changed since an earlier run: a sheet for the editor's desk, and plain text."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from catalog_export.volumes.series.changes import UNPAGED, Changes, to_lines

HEADS = ("变动", "普查编号", "题名", "项目", "原作", "今作", "原在页", "今在页")
WIDTHS = (8, 22, 34, 14, 44, 44, 12, 12)


def write_change_list(folder: Path, stem: str, changes: Changes) -> list[Path]:
    """Write ``stem``.changes.xlsx and .txt; return their paths."""
    sheet_path, text_path = folder / f"{stem}.changes.xlsx", folder / f"{stem}.changes.txt"
    text_path.write_text("\n".join(to_lines(changes)) + "\n", encoding="utf-8")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(sheet_path), options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("变动")
        for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width, wrapped)
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 0)
        for row, change in enumerate(changes.changes, 1):
            cells = (
                change.kind,
                change.number,
                change.title,
                change.field,
                change.old,
                change.new,
                change.page_before,
                change.page_after,
            )
            for column, words in enumerate(cells):
                sheet.write_string(row, column, words[:32_767])
        pages = book.add_worksheet("有变动的页")
        pages.write_string(0, 0, "页" if changes.paged else UNPAGED, bold)
        for row, page in enumerate(changes.pages, 1):
            pages.write_string(row, 0, page)
    return [sheet_path, text_path]
