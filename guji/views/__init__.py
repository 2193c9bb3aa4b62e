"""Pages of the book record."""

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
from guji.views.history import record_history, record_restore
from guji.views.life import record_act
from guji.views.record import record_detail
from guji.views.record_list import record_list

__all__ = [
    "entry_keys",
    "record_act",
    "record_detail",
    "record_discard",
    "record_edit",
    "record_export",
    "record_export_file",
    "record_history",
    "record_keep",
    "record_list",
    "record_new",
    "record_restore",
    "record_split",
    "record_understand",
]
