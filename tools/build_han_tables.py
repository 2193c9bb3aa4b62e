"""Rebuild the tables of authority/han from their sources. For development only; the product reads the tables.

Sources: Debian's unicode-data 15.0.0 (/usr/share/unicode), Debian's rime-data-stroke (/usr/share/rime-data),
OpenCC 1.4.2 and pypinyin-dict 0.9.0, plus the hand-kept lists beside the tables. To rebuild:

    apt-get install unicode-data rime-data-stroke
    python -m venv var/hantables && var/hantables/bin/pip install opencc==1.4.2 pypinyin==0.55.0 pypinyin-dict==0.9.0
    var/hantables/bin/python -m tools.build_han_tables

The same sources give the same bytes; `git diff --stat authority/han/tables` then shows nothing.
"""

from __future__ import annotations

import hashlib

from tools.han_tables.folding import fold_lines
from tools.han_tables.simplified import simplified_lines
from tools.han_tables.sounds import pinyin_lines, polyphone_lines
from tools.han_tables.sources import TABLES, Sources
from tools.han_tables.strokes import four_corner_lines, stroke_lines


def main() -> None:
    """Write every table and say how large it became."""
    sources = Sources()
    sums = []
    for name, lines in (
        ("fold.txt", fold_lines(sources)),
        ("simplified.txt", simplified_lines(sources)),
        ("strokes.txt", stroke_lines(sources)),
        ("pinyin.txt", pinyin_lines(sources)),
        ("polyphones.txt", polyphone_lines(sources)),
        ("four_corner.txt", four_corner_lines(sources)),
    ):
        text = "".join(f"{line}\n" for line in lines)
        (TABLES / name).write_text(text, encoding="utf-8")
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")
        print(f"{name}: {len(text.encode()):,} bytes")
    others = [line for line in read_sums() if "  parts.txt" in line]
    (TABLES / "SHA256SUMS").write_text("".join(sums + others), encoding="utf-8")


def read_sums() -> list[str]:
    """The checksums kept so far; `tools.build_han_parts` keeps that of parts.txt."""
    return (TABLES / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)


if __name__ == "__main__":
    main()
