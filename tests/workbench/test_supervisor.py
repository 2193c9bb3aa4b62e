"""Web server and worker live and die together."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from workbench.supervisor import RESTART_DELAYS, Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)",
]


def wait_until(condition, seconds: float = 5.0) -> bool:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def lines() -> list[str]:
    return []


def test_a_dead_child_is_started_again_after_its_delay(lines: list[str]) -> None:
    child = Child("worker", SLEEPER)
    supervisor = Supervisor([child], lines.append)
    supervisor.start(child)
    assert child.process is not None
    first = child.process
    first.kill()
    first.wait()
    now = time.monotonic()
    supervisor.tend(now)
    assert child.process is None
    assert "worker 已退出" in lines[0]
    supervisor.tend(now + RESTART_DELAYS[0] / 2)
    assert child.process is None
    supervisor.tend(now + RESTART_DELAYS[0])
    assert child.process is not None
    assert child.process.pid != first.pid
    supervisor.stop()


def test_a_child_that_keeps_dying_waits_longer_each_time(lines: list[str]) -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor = Supervisor([child], lines.append)
    delays = []
    for _ in range(len(RESTART_DELAYS) + 2):
        supervisor.start(child)
        assert child.process is not None
        child.process.wait()
        now = child.started_at + 1
        supervisor.tend(now)
        delays.append(child.restart_at - now)
    assert delays == pytest.approx([*RESTART_DELAYS, RESTART_DELAYS[-1], RESTART_DELAYS[-1]])


def test_stopping_ends_every_child(lines: list[str]) -> None:
    children = [Child("web", SLEEPER), Child("worker", SLEEPER)]
    supervisor = Supervisor(children, lines.append)
    for child in children:
        supervisor.start(child)
    processes = [child.process for child in children]
    supervisor.stop()
    assert all(process is not None and process.returncode == -signal.SIGTERM for process in processes)


def test_a_child_that_will_not_end_is_killed_after_the_grace(lines: list[str]) -> None:
    child = Child("worker", STUBBORN)
    supervisor = Supervisor([child], lines.append, grace=0.2)
    child.process = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    assert child.process.stdout is not None
    child.process.stdout.readline()
    process = child.process
    supervisor.stop()
    assert process.returncode == -signal.SIGKILL
    assert "强行终止" in lines[-1]


def test_sigterm_to_the_supervisor_stops_all(lines: list[str]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    child = Child("web", SLEEPER)
    supervisor = Supervisor([child], lines.append)
    seen: list[subprocess.Popen[bytes] | None] = []

    def interrupt() -> None:
        wait_until(lambda: child.process is not None)
        seen.append(child.process)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=interrupt)
    thread.start()
    supervisor.run(poll=0.01)
    thread.join()
    assert seen[0] is not None
    assert seen[0].returncode is not None
    assert signal.getsignal(signal.SIGTERM) == before
