"""Tables of cases: ``golden/*.txt``, blocks headed by the trap they hold, one case a line.

A line is a statement and, after two or more spaces, its summary (:mod:`tests.guji.notation.summary`); issues that are
expected stand behind ``??``. Statements are the project's own wording.
"""

import re
from pathlib import Path
from typing import NamedTuple

GOLDEN = Path(__file__).parent / "golden"


class Case(NamedTuple):
    """A statement, what it should be understood to say, and the checks it should raise."""

    trap: str
    text: str
    expected: str
    checks: tuple[str, ...]


def cases(name: str) -> list[Case]:
    """The cases of ``golden/<name>.txt``."""
    found: list[Case] = []
    trap = ""
    for line in (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            trap = line[2:]
        elif line:
            text, summary = re.split(" {2,}", line, maxsplit=1)
            expected, _, checks = summary.partition(" ?? ")
            found.append(Case(trap, text, expected.strip(), tuple(checks.split())))
    return found


def label(case: Case) -> str:
    """How a case is called in a test's report."""
    return f"{case.trap}: {case.text[:40]}"


class Block(NamedTuple):
    """A whole entry and what each of its parts should be understood to say, by part."""

    trap: str
    line: str
    expected: dict[str, str]


def blocks() -> list[Block]:
    """The entries of ``golden/entries.txt``: a line, then a part and its summary on each line set in."""
    found: list[Block] = []
    trap = ""
    for line in (GOLDEN / "entries.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            trap = line[2:]
        elif line.startswith("  "):
            part, _, summary = line.strip().partition(" ")
            found[-1].expected[part] = summary
        elif line:
            found.append(Block(trap, line, {}))
    return found
