"""Pictures larger than the memory: in pieces where the format allows, reduced where not, never beyond the bound."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, TiffImagePlugin

from census.images.cell import jpeg
from census.images.cell.opening import BASE, GPS, ORIENTATION
from census.images.cell.strips import Pieces
from census.images.cell.verdict import Refused
from tests.census.images import picture_samples as samples
from tests.census.images.picture_samples import Look
from tests.census.images.test_cell_takes import UPRIGHT, corners, made


def pieces_of(content: bytes) -> Pieces:
    return Pieces(io.BytesIO(content), len(content))


def noise(mode: str = "RGB", size: tuple[int, int] = (97, 130)) -> Image.Image:
    """A picture of which no two rows are alike."""
    grey = Image.effect_noise(size, 120)
    if mode == "RGB":
        return Image.merge("RGB", (grey, ImageChops.offset(grey, 3), ImageChops.invert(grey)))
    return grey.quantize(32) if mode == "P" else grey.convert(mode)


def in_strips(picture: Image.Image, rows: int, **options: Any) -> bytes:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[278] = rows
    return samples.bytes_of(picture, "TIFF", tiffinfo=info, strip_size=rows * picture.width * 4, **options)


#: How a TIFF may hold its pixels → a file, and what Pillow itself reads of it as a whole.
HELD: dict[str, Callable[[], bytes]] = {
    "plain": lambda: in_strips(noise(), 16),
    "one plain strip": lambda: in_strips(noise(), 130),
    "LZW": lambda: in_strips(noise(), 16, compression="tiff_lzw"),
    "Deflate": lambda: in_strips(noise(), 7, compression="tiff_adobe_deflate"),
    "PackBits": lambda: in_strips(noise(), 16, compression="packbits"),
    "JPEG": lambda: in_strips(noise(), 16, compression="jpeg", quality=90),
    "one bit, fax": lambda: in_strips(noise("1"), 16, compression="group4"),
    "one bit, plain": lambda: in_strips(noise("1"), 16),
    "grey": lambda: in_strips(noise("L"), 16, compression="tiff_lzw"),
    "palette": lambda: in_strips(noise("P"), 16, compression="tiff_lzw"),
    "inks": lambda: in_strips(noise().convert("CMYK"), 16),
    "transparent": lambda: in_strips(noise().convert("RGBA"), 16, compression="tiff_lzw"),
    "deep grey": lambda: samples.deep_tiff("<", 1),
    "deep grey, deflated": lambda: samples.deep_tiff("<", 1, deflated=True),
    "deep colour": lambda: samples.deep_tiff("<", 3),
    "deep colour, deflated": lambda: samples.deep_tiff(">", 3, deflated=True),
    "tiles": lambda: samples.tiled_tiff(noise(size=(150, 130))),
    "one tile": lambda: samples.tiled_tiff(noise(size=(40, 30))),
}


@pytest.mark.parametrize("name", HELD)
@settings(max_examples=15)
@given(data=st.data())
def test_any_rows_read_in_pieces_are_those_of_the_whole(name: str, data: st.DataObject) -> None:
    content = HELD[name]()
    whole = Image.open(io.BytesIO(content))
    top = data.draw(st.integers(0, whole.height - 1))
    bottom = data.draw(st.integers(top + 1, whole.height))
    rows = pieces_of(content).rows(top, bottom)
    assert (rows.mode, rows.size) == (whole.mode, (whole.width, bottom - top))
    expected = whole.crop((0, top, whole.width, bottom))
    assert rows.convert("RGB").tobytes() == expected.convert("RGB").tobytes()


@pytest.mark.parametrize("order", ["<", ">"])
def test_pieces_keep_the_order_of_bytes(order: str) -> None:
    """Trap: sixteen bits read the wrong way round are noise, not an error."""
    row = pieces_of(samples.deep_tiff(order, 1)).rows(10, 11)
    assert [row.getpixel((x, 0)) for x in (0, 1, 255)] == [0, 257, 65535]


def test_colours_in_planes_cannot_be_read_in_pieces(look: Look) -> None:
    in_planes = samples.bytes_of(samples.paper(1500, 1200), "TIFF", tiffinfo={284: 2})
    with pytest.raises(Refused) as caught:
        look(in_planes, memory=room_for(2_000_000, 1500))
    assert caught.value.code == "too_many_pixels"


def room_for(picture_bytes: int, longest: int) -> int:
    """Return the memory that leaves so many bytes for the picture itself."""
    return BASE + 3 * 512 * 4 * longest + picture_bytes


@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
def test_a_map_larger_than_the_memory_is_shown_to_its_last_pixel(
    compression: str | None, look: Look, tmp_path: Path
) -> None:
    content = in_strips(samples.paper(1500, 1200), 64, compression=compression)
    found = look(content, memory=room_for(2_000_000, 1500))
    assert (found["shown"]["width"], found["shown"]["height"], found["notes"]) == (1500, 1200, [])
    assert corners(made(tmp_path)) == UPRIGHT


def test_a_map_that_lies_on_its_side_is_reduced_and_turned(look: Look, tmp_path: Path) -> None:
    info = {ORIENTATION: 6}
    content = samples.bytes_of(samples.paper(1500, 1200), "TIFF", tiffinfo=info, compression="tiff_lzw")
    found = look(content, memory=room_for(4_000_000, 1500))
    assert (found["width"], found["height"]) == (1200, 1500)
    assert (found["shown"]["width"], found["shown"]["height"], found["notes"]) == (600, 750, ["reduced"])
    expected = samples.paper(1500, 1200).transpose(Image.Transpose.ROTATE_270)
    assert corners(made(tmp_path)) == corners(expected)


#: Bytes there are for the picture → how large it is shown.
SHOWN = {20_000_000: (1501, 1201), 4_000_000: (751, 601), 700_000: (376, 301)}


@pytest.mark.parametrize(("room", "shown"), SHOWN.items())
def test_a_photograph_larger_than_the_memory_is_shown_reduced(
    room: int, shown: tuple[int, int], look: Look, tmp_path: Path
) -> None:
    found = look(samples.jpeg(1501, 1201), memory=room_for(room, 1501))
    assert (found["width"], found["height"]) == (1501, 1201)
    assert (found["shown"]["width"], found["shown"]["height"]) == shown
    assert found["notes"] == (["reduced"] if shown != (1501, 1201) else [])
    assert corners(made(tmp_path)) == UPRIGHT


def test_a_reduced_photograph_is_turned_too(look: Look, tmp_path: Path) -> None:
    content = samples.jpeg(1500, 1200, exif=samples.exif(6))
    found = look(content, memory=room_for(4_000_000, 1500))
    assert (found["width"], found["height"], found["notes"]) == (1200, 1500, ["reduced"])
    assert made(tmp_path).size == (600, 750)
    assert corners(made(tmp_path)) == corners(samples.paper(1500, 1200).transpose(Image.Transpose.ROTATE_270))


def test_a_jpeg_2000_larger_than_the_memory_is_decoded_at_a_lower_resolution(look: Look, tmp_path: Path) -> None:
    content = samples.bytes_of(samples.paper(1500, 1200), "JPEG2000")
    found = look(content, memory=room_for(15_000_000, 1500))
    assert (found["shown"]["width"], found["shown"]["height"], found["notes"]) == (750, 600, ["reduced"])
    assert corners(made(tmp_path)) == UPRIGHT


@pytest.mark.parametrize("name", ["png", "webp"])
def test_what_can_only_be_opened_whole_is_told_the_limit(name: str, look: Look) -> None:
    content = samples.bytes_of(samples.paper(3000, 2000), name.upper())
    with pytest.raises(Refused) as caught:
        look(content, memory=room_for(20_000_000, 3000))
    told = caught.value.params
    assert (caught.value.code, told["kind"], told["pixels"]) == ("too_many_pixels", name, 6)
    assert 0 < told["limit"] < 6


def test_a_progressive_photograph_needs_room_for_its_coefficients(look: Look) -> None:
    """Trap: it is kept whole while it is decoded, however small the picture asked for."""
    content = samples.jpeg(1500, 1200, progressive=True, subsampling=0)
    assert jpeg.structure_of(io.BytesIO(content), len(content)).held == 2 * 3 * 1500 * 1200
    with pytest.raises(Refused) as caught:
        look(content, memory=room_for(9_000_000, 1500))
    assert caught.value.params["kind"] == "progressive"
    assert look(samples.jpeg(1500, 1200), memory=room_for(9_000_000, 1500))["format"] == "jpeg"


def test_the_tag_of_a_place_is_the_one_that_is_looked_for() -> None:
    assert GPS in samples.exif(gps=True)
