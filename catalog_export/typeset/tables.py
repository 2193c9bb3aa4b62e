"""Sets tables (statistics) as blocks, one a row, so that columns and pages break between rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from catalog_export.typeset.blocks import Block, Line, Stroke, centipoints, decimal
from catalog_export.typeset.model import Align, Paragraph, Rule, Run, Style, Table
from catalog_export.typeset.preflight import Finding
from catalog_export.typeset.setting import Setter

THICK, THIN = 80, 40


def set_table(setter: Setter, table: Table, measure: float) -> Iterator[Block]:
    """Yield a table's rows as blocks; the head rows come again where the table continues."""
    edges = _edges(table, measure)
    heads: list[Block] = []
    for number, row in enumerate(table.rows):
        is_head = number < table.head_rows
        block = _row(setter, table, row, edges, is_head=is_head)
        block.span, block.key = table.span, table.key
        _rule_row(block, table, number, measure)
        if number == 0:
            block.before = centipoints(table.space_before)
        if number == len(table.rows) - 1:
            block.after = centipoints(table.space_after)
        block.keep_with_next = _goes_with_next(table, number)
        if is_head:
            heads.append(block)
        elif number > table.head_rows:
            block.repeat = heads
        yield block


def _goes_with_next(table: Table, number: int) -> bool:
    """Say whether a row stands where the next one does: heads; the first row of several, and the last but one.

    So no single row stands under its head at a foot, and none alone, which is most often the sum, at a head; a table of
    three rows is not parted.
    """
    last = len(table.rows) - 1
    return number < table.head_rows or (number < last and number in (table.head_rows, last - 1))


def _edges(table: Table, measure: float) -> list[float]:
    total = sum(table.widths)
    edges = [0.0]
    for width in table.widths:
        edges.append(edges[-1] + measure * width / total)
    return edges


def _row(
    setter: Setter, table: Table, row: tuple[str | tuple[Run, ...], ...], edges: list[float], *, is_head: bool
) -> Block:
    columns: list[tuple[list[Line], int]] = []
    findings: list[Finding] = []
    for number, cell in enumerate(row):
        style = _cell_style(table, number, is_head=is_head)
        runs = (Run(cell),) if isinstance(cell, str) else cell
        width = edges[number + 1] - edges[number] - 2 * table.padding
        block = setter.set(Paragraph(runs, style, key=table.key), width)
        findings += block.findings
        columns.append((block.lines, centipoints(edges[number] + table.padding)))
    count = max(len(lines) for lines, _ in columns)
    leading, size = centipoints(table.style.leading), centipoints(table.style.size)
    baseline = (leading - size) // 2 + round(size * 0.88)
    lines = [_joined([(column[at], left) for column, left in columns if at < len(column)]) for at in range(count)]
    return Block(lines, leading, baseline, size, keep_together=True, findings=findings)


def _cell_style(table: Table, number: int, *, is_head: bool) -> Style:
    """Return how a column's cells are set: those of a head are centred unless they stand over figures."""
    align: Align = table.aligns[number] if number < len(table.aligns) else "left"
    if is_head and align == "left":
        align = "centre"
    return dataclasses.replace(table.style, align=align, weight=table.head_weight if is_head else table.style.weight)


def _joined(cells: list[tuple[Line, int]]) -> Line:
    """Return the cells' lines of one height as one line."""
    first, left = cells[0]
    line = Line(first.left + left, first.font, first.spacing, first.show, first.font_after, first.spacing_after)
    at = line.left
    links = list(first.links)
    for cell, left in cells[1:]:
        move = decimal(cell.left + left - at)
        line.show += f" {move} 0 Td {cell.spacing} Tc {cell.font} {cell.show}"
        at = cell.left + left
        links += cell.links
        line.font_after, line.spacing_after = cell.font_after or line.font_after, cell.spacing_after
    line.show += f" {decimal(line.left - at)} 0 Td"
    line.links = links
    return line


def _rule_row(block: Block, table: Table, number: int, measure: float) -> None:
    """Rule the table's head, the line under its head rows and its foot."""
    right = centipoints(measure)
    strokes = []
    if number == 0:
        strokes.append(Stroke(0, 0, right, THICK))
    if number == table.head_rows and number:
        strokes.append(Stroke(0, 0, right, THIN))
    if number == len(table.rows) - 1:
        strokes.append(Stroke(0, len(block.lines) * block.leading, right, THICK))
    block.strokes = strokes


def set_rule(rule: Rule, measure: float) -> Block:
    """Return a ruled line as a block."""
    width = measure * rule.width
    left = (measure - width) / 2
    stroke = Stroke(centipoints(left), 0, centipoints(left + width), centipoints(rule.thickness))
    block = _empty(centipoints(rule.thickness))
    block.strokes = (stroke,)
    block.before, block.after, block.span = centipoints(rule.space_before), centipoints(rule.space_after), rule.span
    return block


def set_leap(height: float) -> Block:
    """Return empty space as a block."""
    return _empty(centipoints(height))


def _empty(depth: int) -> Block:
    return Block([Line(0, "", "0", "", "", "0")], depth, 0, 0, widows=0, orphans=0)
