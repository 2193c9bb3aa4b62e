"""The Django application of this room."""

from django.apps import AppConfig


class CatalogExportConfig(AppConfig):
    """出版."""

    name = "catalog_export"
    verbose_name = "出版"
