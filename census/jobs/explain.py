"""What a job's failure is called to the person who waits for it: what happened, and what can be done about it."""

from __future__ import annotations

import errno
from pathlib import PurePath

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext

from census.errors import ActionRefused

#: Characters of an exception's own words that are shown.
SHOWN = 500


class UnknownKind(Exception):  # noqa: N818 - it says what happened
    """A job of a kind that no room of this version declares: queued by another version of the system."""


def explain(error: Exception) -> str:
    """Return the message of a failure in the language now active; the house's own refusals speak for themselves."""
    if isinstance(error, ActionRefused):
        return error.message
    if isinstance(error, OSError):
        return _of_the_system(error)
    if isinstance(error, MemoryError):
        return gettext("内存不足，没有完成。请减少一次处理的内容，或在别的任务结束后重新发起")
    if isinstance(error, (OperationalError, InterfaceError)):
        return gettext("数据库正忙或连接中断，没有完成。未提交的改动已全部撤回，请稍后重新发起")
    if isinstance(error, UnknownKind):
        return gettext("系统的这个版本没有“{kind}”这种任务，请重新发起").format(kind=error)
    return _unforeseen(error)


def _of_the_system(error: OSError) -> str:
    name = PurePath(str(error.filename)).name if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return gettext("磁盘已满，没有完成。请管理员清出空间后重新发起")
    if isinstance(error, PermissionError):
        return gettext("没有读写“{name}”的权限，没有完成。请管理员检查文件夹的权限").format(name=name)
    if isinstance(error, FileNotFoundError):
        return gettext("找不到文件“{name}”，没有完成：它可能已被移走或删去").format(name=name)
    return _unforeseen(error)


def _unforeseen(error: Exception) -> str:
    words = f"{type(error).__name__} {error}".strip()[:SHOWN]
    return gettext("执行时出错，没有完成。请把这句话告诉管理员：{error}").format(error=words)
