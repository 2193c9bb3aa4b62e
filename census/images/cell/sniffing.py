"""What a file is by its first bytes; its name is not asked."""

from __future__ import annotations

import re

from census.images.cell.verdict import Refused

#: Bytes of a file's beginning that are looked at.
HEAD = 4096

#: First bytes → format.
FORMATS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
)
#: Pictures of kinds that are not taken.
OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop PSD"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"AT&TFORM", "DjVu"),
    (b"\x8aMNG", "MNG"),
)
#: ISO base media by brand.
BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF"}
#: No pictures → the code of what they are.
NO_PICTURES = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xd0\xcf\x11\xe0", "office"),
)
MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|script|\?php|body|head)\b", re.IGNORECASE)
VECTOR = re.compile(rb"<svg[\s>]", re.IGNORECASE)


def format_of(head: bytes) -> str:
    """Return the format of a file that begins so. Raises :class:`~census.images.cell.verdict.Refused` for all else."""
    for magic, name in FORMATS:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    _refuse_drawing(head)
    _refuse_other_picture(head)
    for magic, found in NO_PICTURES:
        if head.startswith(magic):
            raise Refused("not_image", found=found)
    raise Refused("not_image", found=_text_or_not(head))


def _refuse_drawing(head: bytes) -> None:
    """Refuse what draws by a program."""
    if head.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):
        raise Refused("eps")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<") and VECTOR.search(head):
        raise Refused("svg")


def _refuse_other_picture(head: bytes) -> None:
    for magic, name in OTHERS:
        if head.startswith(magic):
            raise Refused("other_format", found=name)
    if head[4:8] == b"ftyp":
        name = BRANDS.get(head[8:12], "")
        raise Refused("other_format", found=name) if name else Refused("not_image", found="film")


def _text_or_not(head: bytes) -> str:
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "page"
    if b"\0" in head:
        return "unknown"
    try:
        head[: len(head) - 3 if len(head) == HEAD else len(head)].decode("utf-8")
    except UnicodeDecodeError:
        return "unknown"
    return "text"
