"""What people keep of their searches."""

from search.models.saved import SavedSearch

__all__ = ["SavedSearch"]
