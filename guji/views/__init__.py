"""Pages of the book record."""

from guji.views.export import record_export, record_export_file
from guji.views.record import record_detail
from guji.views.record_list import record_list

__all__ = ["record_detail", "record_export", "record_export_file", "record_list"]
