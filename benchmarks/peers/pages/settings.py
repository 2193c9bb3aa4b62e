"""The project's settings, with the plain administration beside the site."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.peers.pages.plain"
