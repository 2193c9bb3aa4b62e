"""What the cell refuses, each for its own reason: no pictures, broken ones, bombs, and what hides in pictures."""

from __future__ import annotations

import random
import struct

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from census.images.answers import REFUSALS, refusal_words
from census.images.cell.verdict import Refused
from census.models import Image
from tests.census.images import picture_samples as samples
from tests.census.images.picture_samples import Look


def refusal_of(look: Look, content: bytes, **bounds: int) -> Refused:
    """Return the refusal, once it has been put in the words of both languages."""
    with pytest.raises(Refused) as caught:
        look(content, **bounds)
    refused = caught.value
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert "{" not in refusal_words(Image(refusal=refused.code, refusal_params=refused.params))
    return refused


def reason(look: Look, content: bytes, **bounds: int) -> tuple[str, str]:
    refused = refusal_of(look, content, **bounds)
    return refused.code, refused.params.get("found", "")


def verdict(look: Look, content: bytes) -> str:
    """Return the format of what is taken, the code of what is not."""
    try:
        return str(look(content)["format"])
    except Refused as refused:
        return refused.code


#: What a spoilt file may be called.
SPOILT = ("truncated", "unreadable", "polyglot", "animated", "too_many_pixels", "bomb", "memory", "stuffed")

NO_PICTURES = {
    "a PDF named .jpg": (b"%PDF-1.7\n%\xe2\xe3", ("not_image", "pdf")),
    "a workbook": (samples.zipped("xl/workbook.xml"), ("not_image", "zip")),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ("not_image", "office")),
    "a Windows program": (b"MZ\x90\0" + bytes(200), ("not_image", "program")),
    "a script": (b"#!/bin/sh\nrm -rf /\n", ("not_image", "program")),
    "a page": (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", ("not_image", "page")),
    "a list of books": ("周易九卷略例一卷\n".encode() * 500, ("not_image", "text")),
    "noise": (bytes(range(256)) * 4, ("not_image", "unknown")),
    "a film": (b"\0\0\0\x20ftypisom" + bytes(64), ("not_image", "film")),
    "a telephone's HEIC": (b"\0\0\0\x24ftypheic" + bytes(64), ("other_format", "HEIC")),
    "an AVIF": (b"\0\0\0\x20ftypavif" + bytes(64), ("other_format", "AVIF")),
    "a GIF": (samples.bytes_of(samples.paper(), "GIF"), ("other_format", "GIF")),
    "a BMP": (samples.bytes_of(samples.paper(), "BMP"), ("other_format", "BMP")),
    "an EPS": (samples.bytes_of(samples.paper(), "EPS"), ("eps", "")),
    "an EPS with a preview": (b"\xc5\xd0\xd3\xc6" + bytes(64), ("eps", "")),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ("svg", "")),
    "an SVG with a prologue": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg width="1"/>', ("svg", "")),
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_called_by_its_name(name: str, look: Look) -> None:
    content, expected = NO_PICTURES[name]
    assert reason(look, content) == expected


@pytest.mark.parametrize("name", samples.PLAIN)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.02, 0.98))
def test_a_file_cut_off_anywhere_is_never_taken(name: str, look: Look, share: float) -> None:
    content = samples.PLAIN[name]()
    refused = refusal_of(look, content[: max(16, int(len(content) * share))])
    assert refused.code in ("truncated", "unreadable", "not_image")


@pytest.mark.parametrize("name", samples.PLAIN)
def test_a_file_without_its_last_bytes_is_called_incomplete(name: str, look: Look) -> None:
    """As a copy that was broken off leaves it."""
    assert reason(look, samples.PLAIN[name]()[:-40])[0] == "truncated"


@pytest.mark.parametrize("name", samples.PLAIN)
def test_noise_in_the_middle_never_brings_the_cell_down(name: str, look: Look) -> None:
    """Whatever a decoder thinks of it, there is a verdict."""
    chance = random.Random(name)
    for _ in range(20):
        content = bytearray(samples.PLAIN[name]())
        place = chance.randrange(12, len(content) - 40)
        content[place : place + 24] = chance.randbytes(24)
        assert verdict(look, bytes(content)) in (name, *SPOILT)


CARRIED = {
    "an archive behind a JPEG": (samples.jpeg() + samples.zipped(), "zip"),
    "an archive behind a PNG": (samples.png() + samples.zipped(), "zip"),
    "an archive behind a TIFF": (samples.tiff() + samples.zipped(), "zip"),
    "an archive behind a WebP": (samples.webp() + samples.zipped(), "zip"),
    "an archive behind a JPEG 2000": (samples.jp2() + samples.zipped(), "zip"),
    "half an archive": (samples.jpeg() + samples.zipped()[:60], "zip"),
    "another archive": (samples.png() + b"Rar!\x1a\x07\x01\0" + bytes(40), "archive"),
    "a PDF": (samples.jpeg() + b"%PDF-1.4\n", "pdf"),
    "a program": (samples.jpeg() + b"MZ\x90\0\x03", "program"),
    "a page behind the end": (samples.png() + b"<html><body onload=alert(1)>", "script"),
    "PHP in a remark": (samples.jpeg_with_remark(b"<?php system($_GET['c']); ?>"), "script"),
    "a script in a PNG's text": (samples.png_with(b"tEXt", b"a\0<ScRiPt>x()</script>"), "script"),
    "a JPEG that reads as JavaScript": (
        b"\xff\xd8\xff\xe0/*" + bytes(0x2F2A - 2) + samples.jpeg()[2:],
        "script",
    ),
}


