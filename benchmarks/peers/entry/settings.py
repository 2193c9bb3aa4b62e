"""The settings of this project, two plain administration sites beside its pages, static files by plain names."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as OURS

#: The administration comes first, so that it is dressed as Django dresses it.
INSTALLED_APPS = ["django.contrib.admin", *(app for app in OURS if app != "django.contrib.admin")]
ROOT_URLCONF = "benchmarks.peers.entry.urls"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
