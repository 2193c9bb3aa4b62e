"""The package around an .xlsx file, opened with its bounds checked before anything in it is parsed.

An .xlsx file is a ZIP of XML parts (ECMA-376). What can hide there: parts that expand a thousandfold,
macros, links to other files, entity declarations. Each is refused here, by name.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused
from census.imports.reading.limits import MEBIBYTE, Limits

CHUNK = 256 * 1024
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")


@dataclass(frozen=True, slots=True)
class Package:
    """An .xlsx container whose declared sizes have been found within bounds."""

    path: Path
    limits: Limits
    names: frozenset[str]

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one part for reading. Raises ``ImportRefused`` where it is absent or damaged."""
        if name not in self.names:
            raise damaged()
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise damaged() from error

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """Yield a part's bytes piece by piece, counting what really comes out.

        Raises ``ImportRefused`` beyond ``most`` bytes (by default, the bound of a whole file).
        """
        bound, total = most or self.limits.expanded_bytes, 0
        with self.open(name) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > bound:
                    raise bomb(total)
                yield piece

    def resolve(self, base: str, target: str) -> str:
        """Return the part that a relationship of the part ``base`` points to."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def open_package(path: Path, limits: Limits) -> Package:
    """Check the container and return it. Raises ``ImportRefused`` for bombs, macros, links and damage."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if len(members) > limits.parts:
        raise ImportRefused(
            "bomb", gettext_noop("压缩包内有 {count} 个部件，远多于正常的工作簿，拒绝打开。"), count=len(members)
        )
    _check_sizes(members, limits)
    names = frozenset(member.filename for member in members)
    if len(names) != len(members) or any(member.flag_bits & 1 for member in members):
        raise damaged()
    _check_contents(names)
    return Package(path, limits, names)


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(member.file_size for member in members)
    if total > limits.expanded_bytes:
        raise bomb(total)
    for member in members:
        large = member.file_size > limits.ratio_from
        if large and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise bomb(member.file_size)


def _check_contents(names: frozenset[str]) -> None:
    for name in sorted(names):
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise ImportRefused(
                "traversal",
                gettext_noop("压缩包里有指向包外的路径（{part}），正常的工作簿不会有，拒绝打开。"),
                part=name,
            )
        if posixpath.basename(name).lower() in MACRO_PARTS:
            raise ImportRefused(
                "macro", gettext_noop("工作簿带有宏（{part}）。请另存为不含宏的 .xlsx 后再导入。"), part=name
            )
        if "externallinks/" in name.lower():
            raise ImportRefused(
                "external-link",
                gettext_noop("工作簿引用了别的文件（{part}）。请“断开链接”或“选择性粘贴为数值”后再导入。"),
                part=name,
            )


def bomb(size: int) -> ImportRefused:
    """Return the refusal of a container that expands beyond its bounds."""
    return ImportRefused(
        "bomb", gettext_noop("文件展开后达 {size} MB，与其大小不相称，疑为压缩炸弹，拒绝打开。"), size=size // MEBIBYTE
    )


def damaged() -> ImportRefused:
    """Return the refusal of a container whose parts are missing or do not match what it declares."""
    return ImportRefused("damaged", gettext_noop("文件已损坏，无法打开；请在表格软件中重新保存后再导入。"))
