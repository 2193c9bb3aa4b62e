"""Commands of the book room."""
