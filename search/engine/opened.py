"""The engine in use in this process: opened once, opened anew when the settings name another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from search.engine.choice import chosen_store
from search.engine.fallback import DatabaseEngine
from search.engine.protocol import Engine, IndexUnusable
from search.indexing.folder import Folder


def engine() -> Engine:
    """Return the reader of the index that the settings name. Raises :class:`IndexUnusable` if there is none.

    Nor is one given of an index that is known to be another database's.
    """
    try:
        opened = _opened(settings.SEARCH_ENGINE, Path(settings.SEARCH_INDEX_DIR))
    except ImportError as error:
        raise IndexUnusable(gettext("没有“{name}”这个检索引擎").format(name=settings.SEARCH_ENGINE)) from error
    if not isinstance(opened, DatabaseEngine) and (unfit := Folder().unfit()):
        raise IndexUnusable(unfit)
    return opened


@cache
def _opened(_name: str, _folder: Path) -> Engine:
    return chosen_store().open()


@cache
def no_index() -> DatabaseEngine:
    """Return the engine that needs no index."""
    return DatabaseEngine()
