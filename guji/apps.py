"""The Django application of this room."""

from django.apps import AppConfig


class GujiConfig(AppConfig):
    """古籍."""

    name = "guji"
    verbose_name = "古籍"
