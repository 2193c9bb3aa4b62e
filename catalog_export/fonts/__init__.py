"""Finds, unpacks and caches the faces that volumes are set in.

``typefaces(weights, standard)`` is what a volume asks for; ``find_faces`` gives the files alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from authority.han import printed_forms
from catalog_export.fonts.folders import cache_dir, font_dirs
from catalog_export.fonts.main_face import pinned_faces, variable_font
from catalog_export.fonts.rare_faces import fallback_faces
from catalog_export.typeset import FaceFile, Typefaces

REGULAR, BOLD = 400, 700


def find_faces(weights: Iterable[int] = (REGULAR, BOLD)) -> tuple[dict[int, FaceFile], tuple[FaceFile, ...]]:
    """Return the main face in the weights asked for (200 to 900), and the fallbacks in the order they are tried.

    Raises :class:`catalog_export.typeset.FaceError` where the main face's package is not installed.
    """
    folder = cache_dir()
    return pinned_faces(weights, folder), fallback_faces(folder, font_dirs())


def typefaces(weights: Iterable[int] = (REGULAR, BOLD), standard: str = "mainland") -> Typefaces:
    """Return the chain of faces for one document, in a glyph standard: mainland, taiwan, old or japan."""
    main, fallbacks = find_faces(weights)
    return Typefaces(main, fallbacks, standard, variable_font(), exchanged=printed_forms(standard))


__all__ = ["BOLD", "REGULAR", "cache_dir", "find_faces", "font_dirs", "typefaces", "variable_font"]
