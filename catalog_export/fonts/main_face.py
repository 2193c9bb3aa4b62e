"""The main face: Noto Serif CJK (OFL), taken from the ``indico-fonts`` package and pinned to single weights.

The package carries the variable font with TrueType outlines and the regional forms in ``locl``. A PDF needs one weight
of it; pinning takes a second and is kept.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import uharfbuzz as hb

from catalog_export.typeset import FaceError, FaceFile

FILE_NAME = "NotoSerifCJKjp-VF.ttf"
FACE_NAME = "NotoSerifCJK"
LIGHTEST, HEAVIEST = 200, 900


def variable_font() -> Path:
    """Return the variable font's path. Raises :class:`FaceError` if its package is not installed."""
    spec = importlib.util.find_spec("indico_fonts")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / FILE_NAME
        if path.is_file():
            return path
    raise FaceError("找不到主字体：请安装 indico-fonts（pip install indico-fonts）")


def pinned_faces(weights: Iterable[int], folder: Path) -> dict[int, FaceFile]:
    """Return the main face in these weights, pinning those that are not yet in the folder."""
    return {weight: FaceFile(_pinned(weight, folder), f"{FACE_NAME}-{weight}") for weight in sorted(set(weights))}


def _pinned(weight: int, folder: Path) -> Path:
    if not LIGHTEST <= weight <= HEAVIEST:
        raise FaceError(f"主字体的粗细在 {LIGHTEST} 与 {HEAVIEST} 之间，没有 {weight}")
    source = variable_font()
    path = folder / f"{FACE_NAME}-{weight}-{source.stat().st_size}.ttf"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, _pin(source, weight))
    return path


def _pin(source: Path, weight: int) -> bytes:
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", weight)
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.RETAIN_GIDS
    return bytes(wanted.subset(face).blob.data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that no other process ever sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).chmod(0o644)
    Path(name).replace(path)
