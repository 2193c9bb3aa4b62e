"""The Django application of this room."""

from django.apps import AppConfig


def _count_offers() -> None:
    """Count anew what the entry page offers, if that is due."""
    from guji.assisting.tally import recount_if_due

    recount_if_due()


class GujiConfig(AppConfig):
    """古籍."""

    name = "guji"
    verbose_name = "古籍"

    def ready(self) -> None:
        """Tell the index of books, and join the public catalogue."""
        from census import catalogue, searching
        from census.jobs import upkeep
        from guji.catalogue.kind import BookCatalogue
        from guji.searching import BookKind

        upkeep.register("offers", _count_offers)
        searching.register(BookKind())
        catalogue.register(BookCatalogue())
