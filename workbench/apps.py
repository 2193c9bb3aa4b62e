"""The Django application of this room."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """工作台."""

    name = "workbench"
    verbose_name = "工作台"