@pytest.mark.parametrize("name", CARRIED)
def test_a_picture_that_carries_something_else_is_refused(name: str, look: Look) -> None:
    content, found = CARRIED[name]
    assert reason(look, content) == ("polyglot", found)


def test_what_cameras_and_telephones_append_is_no_stowaway(look: Look) -> None:
    """Trap: a second, smaller JPEG (multi-picture format), or zeros, stand behind many honest pictures."""
    for tail in (samples.jpeg(60, 40), bytes(4096)):
        assert look(samples.jpeg() + tail)["format"] == "jpeg"


def test_stray_bytes_that_scanners_leave_between_segments_are_passed_over(look: Look) -> None:
    plain = samples.jpeg_with_remark(b"scanned")
    assert look(plain[:13] + b"\0\0\0" + plain[13:])["format"] == "jpeg"


def test_a_few_kilobytes_that_unfold_to_nine_hundred_megapixels_are_a_bomb(look: Look) -> None:
    refused = refusal_of(look, samples.png_bomb())
    assert (refused.code, refused.params["pixels"]) == ("bomb", 900)
    assert refused.params["size"] < 10_000


def test_a_remark_that_unfolds_beyond_measure_is_a_bomb_too(look: Look) -> None:
    assert reason(look, samples.png_with_stuffed_text())[0] == "stuffed"


def test_an_honest_picture_that_is_too_large_is_told_its_limit(look: Look) -> None:
    refused = refusal_of(look, samples.jpeg(3000, 2000), max_pixels=4_000_000)
    assert refused.code == "too_many_pixels"
    assert {"width": 3000, "height": 2000, "pixels": 6, "limit": 4, "kind": "jpeg"}.items() <= refused.params.items()


@pytest.mark.parametrize("format_name", ["TIFF", "PNG", "WEBP"])
def test_several_pictures_in_one_file_are_counted(format_name: str, look: Look) -> None:
    refused = refusal_of(look, samples.many_pages(format_name))
    assert (refused.code, refused.params) == ("animated", {"pages": 2})


def test_the_raw_file_of_a_camera_is_not_taken_for_its_thumbnail(look: Look) -> None:
    """Trap: a DNG is a TIFF whose first picture is small."""
    raw = samples.bytes_of(samples.paper(), "TIFF", tiffinfo={50706: bytes([1, 4, 0, 0])})
    assert reason(look, raw) == ("other_format", "raw")


def test_directories_that_point_at_each_other_end(look: Look) -> None:
    content = bytearray(samples.tiff())
    place = struct.unpack("<I", content[4:8])[0]
    count = struct.unpack("<H", content[place : place + 2])[0]
    content[place + 2 + 12 * count : place + 6 + 12 * count] = struct.pack("<I", place)
    assert look(bytes(content))["width"] == 300


def test_pixels_without_a_white_are_refused(look: Look) -> None:
    assert reason(look, samples.bytes_of(Picture.new("F", (20, 20)), "TIFF")) == ("unreadable", "float")


#: What the house itself says of a file, and with which places.
OF_THE_HOUSE: dict[str, dict[str, object]] = {
    "empty": {},
    "too_large": {"size": "2.0 GiB", "limit": "1.0 GiB"},
    "quota": {"size": "1 B", "limit": "2 B", "used": "2 B"},
    "duplicate": {"name": "卷端.jpg"},
    "damaged": {},
    "crashed": {},
    "lost": {},
    "timeout": {"seconds": 900},
    "memory": {"limit": "1.0 GiB"},
}
#: What the cell says, tried above with real files.
OF_THE_CELL = {
    "not_image",
    "other_format",
    "eps",
    "svg",
    "polyglot",
    "truncated",
    "bomb",
    "stuffed",
    "too_many_pixels",
    "animated",
    "unreadable",
}


def test_every_refusal_is_tried() -> None:
    assert set(REFUSALS) == set(OF_THE_HOUSE) | OF_THE_CELL


@pytest.mark.parametrize("code", OF_THE_HOUSE)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_words_of_the_house_are_whole(code: str, language: str) -> None:
    params = OF_THE_HOUSE[code]
    with translation.override(language):
        words = refusal_words(Image(refusal=code, refusal_params=params))
    assert "{" not in words
    assert all(str(value) in words for value in params.values())
