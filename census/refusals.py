"""Words for what the system refuses when files are read and written."""

from __future__ import annotations

import errno

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
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


def reason(error: OSError) -> str:
    """Return in Simplified Chinese why the system refused."""
    return REASONS.get(error.errno or 0, error.strerror or str(error))
