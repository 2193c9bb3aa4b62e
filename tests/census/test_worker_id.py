"""Which process a job runs in: the living told from the dead, from the undead, and from those of other machines."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from census.jobs import worker_id
from census.jobs.worker_id import is_dead, own_id

HOST = socket.gethostname()


@pytest.fixture
def sleeper() -> subprocess.Popen[bytes]:
    """A process of another."""
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def id_of(pid: int) -> str:
    return f"{HOST}:{pid}:{worker_id._started(pid)}"


def test_a_process_lives_until_it_is_gone(sleeper: subprocess.Popen[bytes]) -> None:
    name = id_of(sleeper.pid)
    assert is_dead(name) is False
    sleeper.kill()
    sleeper.wait()
    assert is_dead(name) is True


def test_one_that_ended_and_was_not_buried_is_dead(sleeper: subprocess.Popen[bytes]) -> None:
    """Its parent has not asked for its end: the number is still taken, but nothing works there any more."""
    name = id_of(sleeper.pid)
    sleeper.kill()
    limit = time.monotonic() + 30
    while not is_dead(name):
        assert time.monotonic() < limit
        time.sleep(0.01)
    sleeper.wait()


def test_a_number_given_to_another_process_is_not_taken_for_the_old_one(sleeper: subprocess.Popen[bytes]) -> None:
    assert is_dead(f"{HOST}:{sleeper.pid}:12345") is True
    sleeper.kill()
    sleeper.wait()


def test_a_process_of_another_user_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(pid: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)
    assert is_dead(id_of(os.getpid())) is False


def test_where_there_is_no_proc_the_number_alone_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_id, "_stat", lambda pid: [])
    assert own_id() == f"{HOST}:{os.getpid()}:"
    assert is_dead(own_id()) is False


@pytest.mark.parametrize("worker", ["", "x", "other-machine:1:2", f"{HOST}:x:1", f"{HOST}:", "::"])
def test_of_others_nothing_can_be_told(worker: str) -> None:
    assert is_dead(worker) is None


def test_the_name_is_the_same_throughout_a_process_and_in_its_threads() -> None:
    names = {own_id()}
    thread = threading.Thread(target=lambda: names.add(own_id()))
    thread.start()
    thread.join()
    assert names == {own_id()}
    assert len(own_id()) <= 120


def test_a_name_of_a_host_with_colons_in_it_is_read_from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "fe80::1")
    assert is_dead(own_id()) is False
    assert is_dead("fe80::1:999999:1") is True


def test_names_tell_processes_apart(sleeper: subprocess.Popen[bytes]) -> None:
    assert id_of(sleeper.pid) != own_id()
    sleeper.kill()
    sleeper.wait()
