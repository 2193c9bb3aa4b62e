"""Tables of facts that checks use, kept as plain text beside the code so that a cataloguer can read and mend them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """Return the lines of ``data/<name>.txt`` as words. Lines that begin with # are remarks."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]
