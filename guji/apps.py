"""The Django application of this room."""

from django.apps import AppConfig


class GujiConfig(AppConfig):
    """古籍."""

    name = "guji"
    verbose_name = "古籍"

    def ready(self) -> None:
        """Tell the index of books."""
        from census.searching import register
        from guji.searching import BookKind

        register(BookKind())
