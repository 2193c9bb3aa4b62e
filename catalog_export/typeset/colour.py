"""The colour condition that a press names (輸出方法): an ICC profile, read as far as it must be judged.

ISO 15076-1 §7.2 gives the header: size in bytes 0–3, device class 12–15, colour space 16–19, ``acsp`` in 36–39.
A press prints black on paper from one of four plates, so only an output profile (``prtr``) for CMYK will do.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

HEADER_LENGTH = 128
#: Far more than any press profile has (0.5–3 MB); what is larger is something else.
LARGEST = 16 * 1024 * 1024
OUTPUT_CLASS, CMYK = b"prtr", b"CMYK"
CLASS_NAMES = {
    b"scnr": "输入设备（扫描仪、相机）",
    b"mntr": "显示器",
    b"link": "设备链接",
    b"spac": "色彩空间转换",
    b"abst": "抽象",
    b"nmcl": "专色",
}


class ColourProfileError(ValueError):
    """A file that cannot serve as the press's colour profile; says why in Simplified Chinese."""


@dataclass(frozen=True, slots=False)
class OutputIntent:
    """An ICC profile for the press, checked: its bytes as supplied.

    Raises :class:`ColourProfileError` for anything that is no CMYK output profile.
    """

    data: bytes

    def __post_init__(self) -> None:
        data = self.data
        if len(data) > LARGEST:
            raise ColourProfileError(f"文件有 {len(data):,} 字节，ICC 特性文件不会超过 {LARGEST:,} 字节")
        if len(data) <= HEADER_LENGTH or data[36:40] != b"acsp":
            raise ColourProfileError("不是 ICC 特性文件（第 37 至 40 字节应为 acsp）")
        stated = int.from_bytes(data[:4], "big")
        if stated != len(data):
            raise ColourProfileError(f"ICC 特性文件不完整：文件头说 {stated:,} 字节，实有 {len(data):,} 字节")
        if data[12:16] != OUTPUT_CLASS:
            found = CLASS_NAMES.get(data[12:16], data[12:16].decode("latin-1").strip())
            raise ColourProfileError(f"应为印刷输出的特性文件（prtr），这是{found}的特性文件")
        if data[16:20] != CMYK:
            space = data[16:20].decode("latin-1").strip()
            raise ColourProfileError(f"应为 CMYK 的特性文件，这是 {space} 的")

    @cached_property
    def name(self) -> str:
        """What the profile calls itself (its ``desc`` tag), its digest if it says nothing."""
        text = next(self._descriptions(), "")
        return text or f"ICC {hashlib.sha256(self.data).hexdigest()[:12]}"

    def _descriptions(self) -> Iterator[str]:
        count = int.from_bytes(self.data[128:132], "big")
        for at in range(132, min(132 + 12 * count, len(self.data) - 11), 12):
            tag, offset, length = struct.unpack(">4sII", self.data[at : at + 12])
            if tag == b"desc" and (text := _described(self.data[offset : offset + length])):
                yield text


def _described(tag: bytes) -> str:
    """Return the text of a ``desc`` (version 2) or ``mluc`` (version 4) element."""
    if tag[:4] == b"desc":
        length = int.from_bytes(tag[8:12], "big")
        return tag[12 : 12 + length].split(b"\0")[0].decode("ascii", "replace").strip()
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, offset = struct.unpack(">II", tag[20:28])
        return tag[offset : offset + length].decode("utf-16-be", "replace").strip("\0 ")
    return ""
