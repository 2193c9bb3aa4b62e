"""Columns of numbers in Whoosh's form, written in one go and read as raw bytes; Whoosh writes the high byte first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def number_column(numbers: NDArray[Any], letter: str) -> bytes:
    """Return a column of numbers: in numpy's letters: ``i2``, ``u2`` or ``u4``."""
    return numbers.astype(np.dtype(f">{letter}")).tobytes()


def read_numbers(data: memoryview, letter: str, count: int) -> NDArray[Any]:
    """Return the numbers of a column, in this machine's own form."""
    found = np.frombuffer(data, np.dtype(f">{letter}"))
    if len(found) != count:
        raise EOFError(f"column: {len(found)} of {count}")
    return found.astype(found.dtype.newbyteorder("="))
