"""XeLaTeX, only where it is installed: two passes, as its page references need.

It has no chain of faces: what the main face lacks stays blank.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.peers.entries import Row
from catalog_export.fonts import find_faces

PREAMBLE = r"""\documentclass[twoside]{article}
\usepackage[paperwidth=185mm,paperheight=260mm,inner=22mm,outer=20mm,top=25mm,bottom=22mm]{geometry}
\usepackage{multicol}\usepackage[hidelinks]{hyperref}
\usepackage{fontspec}\XeTeXlinebreaklocale "zh"\XeTeXlinebreakskip=0pt plus 1pt
\setmainfont[Path=%s/,BoldFont=%s]{%s}
\setlength{\columnsep}{7mm}\setlength{\parindent}{0pt}\setlength{\parskip}{4.5pt}
\newcommand{\entry}[4]{\par\phantomsection\label{#1}\textbf{#1}　#2\\#3　#4}
\begin{document}\fontsize{9.5}{14}\selectfont\begin{multicols}{2}
"""


def is_installed() -> bool:
    """Say whether there is a XeLaTeX to compare with."""
    return shutil.which("xelatex") is not None


def source(rows: Sequence[Row], *, with_index: bool) -> Iterator[str]:
    """Yield the document's source."""
    main, _ = find_faces((400, 700))
    yield PREAMBLE % (main[400].path.parent, main[700].path.name, main[400].path.name)
    for row in rows:
        yield "\\entry" + "".join("{" + _escaped(cell) + "}" for cell in row) + "\n"
    yield "\\end{multicols}"
    if with_index:
        yield "\\newpage\\begin{multicols}{3}\\fontsize{8.5}{12}\\selectfont\n"
        for key, _, title, _ in sorted(rows, key=lambda row: row[2]):
            yield f"{_escaped(title)}\\dotfill\\pageref{{{key}}}\\par\n"
        yield "\\end{multicols}"
    yield "\\end{document}\n"


def _escaped(text: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", text)


def set_register(rows: Sequence[Row], target: Path, *, with_index: bool = True) -> None:
    """Set the register."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "register.tex").write_text("".join(source(rows, with_index=with_index)), encoding="utf-8")
        for _ in range(2):
            done = subprocess.run(
                ["xelatex", "-interaction=batchmode", "register.tex"], cwd=folder, capture_output=True, check=False
            )
        if not (folder / "register.pdf").is_file():
            raise RuntimeError(done.stdout.decode(errors="replace")[-400:])
        shutil.copy(folder / "register.pdf", target)
