"""Files that appear only when they are whole, and words for what keeps them from being written."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "目录是只读的",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "同名文件已存在",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EFBIG: "文件过大",
    errno.EIO: "读写磁盘出错",
}


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


def reason(error: OSError) -> str:
    """Return in Simplified Chinese why the system refused."""
    return REASONS.get(error.errno or 0, error.strerror or str(error))
