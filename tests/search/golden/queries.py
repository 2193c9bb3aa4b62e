"""Reading the golden files: the books that stand beside the sample, and what queries must find among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from guji.data import BookData

HERE: Final = Path(__file__).parent
QUERIES: Final = ("queries.txt", "typed.txt")
FIRST_NUMBER: Final = 900_000


class Book(NamedTuple):
    """A record as a golden file names it: its title, and words of its edition where the title is not enough."""

    title: str
    edition: str = ""

    @classmethod
    def of(cls, text: str) -> Book:
        title, _, edition = text.partition(" @ ")
        return cls(title.strip(), edition.strip())


@dataclass(slots=True)
class Golden:
    """One query and everything said of it."""

    place: str
    query: str
    found: list[Book] = field(default_factory=list)
    absent: list[Book] = field(default_factory=list)
    order: list[tuple[Book, Book]] = field(default_factory=list)
    first: Book | None = None
    total: int | None = None
    hints: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Take one line that says something of the query."""
        sign, _, rest = line.partition(" ")
        if " < " in line:
            before, _, after = line.partition(" < ")
            self.order.append((Book.of(before), Book.of(after)))
        elif sign == "+":
            self.found.append(Book.of(rest))
        elif sign == "-":
            self.absent.append(Book.of(rest))
        elif sign == "1":
            self.first = Book.of(rest)
        elif sign == "=":
            self.total = int(rest)
        elif sign == "!":
            self.hints.append(rest)
        else:
            raise ValueError(f"line that says nothing: {line}")


def lines(name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a golden file that are neither empty nor remarks."""
    text = (HERE / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def golden_queries() -> list[Golden]:
    """Return every query of the files."""
    found: list[Golden] = []
    for name in QUERIES:
        for number, line in lines(name):
            if line.startswith("? "):
                found.append(Golden(f"{name}:{number}", line[2:]))
            else:
                found[-1].take(line)
    return found


def golden_books() -> Iterator[BookData]:
    """Yield the books of the file, numbered in its order behind those of the sample."""
    for position, (_, line) in enumerate(lines("books.tsv")):
        title, responsibility, edition, extent, more = [*line.split("｜"), "", "", "", ""][:5]
        yield BookData(
            institution="1701",
            census_no=f"330000-1701-{FIRST_NUMBER + position:07d}",
            title=title,
            responsibility=responsibility,
            edition=edition,
            extent=extent,
            volumes="1冊",
            **_more(more),
        )


def _more(text: str) -> dict[str, Any]:
    said: dict[str, Any] = {"shelf_mark": "", "details": {}}
    details: dict[str, list[dict[str, Any]]] = said["details"]
    for item in filter(None, text.split("；")):
        name, _, value = item.partition("=")
        if name == "sub":
            details.setdefault("sub_works", []).append({"title": value})
        elif name == "other":
            details.setdefault("other_titles", []).append({"title": value})
        elif name == "seal":
            details.setdefault("seals", []).append({"text": value})
        else:
            said[{"shelf": "shelf_mark", "in": "series", "series": "is_series"}.get(name, name)] = value
    return said | {"is_series": bool(said.get("is_series"))}
