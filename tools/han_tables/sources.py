"""The source data: Unihan, OpenCC, and the lists kept by hand beside the tables."""

from __future__ import annotations

import bz2
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

UNICODE = Path("/usr/share/unicode")
TABLES = Path(__file__).resolve().parents[2] / "authority" / "han" / "tables"

Field = dict[str, str]


class Sources:
    """The source data, read once: Unihan's fields by name, OpenCC's conversions character by character."""

    def __init__(self) -> None:
        self.unihan: dict[str, Field] = defaultdict(dict)
        for path in sorted(UNICODE.glob("Unihan_*.txt.bz2")):
            self._read_unihan(path)
        self.ideographs = sorted(self.unihan["kTotalStrokes"])
        self.to_simplified = self.opencc("t2s")

    def _read_unihan(self, path: Path) -> None:
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("U+"):
                    code, field, value = line.rstrip("\n").split("\t", 2)
                    self.unihan[field][chr(int(code[2:], 16))] = value

    def opencc(self, config: str) -> Field:
        """Single characters that `config` changes, never by phrase: each character is converted alone."""
        converter = importlib.import_module("opencc").OpenCC(config)
        out = converter.convert("\n".join(self.ideographs)).split("\n")
        return {a: b for a, b in zip(self.ideographs, out, strict=True) if a != b and len(b) == 1}

    def variants(self, field: str) -> Iterator[tuple[str, str]]:
        """Pairs of a Unihan variant field, in code point order."""
        for char, value in sorted(self.unihan[field].items()):
            for code in re.findall(r"U\+([0-9A-F]+)", value):
                yield char, chr(int(code, 16))

    def common(self) -> set[str]:
        """Characters in everyday use: the mainland's 8,105 and Big5's first level."""
        big5 = {ch for ch, code in self.unihan["kBigFive"].items() if int(code, 16) <= 0xC67E}
        return big5 | set(self.unihan["kTGH"])
