"""What searching keeps in the database: how the index stands to it, and what people keep of their searches."""

from search.models.indexing import IndexMark, RebuildJournal, SetAside
from search.models.saved import SavedSearch

__all__ = ["IndexMark", "RebuildJournal", "SavedSearch", "SetAside"]
