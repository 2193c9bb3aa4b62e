"""The project's settings with one more application, whose jobs a test can kill."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.census.worker_project.slow_work"]  # noqa: F405
