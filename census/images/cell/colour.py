"""From whatever a file holds to what a screen shows: eight bits, grey or sRGB, on white paper."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageCms

from census.images.cell.verdict import Refused

Convert = Callable[[Image.Image], Image.Image]

#: Mode → the colour space that a profile for it must have.
SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I")


def converter(mode: str, profile: bytes, *, transparent: bool = False) -> tuple[Convert, bool]:
    """Return what turns a part of a picture of this mode into grey or sRGB, and whether its profile was understood.

    A picture without profile counts as sRGB. Transparency becomes white. Raises
    :class:`~census.images.cell.verdict.Refused` for floating-point pixels, which have no white.
    """
    if mode == "F":
        raise Refused("unreadable", found="float")
    plain = _plain(mode, transparent)
    after = plain(Image.new(mode, (1, 1))).mode
    if not profile and after != "LAB":
        return (lambda part: _finished(plain(part))), True
    transform = _transform(after, profile)
    if transform is None:
        return (lambda part: _finished(plain(part))), False
    known = transform

    def convert(part: Image.Image) -> Image.Image:
        changed = ImageCms.applyTransform(plain(part), known)
        if changed is None:
            raise Refused("unreadable", found="profile")
        return changed.convert("L") if after == "L" else changed

    return convert, True


def _plain(mode: str, transparent: bool) -> Convert:
    """Return what brings a mode to L, RGB, CMYK or LAB."""
    if mode in DEEP:
        return lambda part: part.convert("I").point(lambda value: value / 256).convert("L")
    if mode in ("RGBA", "RGBa", "LA", "La", "PA") or transparent:
        return _on_white
    if mode in ("1", "L"):
        return lambda part: part.convert("L")
    if mode in ("RGB", "CMYK", "LAB"):
        return lambda part: part
    return lambda part: part.convert("RGB")


def _on_white(part: Image.Image) -> Image.Image:
    layer = part.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("L" if part.mode in ("LA", "La") else "RGB")


def _finished(part: Image.Image) -> Image.Image:
    return part if part.mode in ("L", "RGB") else part.convert("RGB")


def _transform(mode: str, profile: bytes) -> ImageCms.ImageCmsTransform | None:
    """Return the way from a profile to sRGB, ``None`` where it cannot be read or is for another kind of colour."""
    try:
        source = ImageCms.createProfile("LAB") if mode == "LAB" and not profile else None
        opened = ImageCms.ImageCmsProfile(source if source is not None else io.BytesIO(profile))
        if opened.profile.xcolor_space.strip() != SPACES[mode]:
            return None
        return ImageCms.buildTransform(opened, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
