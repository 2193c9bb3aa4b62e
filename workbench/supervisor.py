"""Keep a few processes running together: the web server and the job worker are one service to whoever starts it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: Seconds to wait before a process that died is started again: grows while it keeps dying, to the last.
RESTART_DELAYS = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
#: A process that lived this long (seconds) counts as healthy, and its delays begin anew.
HEALTHY_AFTER = 60.0


@dataclass
class Child:
    """One process to keep alive: what to call it, its command, and how it has fared."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    restart_at: float = 0.0


@dataclass
class Supervisor:
    """Start children, restart those that die, and stop all of them together.

    ``say`` receives one line for everything that happens. ``grace`` is the number of seconds a child has
    to end by itself after SIGTERM before it is killed.
    """

    children: list[Child]
    say: Callable[[str], None]
    grace: float = 20.0
    stopping: bool = field(default=False, init=False)

    def run(self, *, poll: float = 0.2) -> None:
        """Run until SIGINT or SIGTERM arrives, then stop every child."""
        previous = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for child in self.children:
                self.start(child)
            while not self.stopping:
                self.tend(time.monotonic())
                time.sleep(poll)
        finally:
            self.stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _stop(self, signum: int, frame: object) -> None:
        self.stopping = True

    def start(self, child: Child) -> None:
        """Start one child in a process group of its own, so that a Ctrl-C reaches it only through us."""
        child.process = subprocess.Popen(child.command, start_new_session=True)  # noqa: S603
        child.started_at = time.monotonic()
        child.restart_at = 0.0

    def tend(self, now: float) -> None:
        """Look after every child once: note the dead, start again those whose delay is over."""
        for child in self.children:
            if child.process is None:
                if child.restart_at and now >= child.restart_at:
                    self.start(child)
            elif (code := child.process.poll()) is not None:
                self._bury(child, code, now)

    def _bury(self, child: Child, code: int, now: float) -> None:
        if now - child.started_at >= HEALTHY_AFTER:
            child.failures = 0
        delay = RESTART_DELAYS[min(child.failures, len(RESTART_DELAYS) - 1)]
        child.failures += 1
        child.process = None
        child.restart_at = now + delay
        self.say(f"{child.name} 已退出（{code}），{delay:g} 秒后重新启动")

    def stop(self) -> None:
        """End every child: SIGTERM to all, then SIGKILL to whoever is still there after the grace."""
        alive = [child for child in self.children if child.process is not None and child.process.poll() is None]
        for child in alive:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + self.grace
        for child in alive:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} 未在 {self.grace:g} 秒内结束，强行终止")
                child.process.kill()
                child.process.wait()
            child.process = None
