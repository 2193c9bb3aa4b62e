"""Opening the current index, reusing what is open already."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from whoosh.filedb.filestore import FileStorage

from search.engine.protocol import IndexUnusable
from search.engine.whoosh_store.folder import CURRENT, check_schema, current_folder, newest_contents, read_contents
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.view import Part, View, deleted_in

#: A writer may remove a segment between our reading the table of contents and opening it: then there is a newer one.
ATTEMPTS: Final = 20
_PAUSE: Final = 0.01
#: Nanoseconds for which nothing must have happened before times of files are trusted: more than the coarsest tick.
_SETTLED: Final = 3_000_000_000


def name_of(root: Path) -> str:
    """Return the name of what is current: folder and table of contents. Raises :class:`IndexUnusable` without any."""
    folder = current_folder(root)
    try:
        return f"{folder.name}/{newest_contents(folder)}"
    except FileNotFoundError:
        return f"{folder.name}/"


class Watch:
    """Knows the name of what is current by two looks at the file system, instead of reading it on every request.

    What was read counts as long as the pointer and the folder have not been touched since. Times of files go by ticks:
    something may change once more within the tick in which we looked, so only what was left alone for a while is
    trusted.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pointer = str(root / CURRENT)
        self._seen: tuple[str, tuple[int, ...], str] | None = None

    def name(self) -> str:
        """Return what :func:`name_of` does."""
        seen = self._seen
        if seen is not None:
            folder, marks, name = seen
            try:
                if self._marks(folder) == marks:
                    return name
            except OSError:
                pass
        return self._read()

    def _read(self) -> str:
        self._seen, now = None, time.time_ns()
        try:
            pointer = os.stat(self._pointer)  # noqa: PTH116 - a path object takes as long as the look
            folder = str(current_folder(self._root))
            marks = self._marks(folder)
        except OSError:
            return name_of(self._root)
        name = name_of(self._root)
        same = marks[:2] == (pointer.st_ino, pointer.st_mtime_ns) and folder.endswith(name.split("/")[0])
        if same and max(marks[1:]) < now - _SETTLED:
            self._seen = folder, marks, name
        return name

    def _marks(self, folder: str) -> tuple[int, ...]:
        pointer, held = os.stat(self._pointer), os.stat(folder)  # noqa: PTH116
        return pointer.st_ino, pointer.st_mtime_ns, held.st_mtime_ns


def open_view(root: Path, layout: Layout, known: Mapping[str, Segment]) -> View:
    """Open the current index; ``known`` are open segments. Raises :class:`IndexUnusable` if that cannot be done."""
    for attempt in range(ATTEMPTS):
        name = name_of(root)
        check_schema(root / name.split("/")[0], layout)
        try:
            return _open(root, name, layout, known)
        except FileNotFoundError as missing:
            if attempt + 1 == ATTEMPTS or (name.endswith("/") and attempt > 2):
                reason = _("检索索引缺少文件：{name}").format(name=Path(missing.filename or name).name)
                raise IndexUnusable(reason) from missing
            time.sleep(_PAUSE)
        except Exception as broken:  # unpickling what is not a pickle can raise anything
            raise IndexUnusable(_("检索索引已损坏：{error}").format(error=repr(broken)[:200])) from broken
    raise AssertionError


def _open(root: Path, name: str, layout: Layout, known: Mapping[str, Segment]) -> View:
    folder, contents = name.split("/")
    toc = read_contents(root / folder, layout, contents)
    storage = FileStorage(str(root / folder))
    parts = []
    for segment in toc.segments:
        opened = known.get(segment.segment_id()) or Segment(storage, segment, layout)
        parts.append(Part(opened, deleted_in(segment)))
    return View(name, tuple(parts))
