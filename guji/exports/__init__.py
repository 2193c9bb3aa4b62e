"""Records as a census sheet: the import template's columns, so that a sheet may be changed and imported again."""

from guji.exports.run import Export, export_books
from guji.exports.sheet import FORMS

__all__ = ["FORMS", "Export", "export_books"]
