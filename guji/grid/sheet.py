"""A grid as a sheet to take away: in the columns that it shows, as the import reads them."""

from __future__ import annotations

from pathlib import Path

from guji.exports.sheet import write_sheet
from guji.grid.lines import lines_of
from guji.imports.columns import RECOGNISER
from guji.models import Grid


def write_grid(grid: Grid, path: Path, form: str) -> None:
    """Write the rows that are not blank, with what hidden columns hold after those that are shown."""
    lines = [line for line in lines_of(grid) if not line.blank]
    hidden = {key for line in lines if not line.record_id for key, text in line.cells.items() if text}
    keys = [*grid.columns, *(key for key in RECOGNISER.columns if key in hidden and key not in grid.columns)]
    columns = [RECOGNISER.columns[key] for key in keys]
    rows = ([line.cells.get(key, "") for key in keys] for line in lines)
    write_sheet(form, path, columns, rows, [grid.name])
