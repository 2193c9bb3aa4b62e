"""A made-up province of any size, for measuring and for trying things out. Nothing in it is a real holding."""

from guji.synthetic.codes import institution_codes
from guji.synthetic.generator import synthetic_books

__all__ = ["institution_codes", "synthetic_books"]
