"""What the cell takes, and what it makes of it: every format, upright, in the right colours, with nothing told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.census.images import picture_samples as samples
from tests.census.images.picture_samples import Look


def made(tmp_path: Path, name: str = "page.jpg") -> Image.Image:
    return Image.open(tmp_path / "made" / name)


def corners(picture: Image.Image) -> dict[str, str]:
    """Say which colour is in which corner."""
    width, height = picture.size
    places = {"above left": (9, 9), "above right": (width - 9, 9), "below left": (9, height - 9)}
    return {name: colour_name(picture.convert("RGB").getpixel(place)) for name, place in places.items()}


def colour_name(pixel: Any) -> str:
    known = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "wheat": (245, 222, 179)}
    return min(known, key=lambda name: sum((a - b) ** 2 for a, b in zip(known[name], pixel, strict=True)))


UPRIGHT = {"above left": "red", "above right": "green", "below left": "blue"}


@pytest.mark.parametrize("name", samples.PLAIN)
def test_each_format_is_known_by_its_content_and_shown(name: str, look: Look, tmp_path: Path) -> None:
    found = look(samples.PLAIN[name]())
    assert (found["format"], found["width"], found["height"], found["notes"]) == (name, 300, 200, [])
    assert corners(made(tmp_path)) == UPRIGHT
    assert found["shown"] | {"tile": 512, "factors": [1], "page": [300, 200], "thumb": [240, 160]} == found["shown"]


#: The same formats in other dress → what they are.
DRESSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "WebP with losses": (lambda: samples.bytes_of(samples.paper(), "WEBP", quality=90), "webp"),
    "WebP with transparency": (lambda: samples.bytes_of(samples.paper(mode="RGBA"), "WEBP", lossless=True), "webp"),
    "a bare codestream": (lambda: samples.jp2(no_jp2=True), "jp2"),
    "BigTIFF": (lambda: samples.tiff(big_tiff=True), "tiff"),
    "progressive JPEG": (lambda: samples.jpeg(progressive=True), "jpeg"),
    "JPEG with restarts": (lambda: samples.jpeg(restart_marker_rows=1), "jpeg"),
    "inks in a JPEG": (lambda: samples.bytes_of(samples.paper(mode="CMYK"), "JPEG", quality=90), "jpeg"),
    "TIFF with a JPEG inside": (lambda: samples.tiff(compression="jpeg", quality=90), "tiff"),
}


@pytest.mark.parametrize("name", DRESSED)
def test_a_format_is_known_in_every_dress(name: str, look: Look, tmp_path: Path) -> None:
    content, expected = DRESSED[name]
    found = look(content())
    assert (found["format"], found["width"], found["height"], found["notes"]) == (expected, 300, 200, [])
    assert corners(made(tmp_path)) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "tiff"])
def test_a_picture_taken_with_the_camera_turned_is_shown_upright(
    name: str, orientation: int, look: Look, tmp_path: Path
) -> None:
    tagged = samples.turned_tiff(orientation) if name == "tiff" else samples.PLAIN[name](exif=samples.exif(orientation))  # type: ignore[call-arg]
    found = look(tagged)
    expected = samples.paper()
    how = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    expected = expected.transpose(how[orientation]) if orientation > 1 else expected
    assert (found["width"], found["height"]) == expected.size == made(tmp_path).size
    assert corners(made(tmp_path)) == corners(expected)


def test_where_it_was_taken_stays_in_the_file_and_leaves_what_is_shown(look: Look, tmp_path: Path) -> None:
    content = samples.jpeg(exif=samples.exif(6, gps=True), comment="善本書庫三樓", xmp=b"<x:xmpmeta>GPS</x:xmpmeta>")
    assert look(content)["notes"] == ["gps_removed"]
    for path in (tmp_path / "made").rglob("*.jpg"):
        with Image.open(path) as shown:
            assert not dict(shown.getexif())
            assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"GPS" not in path.read_bytes()


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_keep_their_shades(channels: int, order: str, deflated: bool, look: Look, tmp_path: Path) -> None:
    """As archives scan. Trap: Pillow's own conversion cuts every value of grey above 255 to white."""
    look(samples.deep_tiff(order, channels, deflated=deflated))
    shown = made(tmp_path).convert("L")
    shades = [shown.getpixel((x, 30)) for x in (5, 128, 250)]
    assert shades == pytest.approx([5, 128, 250], abs=4)


def test_measured_colours_become_those_of_a_screen(look: Look, tmp_path: Path) -> None:
    grey = Image.merge("LAB", [Image.new("L", (40, 40), value) for value in (128, 128, 128)])
    look(samples.bytes_of(grey, "TIFF"))
    pixel = made(tmp_path).getpixel((20, 20))
    assert pixel == pytest.approx((119, 119, 119), abs=6)


def test_printing_inks_become_the_colours_of_a_screen(look: Look, tmp_path: Path) -> None:
    look(samples.tiff("CMYK"))
    assert made(tmp_path).mode == "RGB"
    assert corners(made(tmp_path)) == UPRIGHT


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA"])
def test_every_kind_of_pixel_is_shown(mode: str, look: Look, tmp_path: Path) -> None:
    picture = samples.paper().quantize(16) if mode == "P" else samples.paper(mode=mode)
    look(samples.bytes_of(picture, "PNG"))
    light = made(tmp_path).convert("L").getpixel((295, 195))
    assert isinstance(light, int)
    assert light > 180


def test_what_is_transparent_is_paper(look: Look, tmp_path: Path) -> None:
    """Trap: the colour beneath transparency is often black."""
    look(samples.bytes_of(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert made(tmp_path).convert("L").getextrema() == (255, 255)


def test_a_profile_is_reckoned_in_and_one_that_cannot_be_read_is_said(look: Look, tmp_path: Path) -> None:
    assert look(samples.png(icc_profile=samples.display_profile()))["notes"] == []
    assert corners(made(tmp_path)) == UPRIGHT


def test_a_broken_profile_harms_nothing(look: Look, tmp_path: Path) -> None:
    assert look(samples.png(icc_profile=b"no profile at all"))["notes"] == ["profile_ignored"]
    assert corners(made(tmp_path)) == UPRIGHT


def test_tiles_of_all_scales_cover_the_picture(look: Look, tmp_path: Path) -> None:
    picture = samples.paper(1300, 1100)
    shown = look(samples.bytes_of(picture, "PNG"))["shown"]
    assert shown["factors"] == [1, 2, 4]
    for factor in shown["factors"]:
        folder = tmp_path / "made" / "tiles" / str(factor)
        width, height = -(-1300 // factor), -(-1100 // factor)
        whole = Image.new("RGB", (width, height))
        for path in folder.iterdir():
            column, row = map(int, path.stem.split("_"))
            with Image.open(path) as tile:
                whole.paste(tile, (column * 512, row * 512))
        assert corners(whole) == UPRIGHT
        assert sum(1 for _ in folder.iterdir()) == -(-width // 512) * -(-height // 512)
        smaller = picture.resize((width, height), Image.Resampling.BOX)
        assert difference(whole, smaller) < 3


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures differ on the average, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)
