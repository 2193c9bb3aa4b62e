"""The Django application of this room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CensusConfig(AppConfig):
    """普查."""

    name = "census"
    verbose_name = "普查"

    def ready(self) -> None:
        """Let every room declare its kinds of long work, in a module ``jobs``."""
        autodiscover_modules("jobs")
