"""The book as the search room sees it: its fields, its facets, its orders, and each record as a document."""

from guji.searching.kind import BookKind

__all__ = ["BookKind"]
