"""The press's colour profiles: files in a folder of the house (settings ``ICC_DIR``), named in a volume's profile."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from catalog_export.typeset import ColourProfileError, OutputIntent
from census.refusals import reason

SUFFIXES = (".icc", ".icm")


def read_intent(path: Path) -> OutputIntent:
    """Return a press's colour profile. Raises :class:`ColourProfileError`, with the file's name, if it is none."""
    try:
        return OutputIntent(path.read_bytes())
    except OSError as error:
        raise ColourProfileError(f"读不到色彩特性文件 {path.name}：{reason(error)}") from error
    except ColourProfileError as error:
        raise ColourProfileError(f"色彩特性文件 {path.name} 不能用：{error}") from error


def intent_named(name: str) -> OutputIntent | None:
    """Return the profile of that name in the house's folder, ``None`` for no name. Raises as :func:`read_intent`."""
    if not name:
        return None
    if Path(name).name != name or name not in intent_names():
        known = "、".join(intent_names()) or "无"
        raise ColourProfileError(f"没有名为“{name}”的色彩特性文件；{settings.ICC_DIR} 中现有：{known}")
    return read_intent(Path(settings.ICC_DIR) / name)


def intent_names() -> list[str]:
    """Return the names of the profiles in the house's folder."""
    folder = Path(settings.ICC_DIR)
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
