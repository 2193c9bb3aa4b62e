"""Commands of the authority room."""
