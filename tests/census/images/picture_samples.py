"""Real files of every kind, made on the spot: pages of paper with ink, turned, tagged, broken, and stuffed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms, ImageDraw, TiffImagePlugin

#: Examining bytes in this very process.
Look = Callable[..., dict[str, Any]]

GPS = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)}


def paper(width: int = 300, height: int = 200, mode: str = "RGB") -> Image.Image:
    """A page of which each corner is of its own colour: red above left, green above right, blue below left."""
    page = Image.new("RGB", (width, height), "wheat")
    draw = ImageDraw.Draw(page)
    for left, top, colour in ((0, 0, "red"), (1, 0, "green"), (0, 1, "blue")):
        x, y = left * (width * 2 // 3), top * (height * 2 // 3)
        draw.rectangle((x, y, x + width // 3, y + height // 3), fill=colour)
    return page if mode == "RGB" else page.convert(mode)


def bytes_of(picture: Image.Image, format_name: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_name, **options)
    return out.getvalue()


def exif(orientation: int = 1, *, gps: bool = False) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = "攝於書庫"
    if gps:
        tags[0x8825] = GPS
    return tags


def jpeg(width: int = 300, height: int = 200, **options: Any) -> bytes:
    return bytes_of(paper(width, height), "JPEG", quality=90, **options)


def png(**options: Any) -> bytes:
    return bytes_of(paper(), "PNG", **options)


def tiff(mode: str = "RGB", **options: Any) -> bytes:
    return bytes_of(paper(mode=mode), "TIFF", **options)


def webp(**options: Any) -> bytes:
    return bytes_of(paper(), "WEBP", lossless=True, **options)


def jp2(**options: Any) -> bytes:
    return bytes_of(paper(), "JPEG2000", **options)


#: Format → a plain file of it.
PLAIN: dict[str, Callable[[], bytes]] = {"jpeg": jpeg, "png": png, "tiff": tiff, "webp": webp, "jp2": jp2}


def deep_tiff(order: str, channels: int, *, deflated: bool = False) -> bytes:
    """A TIFF of sixteen bits in each channel, 256 × 64, from black on the left to white on the right.

    Written by hand: Pillow writes neither sixteen bits of colour nor the other order of bytes.
    """
    row = struct.pack(f"{order}{256 * channels}H", *(value * 257 for value in range(256) for _ in range(channels)))
    pixels = zlib.compress(row * 64) if deflated else row * 64
    bits_at = 8 + len(pixels)
    entries = [
        (256, 4, 1, 256),
        (257, 4, 1, 64),
        (258, 3, channels, bits_at if channels > 2 else 16),
        (259, 3, 1, 8 if deflated else 1),
        (262, 3, 1, 2 if channels > 2 else 1),
        (273, 4, 1, 8),
        (277, 3, 1, channels),
        (278, 4, 1, 64),
        (279, 4, 1, len(pixels)),
    ]
    bits = struct.pack(f"{order}4H", 16, 16, 16, 16)
    packed = b"".join(_entry(order, *entry) for entry in entries)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", bits_at + len(bits))
    return head + pixels + bits + struct.pack(order + "H", len(entries)) + packed + bytes(4)


def _entry(order: str, tag: int, kind: int, count: int, value: int) -> bytes:
    head = struct.pack(order + "HHI", tag, kind, count)
    return head + (struct.pack(order + "HH", value, 0) if kind == 3 and count == 1 else struct.pack(order + "I", value))


def tiled_tiff(picture: Image.Image, edge: int = 64) -> bytes:
    """A TIFF in tiles, uncompressed, written by hand: Pillow writes strips only."""
    across, down = -(-picture.width // edge), -(-picture.height // edge)
    tiles = []
    for row in range(down):
        for column in range(across):
            box = (column * edge, row * edge, (column + 1) * edge, (row + 1) * edge)
            tiles.append(picture.crop(box).tobytes())
    header = 8
    offsets = [header + sum(map(len, tiles[:number])) for number in range(len(tiles))]
    body = b"".join(tiles)
    aside = header + len(body)
    bits_at, offsets_at = aside, aside + 8
    counts_at = offsets_at + 4 * len(tiles)
    entries = [
        (256, 4, 1, picture.width),
        (257, 4, 1, picture.height),
        (258, 3, 3, bits_at),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (277, 3, 1, 3),
        (322, 4, 1, edge),
        (323, 4, 1, edge),
        (324, 4, len(tiles), offsets_at if len(tiles) > 1 else offsets[0]),
        (325, 4, len(tiles), counts_at if len(tiles) > 1 else len(tiles[0])),
    ]
    directory = counts_at + 4 * len(tiles)
    packed = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    values = struct.pack("<4H", 8, 8, 8, 0) + struct.pack(f"<{len(tiles)}I", *offsets)
    values += struct.pack(f"<{len(tiles)}I", *map(len, tiles))
    return b"II*\0" + struct.pack("<I", directory) + body + values + packed + b"\0\0\0\0"


def display_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(width: int = 30000, height: int = 30000) -> bytes:
    """A PNG of a few kilobytes that unfolds to as many pixels as one likes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [
        png_chunk(b"IHDR", header),
        png_chunk(b"IDAT", zlib.compress(b"\0" * 5_000_000, 9)),
        png_chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_with(name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    plain = png()
    return plain[:33] + png_chunk(name, content) + plain[33:]


def png_with_stuffed_text() -> bytes:
    """A PNG whose remark unfolds to eighty megabytes."""
    return png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b" " * 80_000_000, 9))


def zipped(name: str = "setup.js", content: str = "alert(1)") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def jpeg_with_remark(remark: bytes) -> bytes:
    plain = jpeg()
    return plain[:2] + b"\xff\xfe" + struct.pack(">H", len(remark) + 2) + remark + plain[2:]


def many_pages(format_name: str) -> bytes:
    pages = [paper(), Image.new("RGB", (300, 200), "white")]
    return bytes_of(pages[0], format_name, save_all=True, append_images=pages[1:])


def turned_tiff(orientation: int) -> bytes:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[0x0112] = orientation
    return bytes_of(paper(), "TIFF", tiffinfo=info)
