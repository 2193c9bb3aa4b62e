"""The Django application of this room."""

from django.apps import AppConfig


class CensusConfig(AppConfig):
    """普查."""

    name = "census"
    verbose_name = "普查"
