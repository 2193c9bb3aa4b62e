"""The query language: what a reader typed, understood. Pure Python, no Django, never an error."""
