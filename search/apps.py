"""The search room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """檢索."""

    name = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        """Let lists ask the index first."""
        from census.searching import use_candidates
        from search.candidates import find

        use_candidates(find)
