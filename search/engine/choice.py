"""The engine that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from search.engine.protocol import IndexStore


def chosen_store() -> IndexStore:
    """Return the store of ``SEARCH_ENGINE``, over the folder ``SEARCH_INDEX_DIR``. Making one touches no file."""
    return cast(IndexStore, import_string(settings.SEARCH_ENGINE)(Path(settings.SEARCH_INDEX_DIR)))
