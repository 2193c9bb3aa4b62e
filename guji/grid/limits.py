"""How much a grid holds; what is more belongs into an imported file."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from census.imports.reading import Limits

#: Rows of one grid.
MOST_ROWS = 5_000
#: Columns of one grid.
MOST_COLUMNS = 40
#: Characters of one cell: a spreadsheet's own limit, as in imported files.
LONGEST_CELL = Limits().cell_characters
#: Grids of one person.
MOST_GRIDS = 50
#: Rows that are looked at again because a change elsewhere concerns them.
MOST_CONCERNED = 500
#: Records that are opened in one grid.
MOST_OPENED = 1_000

TOO_MANY_ROWS = gettext_noop("一个表格至多 {most} 行，现有 {found} 行；更多的请另建表格，或用“导入”")
TOO_LONG = gettext_noop("这一格有 {found} 字，至多 {most} 字；多半是粘贴错了，请分开或缩短")
