"""The folder of an index: which one is current, its table of contents, and writing that outlives a loss of power.

``current`` names the folder that counts; ``schema`` in that folder says for which fields and folding it was built.
Whoosh never asks the disk to keep what it wrote; here every file is kept before the table of contents names it.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engine.protocol import IndexUnusable
from search.engine.whoosh_store.builder import INDEX
from search.engine.whoosh_store.layout import Layout

CURRENT: Final = "current"
SCHEMA: Final = "schema"
SPOOL: Final = "spool"
_PREFIX: Final = "index-"
_NAME: Final = re.compile(rf"{_PREFIX}[0-9a-f]+")
_TOC: Final = TOC._pattern(INDEX)


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's folder of files, kept by the disk when a file is closed and when one is renamed."""

    def create_file(self, name: str, **kwargs: Any) -> Any:
        """Create a file that is on the disk once it is closed."""
        return super().create_file(name, **kwargs, onclose=_keep)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file for good."""
        super().rename_file(oldname, newname, safe=safe)
        keep_folder(Path(self.folder))


def _keep(file: Any) -> None:
    file.file.flush()
    os.fsync(file.file.fileno())


def keep_folder(folder: Path) -> None:
    """Have the disk keep which files a folder holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, text: str) -> None:
    """Put a file in place at once and for good."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    keep_folder(path.parent)


def current_folder(root: Path) -> Path:
    """Return the folder that counts. Raises :class:`IndexUnusable` if there is none."""
    try:
        name = (root / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        name = None
    if name is None:
        raise IndexUnusable(_("还没有检索索引"))
    if not _NAME.fullmatch(name) or not (root / name).is_dir():
        raise IndexUnusable(_("检索索引的指向无效：{name}").format(name=name[:60]))
    return root / name


def point_to(root: Path, folder: Path) -> None:
    """Make a folder the one that counts."""
    write_durably(root / CURRENT, folder.name)


def new_folder(root: Path) -> Path:
    """Make a folder for an index to be built."""
    folder = root / f"{_PREFIX}{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    return folder


def folders(root: Path) -> Iterator[Path]:
    """Yield every folder of an index, whether it counts or not."""
    if root.is_dir():
        yield from (path for path in root.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())


def check_schema(folder: Path, layout: Layout) -> None:
    """Raise :class:`IndexUnusable` if an index was built for other fields or other folding."""
    try:
        held = (folder / SCHEMA).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        held = ""
    if held != layout.mark:
        reason = _("检索索引的结构是“{found}”，本系统需要“{wanted}”").format(found=held[:80], wanted=layout.mark)
        raise IndexUnusable(reason)


def newest_contents(folder: Path) -> str:
    """Return the name of the newest table of contents, empty without any."""
    newest, name = -1, ""
    for entry in os.listdir(folder):  # noqa: PTH208 - on every request
        found = _TOC.match(entry)
        if found and int(found[1]) > newest:
            newest, name = int(found[1]), entry
    return name


def read_contents(folder: Path, layout: Layout, name: str) -> Any:
    """Return a table of contents: its segments, each with what is deleted of it."""
    found = _TOC.match(name)
    if not found:
        raise FileNotFoundError(folder / f"_{INDEX}_*.toc")
    return TOC.read(FileStorage(str(folder)), INDEX, gen=int(found[1]), schema=layout.schema())


def tidy(root: Path) -> None:
    """Remove what interrupted builds and commits left."""
    try:
        current = current_folder(root)
    except IndexUnusable:
        return
    for folder in folders(root):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)
    for path in root.glob(f".{CURRENT}.*"):
        path.unlink(missing_ok=True)
    tidy_folder(current)


def tidy_folder(folder: Path) -> None:
    """Remove tables of contents that were never finished and segments that no table of contents names."""
    shutil.rmtree(folder / SPOOL, ignore_errors=True)
    for path in folder.glob(f"_{INDEX}_*.toc.*"):
        path.unlink(missing_ok=True)
