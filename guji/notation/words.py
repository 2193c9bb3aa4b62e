"""Word lists, kept as plain text beside the code so that a cataloguer can read and mend them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"


def load(name: str) -> frozenset[str]:
    """Return the words of ``data/<name>.txt``, separated by white space; lines that begin with # are remarks."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
