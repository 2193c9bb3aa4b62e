"""Pages of the book record."""

from guji.views.assisting import name_decide, name_list, name_propose, record_suggest
from guji.views.beginning import record_begin, record_fields, template_act, template_list
from guji.views.editing import (
    entry_keys,
    record_discard,
    record_edit,
    record_keep,
    record_new,
    record_split,
    record_understand,
)
from guji.views.export import record_export, record_export_file
from guji.views.grid import grid_drop, grid_list, grid_page, grid_sheet
from guji.views.grid_answers import (
    grid_columns,
    grid_keep,
    grid_paste,
    grid_rows,
    grid_save,
    grid_settle,
    grid_split,
)
from guji.views.history import record_history, record_restore
from guji.views.life import record_act
from guji.views.record import record_detail
from guji.views.record_list import record_list

__all__ = [
    "entry_keys",
    "grid_columns",
    "grid_drop",
    "grid_keep",
    "grid_list",
    "grid_page",
    "grid_paste",
    "grid_rows",
    "grid_save",
    "grid_settle",
    "grid_sheet",
    "grid_split",
    "name_decide",
    "name_list",
    "name_propose",
    "record_act",
    "record_begin",
    "record_detail",
    "record_discard",
    "record_edit",
    "record_export",
    "record_export_file",
    "record_fields",
    "record_history",
    "record_keep",
    "record_list",
    "record_new",
    "record_restore",
    "record_split",
    "record_suggest",
    "record_understand",
    "template_act",
    "template_list",
]
