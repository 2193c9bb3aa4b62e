"""The record as the fields of a form, and back: what a page shows and sends is one flat mapping of names to text."""

from guji.forms.flat import MOST_ROWS, Problem, fields_of, known_field, read, rows_in

__all__ = ["MOST_ROWS", "Problem", "fields_of", "known_field", "read", "rows_in"]
