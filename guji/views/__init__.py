"""Pages of the book record."""
