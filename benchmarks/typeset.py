"""Typesetting: a register of 20,000 entries with its linked index, beside Typst, ReportLab Platypus and XeLaTeX.

All set the same text in the same face on the same page (185×260 mm, two columns, index in three); each runs in a
process of its own, so that its peak memory is its own. Processor time is counted, of all threads and of programs
started, so that other work on the machine does not count. Only our pages have running heads with their numbers.
Our busiest modules run compiled where ``make compile`` could make them; uncompiled they are measured beside it.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from benchmarks.peers import by_xelatex
from benchmarks.peers.entries import entries
from benchmarks.report import Figure, peak_mebibytes

COUNT = 20_000
ROOT = Path(__file__).resolve().parent.parent
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "ours": ("ours", {}),
    "plain": ("ours", {"with_index": False}),
    "interpreted": ("ours", {}),
    "typst": ("by_typst", {}),
    "typst-simple": ("by_typst", {"linebreaks": '"simple"'}),
    "platypus": ("by_platypus", {}),
    "xelatex": ("by_xelatex", {}),
}
PEERS = {
    "typst": ("Typst, default line breaking", "≥ 6×"),
    "typst-simple": ('Typst, linebreaks: "simple"', "≥ 4×"),
    "platypus": ("ReportLab Platypus, wordWrap='CJK'", ""),
    "xelatex": ("XeLaTeX, two passes", ""),
}
MEMORY_WANTED = {"typst": "≥ 6×", "typst-simple": "≥ 6×"}


def processor_seconds() -> float:
    """Return the processor time of this process and of those it waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def set_once(way: str, count: int) -> dict[str, float]:
    """Set the register one way; return seconds, pages, peak memory and size."""
    name, options = WAYS[way]
    set_register: Callable[..., None] = importlib.import_module(f"benchmarks.peers.{name}").set_register
    rows = list(entries(count))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "register.pdf"
        began = processor_seconds()
        set_register(rows, target, **options)
        seconds = processor_seconds() - began
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        peak = max(peak_mebibytes(), children)
        pages = page_count(target)
        return {"seconds": seconds, "pages": pages, "peak": peak, "bytes": target.stat().st_size}


def page_count(path: Path) -> int:
    """Return the pages of a PDF."""
    document = pdfium.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def measure(way: str, count: int) -> dict[str, float]:
    """Run one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.typeset", way, str(count)]
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", **os.environ, "PYTHONHASHSEED": "0"}
    if way == "interpreted":
        environment["COMPILED"] = "0"
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def compare(ours: dict[str, float], way: str, count: int) -> list[Figure]:
    """Return our figures beside those of one peer."""
    theirs = measure(way, count)
    peer, wanted = PEERS[way]
    topic = f"typeset, {count:,} entries and their linked index"

    def rate(what: float, of: dict[str, float]) -> float:
        return what / of["seconds"]

    return [
        Figure(topic, "entries", "entries/s", rate(count, ours), peer, rate(count, theirs), wanted=wanted),
        Figure(topic, "pages", "pages/s", rate(ours["pages"], ours), peer, rate(theirs["pages"], theirs)),
        Figure(
            *(topic, "peak memory", "MiB", ours["peak"], peer, theirs["peak"]),
            higher_is_better=False,
            wanted=MEMORY_WANTED.get(way, ""),
        ),
        Figure(topic, "PDF", "MB", ours["bytes"] / 1e6, peer, theirs["bytes"] / 1e6, higher_is_better=False),
    ]


def run(count: int = COUNT) -> list[Figure]:
    """Measure our compositor and its peers on the same entries."""
    ours, plain = measure("ours", count), measure("plain", count)
    figures: list[Figure] = []
    for way in PEERS:
        if way != "xelatex" or by_xelatex.is_installed():
            figures += compare(ours, way, count)
    topic = f"typeset, {count:,} entries"
    uncompiled = count / measure("interpreted", count)["seconds"]
    return [
        *figures,
        Figure(topic, "without index", "entries/s", count / plain["seconds"]),
        Figure(topic, "compiled", "entries/s", count / ours["seconds"], "our own, not compiled", uncompiled),
    ]


if __name__ == "__main__":
    print(json.dumps(set_once(sys.argv[1], int(sys.argv[2]))))
