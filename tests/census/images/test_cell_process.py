"""The cell as a process of its own: what it does to itself, it does to nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from census.images import asking
from census.images.asking import Verdict, examine
from tests.census.images import picture_samples as samples


@pytest.fixture(autouse=True)
def cell() -> None:
    """Each file has its process here."""


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    def asked(content: bytes, name: str = "卷端.jpg") -> Verdict:
        path, folder = tmp_path / "file", tmp_path / "made"
        path.write_bytes(content)
        folder.mkdir()
        return examine(path, name, folder)

    return asked


def test_a_verdict_comes_back_from_another_process(ask: Any) -> None:
    verdict = ask(samples.jpeg())
    assert (verdict.refusal, verdict.format, verdict.width, verdict.notes) == ("", "jpeg", 300, [])
    assert 10 * 2**20 < verdict.peak < 100 * 2**20


@pytest.mark.parametrize(
    ("name", "notes"), [("卷端.JPEG", []), ("卷端.png", ["extension_differs"]), ("卷端", ["extension_differs"])]
)
def test_a_real_picture_under_another_suffix_is_taken_for_what_it_is(name: str, notes: list[str], ask: Any) -> None:
    verdict = ask(samples.jpeg(), name)
    assert (verdict.format, verdict.notes) == ("jpeg", notes)


GREEDY = """
from census.images.cell import examining, __main__ as cell
from census.images.cell.verdict import Request
examining.examine = lambda request: {"taken": len(bytearray(300 * 2**20))}
request = Request("", "", 0, memory=MEMORY * 2**20, seconds=60)
cell.bind(request)
print(cell.answer(request))
"""


@pytest.mark.parametrize(("memory", "said"), [(200, "'refusal': 'memory'"), (900, "'taken': 314572800")])
def test_whatever_was_reckoned_beforehand_the_systems_own_bound_holds(memory: int, said: str) -> None:
    program = GREEDY.replace("MEMORY", str(memory))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said in done.stdout


def test_what_takes_too_long_is_stopped(ask: Any, settings: Any) -> None:
    settings.IMAGE_CHILD_SECONDS = 1
    verdict = ask(samples.bytes_of(Image.new("RGB", (10_000, 10_000)), "TIFF", compression="tiff_lzw"))
    assert (verdict.refusal, verdict.params) == ("timeout", {"seconds": 1})


def test_a_process_that_sleeps_is_stopped_by_the_clock(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMAGE_CHILD_SECONDS = 1
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    started = time.monotonic()
    assert examine(pipe, "a.jpg", tmp_path).refusal == "timeout"
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("code", "refusal"),
    [(-signal.SIGXCPU, "timeout"), (-signal.SIGKILL, "memory"), (-signal.SIGSEGV, "crashed"), (1, "crashed")],
)
def test_how_a_process_died_tells_what_is_said_of_the_file(
    code: int, refusal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_ask", lambda request: (None, code))
    assert examine(tmp_path / "x", "x.jpg", tmp_path).refusal == refusal


def test_a_full_disk_is_not_the_fault_of_the_picture(tmp_path: Path) -> None:
    """The file stays and can be looked at again."""
    path = tmp_path / "file"
    path.write_bytes(samples.jpeg())
    with pytest.raises(OSError, match="Not a directory"):
        examine(path, "a.jpg", path / "nowhere")


def test_the_cell_knows_neither_the_database_nor_its_settings() -> None:
    """What a file might take over holds nothing: no Django, no environment."""
    seen = "import census.images.cell.examining, sys; print('django' in sys.modules, 'census.models' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
