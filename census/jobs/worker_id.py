"""Which process a job runs in, so that a dead one can be told from a busy one."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def own_id() -> str:
    """Return ``host:pid:start`` of this process."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_started(pid)}"


def is_dead(worker: str) -> bool | None:
    """Whether the process has gone; ``None`` if that cannot be told from here (another machine)."""
    host, _, rest = worker.rpartition(":")
    host, _, pid = host.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return _is_zombie(int(pid)) or bool(rest and _started(int(pid)) != rest)


def _stat(pid: int) -> list[str]:
    """Return the fields of ``/proc/PID/stat`` from the state on; empty where there is no ``/proc``."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _started(pid: int) -> str:
    """Return the process's start time in clock ticks, so that a pid used again is not taken for it."""
    fields = _stat(pid)
    return fields[19] if len(fields) > 19 else ""


def _is_zombie(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]
