"""Pages of the book record."""

from guji.views.record import record_detail
from guji.views.record_list import record_list

__all__ = ["record_detail", "record_list"]
