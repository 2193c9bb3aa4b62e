"""Files that appear only when they are whole, and words for what keeps them from being written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from census.refusals import reason


class UnwritableError(Exception):
    """Files could not be written; says where and why in Simplified Chinese."""


@contextmanager
def work_folder(target: Path, name: str) -> Iterator[Path]:
    """Give a folder to write into; its files are moved into ``target`` at the end, or none of them are.

    Raises :class:`UnwritableError` where the disk refuses. Whatever goes wrong, nothing half-made stays.
    """
    work: Path | None = None
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target))
        yield work
        for path in sorted(work.iterdir()):
            path.replace(target / path.name)
    except OSError as error:
        raise UnwritableError(f"不能写入 {target}：{reason(error)}") from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
