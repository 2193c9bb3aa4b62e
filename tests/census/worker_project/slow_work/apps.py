"""An application whose work takes as long as a test wants."""

from __future__ import annotations

from django.apps import AppConfig


class SlowWorkConfig(AppConfig):
    name = "tests.census.worker_project.slow_work"
