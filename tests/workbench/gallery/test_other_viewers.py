"""Viewers of other houses find their tiles: what OpenSeadragon (and with it Mirador and others) asks for is there."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.images import iiif
from tests.picture_samples import shown_of


def asked_for(picture: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (region, size) as OpenSeadragon's IIIFTileSource makes them of an info.json of version 3."""
    width, height, tile = picture["width"], picture["height"], picture["tile"]
    for factor in picture["factors"]:
        level = (ceil(width / factor), ceil(height / factor))
        if level[0] < tile and level[1] < tile:
            yield "full", "max" if level == (width, height) else f"{level[0]},{level[1]}"
            continue
        edge = tile * factor
        for left in range(0, width, edge):
            for top in range(0, height, edge):
                area = (min(edge, width - left), min(edge, height - top))
                size = (min(tile, level[0] - left // factor), min(tile, level[1] - top // factor))
                whole = (left, top, *area) == (0, 0, width, height)
                region = "full" if whole else f"{left},{top},{area[0]},{area[1]}"
                yield region, "max" if size == (width, height) else f"{size[0]},{size[1]}"


@given(width=st.integers(1, 6000), height=st.integers(1, 6000), tile=st.sampled_from([256, 512]))
def test_every_tile_another_viewer_asks_for_was_made(width: int, height: int, tile: int) -> None:
    picture = shown_of(width, height, tile)
    for region, size in asked_for(picture):
        assert iiif.file_of(picture, region, size, "0", "default.jpg"), (region, size)


def test_the_whole_at_a_coarse_level_is_its_only_tile() -> None:
    picture = shown_of(3000, 4000, 512)
    assert iiif.file_of(picture, "full", "375,500", "0", "default.jpg") == "tiles/8/0_0.jpg"


@pytest.mark.parametrize(
    ("region", "size"), [("full", "376,500"), ("full", "3000,4000"), ("full", "pct:10"), ("square", "max")]
)
def test_what_was_not_made_is_not_there(region: str, size: str) -> None:
    assert iiif.file_of(shown_of(3000, 4000, 512), region, size, "0", "default.jpg") is None
