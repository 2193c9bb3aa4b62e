"""古籍: the ancient book record."""
