"""The Django application of this room."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """規範."""

    name = "authority"
    verbose_name = "規範"
