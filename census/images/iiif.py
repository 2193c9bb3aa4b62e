"""IIIF: which files answer the Image API 3.0 at level 0, its ``info.json``, the Presentation API 3.0's manifest.

Level 0 means that only what was made beforehand can be had: tiles at each scale factor, the whole at two sizes.
https://iiif.io/api/image/3.0/ and https://iiif.io/api/presentation/3.0/ are the standards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import translation

from census import catalogue, searching
from census.models import CensusRecord, Image

IMAGE_CONTEXT = "http://iiif.io/api/image/3/context.json"
MANIFEST_CONTEXT = "http://iiif.io/api/presentation/3/context.json"

#: What a picture's tiles are called: by scale factor and place in the grid.
TILE = "tiles/{factor}/{column}_{row}.jpg"


def file_of(shown: Mapping[str, Any], region: str, size: str, rotation: str, quality: str) -> str | None:
    """Return the file below a picture's folder that answers an Image API request, ``None`` if none does."""
    if not shown or rotation != "0" or quality not in ("default.jpg", "color.jpg"):
        return None
    return _whole(shown, size) if region == "full" else _tile(shown, region, size)


def _whole(shown: Mapping[str, Any], size: str) -> str | None:
    """Return the file of the whole picture at one of its sizes; ``max`` is the largest that is served whole.

    Where one tile of a coarse level has the whole picture, viewers ask for it as ``full``, its canonical region.
    """
    asked = ["page"] if size == "max" else [name for name in ("page", "thumb") if size == _pair(shown[name])]
    return f"{asked[0]}.jpg" if asked else _tile(shown, f"0,0,{shown['width']},{shown['height']}", size)


def _pair(size: Sequence[int]) -> str:
    return f"{size[0]},{size[1]}"


def _tile(shown: Mapping[str, Any], region: str, size: str) -> str | None:
    found = re.fullmatch(r"(\d{1,7}),(\d{1,7}),(\d{1,7}),(\d{1,7})", region, re.ASCII)
    if found is None:
        return None
    left, top, width, height = map(int, found.groups())
    for factor in shown["factors"]:
        edge = shown["tile"] * factor
        if left % edge or top % edge:
            continue
        fits = (min(edge, shown["width"] - left), min(edge, shown["height"] - top))
        if fits == (width, height) and size in (
            f"{-(-width // factor)},{-(-height // factor)}",
            f"{-(-width // factor)},",
        ):
            return TILE.format(factor=factor, column=left // edge, row=top // edge)
    return None


def service_address(image: Image, site: str) -> str:
    """Return the identifier of a picture's image service."""
    return site + reverse("images:service", args=[image.pk])


def info(image: Image, site: str) -> dict[str, Any]:
    """Return the ``info.json`` of a picture."""
    shown = image.shown
    sizes = sorted({tuple(shown["thumb"]), tuple(shown["page"])})
    return {
        "@context": IMAGE_CONTEXT,
        "id": service_address(image, site),
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": shown["width"],
        "height": shown["height"],
        "maxWidth": max(shown["page"][0], shown["tile"]),
        "maxHeight": max(shown["page"][1], shown["tile"]),
        "sizes": [{"width": width, "height": height} for width, height in sizes],
        "tiles": [{"width": shown["tile"], "height": shown["tile"], "scaleFactors": shown["factors"]}],
    }


def manifest(record: CensusRecord, images: Sequence[Image], site: str) -> dict[str, Any]:
    """Return the manifest of a record with the pictures given, in their order."""
    address = site + reverse("images:manifest", args=[record.KIND, record.pk])
    described = {
        "@context": MANIFEST_CONTEXT,
        "id": address,
        "type": "Manifest",
        "label": {"zh-Hant": [title_of(record)]},
        "requiredStatement": {
            "label": {"zh-Hans": ["收藏单位"], "en": ["Holding institution"]},
            "value": {"zh-Hant": [_holder(record)]},
        },
        "thumbnail": [_thumbnail(images[0], site)],
        "items": [_canvas(image, number, address, site) for number, image in enumerate(images, 1)],
    }
    homepage = _homepage(record, site)
    return described | ({"homepage": [homepage]} if homepage else {})


def title_of(record: CensusRecord) -> str:
    """Return a record's title as stated, as the index shows it; its number where it has none."""
    kind = searching.search_kinds().get(record.KIND)
    statements = kind.entry(record).statements if kind is not None else ()
    return statements[0][1] if statements else record.census_no or str(record.pk)


def _holder(record: CensusRecord) -> str:
    mark = f"（{record.shelf_mark}）" if record.shelf_mark else ""
    return f"{record.institution.name}{mark}"


def _homepage(record: CensusRecord, site: str) -> dict[str, Any] | None:
    """Return the record's page in the public catalogue, if everybody may see it."""
    kind = catalogue.catalogue_kinds().get(record.KIND)
    number = kind.number_of(record.pk) if kind is not None else None
    if number is None:
        return None
    address = site + reverse("public-record", args=[number])
    return {"id": address, "type": "Text", "format": "text/html", "label": {"zh-Hant": [title_of(record)]}}


def _canvas(image: Image, number: int, manifest_address: str, site: str) -> dict[str, Any]:
    shown = image.shown
    address = f"{manifest_address}/canvas/{image.pk.hex}"
    size = {"width": shown["width"], "height": shown["height"]}
    body = {
        "id": f"{service_address(image, site)}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": shown["page"][0],
        "height": shown["page"][1],
        "service": [{"id": service_address(image, site), "type": "ImageService3", "profile": "level0"}],
    }
    painting = {
        "id": f"{address}/annotation",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": address,
    }
    return {
        "id": address,
        "type": "Canvas",
        "label": canvas_label(image, number),
        **size,
        "thumbnail": [_thumbnail(image, site)],
        "items": [{"id": f"{address}/page", "type": "AnnotationPage", "items": [painting]}],
    }


def canvas_label(image: Image, number: int) -> dict[str, list[str]]:
    """Return what a picture is called, in both languages of the house: its caption, or what it shows."""
    labels = {}
    for code, tag in (("zh-hans", "zh-Hans"), ("en", "en")):
        with translation.override(code):
            words = f"{number} {image.get_role_display()}"
        labels[tag] = [f"{words} {image.caption}".strip()]
    return labels


def _thumbnail(image: Image, site: str) -> dict[str, Any]:
    width, height = image.shown["thumb"]
    return {
        "id": f"{service_address(image, site)}/full/{width},{height}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [{"id": service_address(image, site), "type": "ImageService3", "profile": "level0"}],
    }
