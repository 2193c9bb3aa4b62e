"""The search room as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """檢索."""

    name = "search"
    verbose_name = _("检索")
