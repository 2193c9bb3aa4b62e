"""Records whose class is known: the sample, and, where the real data lies beside the project, two old catalogues."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.peers.classes.brought_over import CLASSES, TOGETHER

ROOT: Final = Path(__file__).resolve().parents[3]
SHARED: Final = ROOT.parent / "shared" / "data" / "books"
Level = Callable[[str], str]


class Classed(NamedTuple):
    """A record whose class is known."""

    title: str
    responsibility: str
    code: str


def sample() -> Iterator[Classed]:
    """Yield the records of the sample."""
    from guji.sample import sample_books

    return (Classed(book.title, book.responsibility, book.class_code) for book in sample_books())


def siku() -> Iterator[Classed]:
    """Yield the works of 四庫全書, whose classes are ours at the level of 類."""
    for row in _shared("siku_quanshu.csv"):
        yield Classed(row["title_juan"], row["author_statement"].replace(" ", "　"), CLASSES[row["level2"]])


def qianqing() -> Iterator[Classed]:
    """Yield the entries of 千頃堂書目: the author stands before the title without a mark, so only words can tell."""
    for row in _shared("qianqingtang_shumu.csv"):
        yield Classed(row["entry"], "", CLASSES[row["cls"].partition("(")[0]])


def _shared(name: str) -> Iterator[dict[str, str]]:
    path = SHARED / name
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def _coarse(code: str) -> str:
    return TOGETHER.get(code[:3], code[:3])


#: Name → the records, the levels at which classes are compared, every how-many-th is asked (all are there to answer).
SOURCES: Final[dict[str, tuple[Callable[[], Iterable[Classed]], dict[str, Level], int]]] = {
    "sample": (sample, {"finest class": str, "類": lambda code: code[:3]}, 1),
    "四庫全書": (siku, {"類": _coarse}, 3),
    "千頃堂書目": (qianqing, {"類": _coarse}, 20),
}
