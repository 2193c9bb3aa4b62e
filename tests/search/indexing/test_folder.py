"""Locks that go with their process, notes that are whole or absent, and words for what the system refuses."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from search.indexing.folder import Busy, Folder, words_of

HOLDER = """
import os, sys
sys.path.insert(0, os.getcwd())
from django.conf import settings
settings.configure()
from pathlib import Path
from search.indexing.folder import Folder
with Folder(Path(sys.argv[1])).hold("indexer"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_once_and_free_again_afterwards(folder: Folder) -> None:
    assert not folder.is_held("write")
    with folder.hold("write"):
        assert Folder().is_held("write")
        assert not folder.is_held("rebuild")
        with pytest.raises(Busy), Folder().hold("write", wait=0.1):
            pass
    with folder.hold("write"):
        pass
    assert not folder.is_held("write")


def test_a_lock_that_comes_free_is_waited_for(folder: Folder) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with folder.hold("write"):
            held.set()
            release.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(60)
    threading.Timer(0.1, release.set).start()
    with Folder().hold("write", wait=60):
        assert release.is_set()
    holder.join()


def test_a_lock_is_given_back_when_what_is_done_under_it_fails(folder: Folder) -> None:
    with pytest.raises(ZeroDivisionError), folder.hold("write"):
        raise ZeroDivisionError
    assert not folder.is_held("write")


def test_a_lock_goes_with_a_process_that_is_killed(folder: Folder) -> None:
    command = [sys.executable, "-c", HOLDER, str(folder.path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert folder.is_held("indexer")
    finally:
        holder.kill()
        holder.wait()
    assert not folder.is_held("indexer")
    with folder.hold("indexer"):
        pass


def test_the_note_tells_which_database_fits(folder: Folder, settings: Any) -> None:
    assert folder.origin() is None
    folder.path.mkdir()
    folder.write_origin("a", "b")
    origin = folder.origin()
    assert origin is not None
    assert [origin.fits(token) for token in "abc"] == [True, True, False]
    settings.SEARCH_ENGINE = "another.Store"
    assert not origin.fits("a")


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"engine": "x"}', '{"engine": "x", "tokens": 3}', "\xff"])
def test_a_note_that_is_damaged_is_none(folder: Folder, damage: str) -> None:
    folder.path.mkdir()
    (folder.path / "origin.json").write_bytes(damage.encode("latin-1"))
    assert folder.origin() is None


def test_a_note_that_could_not_be_written_leaves_the_old_one(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.path.mkdir()
    folder.write_origin("a")

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.write_origin("b")
    origin = folder.origin()
    assert origin is not None
    assert origin.tokens == ("a",)


def test_what_is_unfit_stays_so_until_it_is_declared_fit(folder: Folder) -> None:
    assert folder.unfit() == ""
    folder.declare_unfit("甲")  # there is no folder yet, and none is made for this
    assert not folder.path.exists()
    folder.path.mkdir()
    folder.declare_unfit("甲")
    assert Folder().unfit() == "甲"
    folder.declare_fit()
    folder.declare_fit()
    assert folder.unfit() == ""


def test_a_sign_of_life_has_a_time(folder: Folder) -> None:
    assert folder.touched("indexer") is None
    folder.touch("indexer")
    assert folder.touched("indexer") is None
    with folder.hold("indexer"):
        os.utime(folder.path / "indexer.lock", (0, 0))
        folder.touch("indexer")
        touched = folder.touched("indexer")
    assert touched is not None
    assert abs(time.time() - touched) < 300


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘已满"),
        (errno.EACCES, "不可写"),
        (errno.EROFS, "不可写"),
        (errno.EIO, "系统出错：Input/output error"),
    ],
)
def test_what_the_system_refuses_is_told_with_what_to_do(number: int, words: str, settings: Any) -> None:
    said = words_of(OSError(number, os.strerror(number)))
    assert words in said
    assert "请" in said
    if number in (errno.EACCES, errno.EROFS):
        assert str(settings.SEARCH_INDEX_DIR) in said


def test_nothing_is_made_by_looking(folder: Folder) -> None:
    folder.origin()
    folder.unfit()
    folder.is_held("write")
    folder.touched("indexer")
    assert not Path(folder.path).exists()
