"""``python -m census.images.cell``: one request in, one verdict out, both as JSON.

The process binds itself before it touches the file: memory, processor time, the size of what it writes, no core
dump, and it dies with whoever started it. Exit 0 means that there is a verdict.
"""

from __future__ import annotations

import ctypes
import errno
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from census.images.cell.verdict import Refused, Request

#: The largest file that is made of a picture, in bytes.
MOST_WRITTEN = 256 * 1024 * 1024
MOST_FILES_OPEN = 64
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Answer the request on the standard input."""
    request = Request(**json.load(sys.stdin))
    bind(request)
    print(json.dumps(answer(request), ensure_ascii=False))  # noqa: T201 - it is the answer
    return 0


def bind(request: Request) -> None:
    """Set the bounds of this process; they hold for what the decoders' own libraries do as well."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    bounds = {
        resource.RLIMIT_AS: request.memory,
        resource.RLIMIT_CPU: request.seconds,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_NOFILE: MOST_FILES_OPEN,
        resource.RLIMIT_CORE: 0,
    }
    for name, bound in bounds.items():
        grace = 5 if name == resource.RLIMIT_CPU else 0  # so that it ends by SIGXCPU, which tells why
        resource.setrlimit(name, (bound, bound + grace))


def answer(request: Request) -> dict[str, Any]:
    """Return the verdict; running out of memory is one. A full disk is none: the file may be looked at again."""
    from census.images.cell.examining import examine

    try:
        verdict = examine(request)
    except Refused as refusal:
        verdict = {"refusal": refusal.code, "params": refusal.params}
    except MemoryError:
        verdict = {"refusal": "memory", "params": {}}
    except OSError as error:
        verdict = {"failed": error.errno or errno.EIO}
    return {**verdict, "peak": peak()}


def peak() -> int:
    """Return the most memory that this process has held, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
