"""The Django application of this room."""

from django.apps import AppConfig


class GujiConfig(AppConfig):
    """古籍."""

    name = "guji"
    verbose_name = "古籍"

    def ready(self) -> None:
        """Tell the index of books, and join the public catalogue."""
        from census import catalogue, searching
        from guji.catalogue.kind import BookCatalogue
        from guji.searching import BookKind

        searching.register(BookKind())
        catalogue.register(BookCatalogue())
