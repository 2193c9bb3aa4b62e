"""The refusals that every form of table shares."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused


def cell_too_large(cell: str, most: int) -> ImportRefused:
    """Return the refusal of a cell longer than Excel itself allows."""
    return ImportRefused(
        "cell-too-large",
        gettext_noop("单元格 {cell} 的内容超过 {most} 字，表格软件本身也容不下，疑为粘贴错误。请改正后再导入。"),
        cell=cell,
        most=most,
    )


def too_many_columns(found: int, most: int) -> ImportRefused:
    """Return the refusal of a sheet with more columns than any census sheet has."""
    return ImportRefused(
        "too-many-columns",
        gettext_noop("表格至少有 {found} 列，最多可有 {most} 列。请只保留要导入的列。"),
        found=found,
        most=most,
    )


def too_many_rows(most: int) -> ImportRefused:
    """Return the refusal of a sheet with more rows than a worksheet can have."""
    return ImportRefused("too-many-rows", gettext_noop("表格超过 {most} 行。请分成几个文件导入。"), most=most)
