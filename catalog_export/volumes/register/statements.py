"""Single statements in a volume's own notation, each text put into words once.

Editions, authors and numbers of pieces come again and again in a register, so what was made of a text is kept: most
of a volume's words are looked up, not made. What is kept follows from the text and the profile alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from authority.han import as_printed
from catalog_export.volumes.register.entry import IndexTitle, Note
from guji import notation
from guji.notation import Parsed, Title, TitleUnit
from guji.notation import Profile as Notation

T = TypeVar("T")
Parse = Callable[[str], Parsed[Any]]
Render = Callable[[Any, Notation], str]

#: Texts of which is kept what was made of them, for each kind of question: some megabytes at most.
KEPT = 1 << 13
#: Appended works with shorter names (志, 附錄) are no titles that anyone looks up.
SHORTEST_APPENDED = 3
FIELDS = {
    "title": "题名卷数",
    "responsibility": "著者",
    "edition": "版本",
    "annotation": "批校题跋",
    "volumes": "册数",
    "extent": "存缺卷",
    "sub_works": "丛书子目",
}
GRAMMAR: dict[str, tuple[Parse, Render]] = {
    "title": (notation.parse_title, notation.render_title),
    "responsibility": (notation.parse_responsibility, notation.render_responsibility),
    "edition": (notation.parse_edition, notation.render_edition),
    "annotation": (notation.parse_annotations, notation.render_annotations),
    "volumes": (notation.parse_volumes, notation.render_volumes),
    "extent": (notation.parse_extent, notation.render_extent),
}


class Statements:
    """Answers what the entries of one volume ask of a statement's text.

    Indexes are sorted by the forms that the glyph standard (字形標準) ``glyphs`` prints, whatever was typed.
    """

    def __init__(self, marks: Notation, *, with_juan: bool, glyphs: str = "mainland") -> None:
        self._marks, self._with_juan, self._glyphs = marks, with_juan, glyphs
        keep = lru_cache(maxsize=KEPT)
        self.words = keep(self._words)
        self.titles = keep(self._titles)
        self.appended = keep(self._appended)
        self.persons = keep(self._persons)
        self.edition = keep(_edition)
        self.pieces = keep(_pieces)
        self.incomplete = keep(_incomplete)

    def _words(self, field: str, text: str) -> tuple[str, Note | None]:
        """Return a statement as it is printed, and what the editor must know of it: no blanks at its ends."""
        text = text.strip()
        shown = one_line(text)
        if not shown:
            return "", None
        parse, render = GRAMMAR[field]
        parsed = parse(text)
        if parsed.unplaced:
            return shown, _as_written(field, shown)
        words = render(parsed.structure, self._marks)
        if words != text and render(parsed.structure, notation.AS_WRITTEN) != text:
            return shown, _as_written(field, shown)
        return one_line(words), None

    def _titles(self, text: str) -> tuple[tuple[IndexTitle, ...], bool]:
        """Return the titles that a 題名 gives to the index, and whether it was understood."""
        parsed = notation.parse_title(text)
        if parsed.unplaced or not parsed.structure.units:
            name = one_line(text)
            return ((IndexTitle(name, self._sorted(name)),) if name else ()), False
        return tuple(self._index_title(unit) for unit in parsed.structure.units), True

    def _appended(self, responsibility: str) -> tuple[IndexTitle, ...]:
        """Return the titles of works appended among the authors (附錄之作)."""
        works = notation.parse_responsibility(responsibility).structure.works
        units = [unit for work in works for unit in work.units if len(unit.name) >= SHORTEST_APPENDED]
        return tuple(self._index_title(unit) for unit in units)

    def _index_title(self, unit: TitleUnit) -> IndexTitle:
        bare = replace(unit, lead="", link="")
        if not self._with_juan:
            bare = replace(bare, counts=(), extras=(), note=None)
        text = notation.render_title(Title((bare,)), self._marks)
        return IndexTitle(one_line(text), self._sorted(one_line(unit.name) or one_line(text)))

    def _sorted(self, name: str) -> str:
        """Return what a name is sorted by: its characters as they are printed."""
        return as_printed(name, self._glyphs)

    def _persons(self, responsibility: str) -> tuple[IndexTitle, ...]:
        """Return who made the book, name first and dynasty or nation behind it, as an index of persons lists them."""
        return tuple(dict.fromkeys(self._named(responsibility)))

    def _named(self, responsibility: str) -> Iterator[IndexTitle]:
        left, right = self._marks.era_brackets[0], self._marks.era_brackets[1]
        for group in notation.parse_responsibility(responsibility).structure.groups:
            time = group.dynasty or group.nation
            for person in group.names:
                if name := one_line(person.text):
                    yield IndexTitle(f"{name}{left}{time}{right}" if time else name, self._sorted(name))


def _as_written(field: str, text: str) -> Note:
    return Note("as_written", field, "{label}照印“{text}”", {"label": FIELDS[field], "text": text})


def _edition(text: str) -> tuple[str, str]:
    """Return dynasty and type of an edition."""
    edition = notation.parse_edition(text).structure
    return edition.dynasty, edition.type


def _pieces(text: str) -> tuple[tuple[str, int], ...]:
    """Return the pieces of a copy, by unit."""
    items = notation.parse_volumes(text).structure.items
    return tuple((item.unit.replace("册", "冊"), item.value) for item in items if item.value is not None)


def _incomplete(text: str) -> bool:
    """Say whether a statement of extent says that parts are lacking."""
    return notation.parse_extent(text).structure.kind in ("存", "缺")


def one_line(text: str) -> str:
    """Return text on one line: breaks and tabs become an ideographic space, ends are trimmed; nothing else changes."""
    if text.isprintable() and not (text.startswith(" ") or text.endswith(" ")):
        return text
    return "\u3000".join(part.strip() for part in text.replace("\t", "\n").splitlines() if part.strip())
