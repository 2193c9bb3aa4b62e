"""Processes that are begun in a moment: one has Django and the rooms imported, and each of the others is its child.

A process begun in the ordinary way spends a second and a half of processor time on imports before it does anything, and
tests of processes begin hundreds. A child here is a process of its own all the same: with its own environment, for
which the settings are read anew, its own connections and its own words; it can be killed at any moment, and what waits
for its end sees how it ended. Run as ``python -m tests.nursery SETTINGS`` it reads what to begin from its input, one
JSON line each, answers with the process's number, and leaves the exit code of each in a file when it has ended.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: How often the end of a process is looked for, in seconds.
STEP = 0.005


class Child:
    """A process begun by a nursery; its words are in files."""

    def __init__(self, pid: int, out: Path, error: Path) -> None:
        self.pid, self._out, self._error = pid, out, error
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or ``None`` while the process lives."""
        if self.returncode is None:
            ended = self._out.with_suffix(".ended")
            self.returncode = int(ended.read_text()) if ended.exists() else None
        return self.returncode

    def wait(self, timeout: float = 300) -> int:
        """Wait for the end and return the exit code."""
        limit = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < limit, f"still running after {timeout} s: {self.out}{self.error}"
            time.sleep(STEP)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it as ``kill -9`` does, and wait until it is gone."""
        self.send_signal(signal.SIGKILL)
        self.wait()

    @property
    def out(self) -> str:
        """What it has said so far."""
        return self._out.read_text(encoding="utf-8", errors="replace")

    @property
    def error(self) -> str:
        """What it has said so far on the error channel, where that is kept apart."""
        return "" if self._error == self._out else self._error.read_text(encoding="utf-8", errors="replace")


class Nursery:
    """Begins processes under settings named once."""

    def __init__(self, settings: str, folder: Path) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "VAR_DIR": str(folder / "var")}
        command = [sys.executable, "-m", "tests.nursery"]
        self._folder, self._count = folder, 0
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, module: str, *args: object, environment: Mapping[str, str], together: bool = True) -> Child:
        """Begin ``module.main(*args)`` in a process of its own; ``together`` puts errors among its other words."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._count += 1
        out = self._folder / f"{self._count}.out"
        error = out if together else self._folder / f"{self._count}.error"
        for file in (out, error):
            file.touch()
        wanted = {"module": module, "args": [str(arg) for arg in args], "out": str(out), "error": str(error)}
        self._process.stdin.write(json.dumps(wanted | {"environment": dict(environment)}) + "\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()), out, error)

    def close(self) -> None:
        """End it, and with it whatever it has begun."""
        self._process.communicate()


@contextmanager
def nursery(settings: str, folder: Path) -> Iterator[Nursery]:
    """Have a nursery for a while."""
    opened = Nursery(settings, folder)
    try:
        yield opened
    finally:
        opened.close()


# ---------------------------------------------------------------------------------------- inside the process


def serve() -> dict[str, Any] | None:
    """Begin what is asked for until nothing more can be; in a child, return what it is to do."""
    children: dict[int, Path] = {}
    waker, awake = os.pipe()
    os.set_blocking(awake, False)
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(awake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for line in _lines(waker, children):
        wanted: dict[str, Any] = json.loads(line)
        import_module(wanted["module"])
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return wanted
        children[pid] = Path(wanted["out"]).with_suffix(".ended")
        print(pid, flush=True)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    return None


def _lines(waker: int, children: dict[int, Path]) -> Iterator[str]:
    """Yield the lines of the input, burying between them what has ended."""
    held = b""
    while True:
        ready, _, _ = select.select([0, waker], [], [])
        if waker in ready:
            os.read(waker, 4096)
            _bury(children)
        if 0 in ready:
            read = os.read(0, 1 << 16)
            if not read:
                return
            *whole, held = (held + read).split(b"\n")
            yield from (line.decode() for line in whole)


def _bury(children: dict[int, Path]) -> None:
    for pid in list(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            note = children.pop(pid)
            written = note.with_suffix(".code")
            written.write_text(str(os.waitstatus_to_exitcode(status)))
            written.rename(note)


def be(wanted: Mapping[str, Any]) -> None:
    """Be the process that is wanted: its words, its environment, its settings, then its work."""
    out = os.open(wanted["out"], os.O_WRONLY | os.O_APPEND)
    error = os.open(wanted["error"], os.O_WRONLY | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(error, 2)
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    os.environ.clear()
    os.environ.update(wanted["environment"] | {"DJANGO_SETTINGS_MODULE": settings})
    read_settings_anew()
    import_module(wanted["module"]).main(*wanted["args"])


def read_settings_anew() -> None:
    """Forget what the settings said, and everything that was made of them."""
    from django.conf import settings
    from django.db import connections
    from django.utils.functional import empty
    from django.utils.log import configure_logging

    for name in {"config.settings", os.environ["DJANGO_SETTINGS_MODULE"]}:
        sys.modules.pop(name, None)
    settings._wrapped = empty
    for alias in connections:
        if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
            del connections[alias]
    connections._settings = None  # type: ignore[attr-defined]
    connections.__dict__.pop("settings", None)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def import_what_commands_need() -> None:
    """Import the addresses (which every command checks), the kinds of jobs, the commands, and the database's module."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import get_commands, load_command_class
    from django.db import connection
    from django.utils.module_loading import autodiscover_modules

    import_module(settings.ROOT_URLCONF)
    autodiscover_modules("jobs")
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    for name, app in get_commands().items():
        if app in ours | {"django.core"}:
            load_command_class(app, name)
    assert connection.vendor  # nothing is connected yet


def main() -> None:
    """Import what takes long, then be the parent of whatever is asked for."""
    import django

    django.setup()
    import_what_commands_need()
    gc.collect()
    gc.freeze()
    wanted = serve()
    if wanted is not None:
        try:
            be(wanted)
        except Exception:
            traceback.print_exc()
            sys.exit(1)


if __name__ == "__main__":
    main()
