"""Figures of one benchmark run, as a table of this project beside its named peer."""

from __future__ import annotations

import datetime
import platform
import resource
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity: ours, the peer's measured in the same run, and what is wanted of the ratio.

    ``higher_is_better`` says which way the ratio is read; ``peer`` and ``theirs`` stay empty where a
    quantity has no peer (a floor or a growth, say).
    """

    topic: str
    what: str
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    higher_is_better: bool = True
    wanted: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times better ours is than the peer's: above 1 is better, whichever way the unit runs."""
        if self.theirs is None or not self.ours or not self.theirs:
            return None
        return self.ours / self.theirs if self.higher_is_better else self.theirs / self.ours


def peak_mebibytes() -> float:
    """Return this process's peak resident memory so far, in MiB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def as_table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| topic | quantity | here | peer | peer's figure | better by | wanted |", "|---|---|--:|---|--:|--:|---|"]
    for f in figures:
        theirs = "" if f.theirs is None else f"{f.theirs:,.4g} {f.unit}"
        ratio = "" if f.ratio is None else f"{f.ratio:.2f}×"
        lines.append(f"| {f.topic} | {f.what} | {f.ours:,.4g} {f.unit} | {f.peer} | {theirs} | {ratio} | {f.wanted} |")
    return "\n".join(lines)


def write_results(figures: list[Figure], command: str) -> Path:
    """Write the run to ``RESULTS.md`` with its command, date and machine, replacing the run before it."""
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    head = (
        "# Measured\n\n"
        f"`{command}`, {today}, Python {platform.python_version()}, {platform.machine()}. Absolute times belong to the "
        "machine; the ratios are taken in one run and hold.\n\n"
    )
    RESULTS.write_text(head + as_table(figures) + "\n", encoding="utf-8")
    return RESULTS
