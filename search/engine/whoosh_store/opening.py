"""Opening the current index, reusing what is open already."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from whoosh.filedb.filestore import FileStorage

from search.engine.protocol import IndexUnusable
from search.engine.whoosh_store.folder import check_schema, current_folder, newest_contents, read_contents
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.segment import Segment
from search.engine.whoosh_store.view import Part, View, deleted_in

#: A writer may remove a segment between our reading the table of contents and opening it: then there is a newer one.
ATTEMPTS: Final = 20
_PAUSE: Final = 0.01


def name_of(root: Path) -> str:
    """Return the name of what is current: folder and table of contents. Raises :class:`IndexUnusable` without any."""
    folder = current_folder(root)
    try:
        return f"{folder.name}/{newest_contents(folder)}"
    except FileNotFoundError:
        return f"{folder.name}/"


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
