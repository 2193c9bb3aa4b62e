"""Where faces lie on this machine, as the settings say."""

from __future__ import annotations

from pathlib import Path


def cache_dir() -> Path:
    """Return the folder of unpacked and pinned faces (settings ``FONT_CACHE_DIR``)."""
    from django.conf import settings

    return Path(settings.FONT_CACHE_DIR)


def font_dirs() -> tuple[Path, ...]:
    """Return the folders of faces of the user's own (settings ``FONT_DIRS``), tried before the system's."""
    from django.conf import settings

    return tuple(map(Path, settings.FONT_DIRS))


def web_dir() -> Path:
    """Return the folder that is served as it is, with the faces cut for pages (settings ``WEB_DIR``)."""
    from django.conf import settings

    return Path(settings.WEB_DIR)
