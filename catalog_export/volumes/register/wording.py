"""From a record to the words of its printed entry, in the volume's own notation.

A statement that is understood completely, and gives itself back letter by letter, is rendered with the marks and
numerals that the profile asks for; any other is printed as the cataloguer wrote it, and the editor is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from authority.han import NumeralStyle
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Facts, IndexTitle, Note, RegisterEntry, SubEntry
from catalog_export.volumes.register.snapshot import FrozenRecord
from guji import notation
from guji.data import BookData
from guji.notation import Parsed, Title, TitleUnit
from guji.notation import Profile as Notation

T = TypeVar("T")

#: Appended works with shorter names (志, 附錄) are no titles that anyone looks up.
SHORTEST_APPENDED = 3
FULL_HYPHEN = "－"
FIELDS = {
    "title": "题名卷数",
    "responsibility": "著者",
    "edition": "版本",
    "annotation": "批校题跋",
    "volumes": "册数",
    "extent": "存缺卷",
    "sub_works": "丛书子目",
}
#: Of the six items that every record must state, those that can never be missing (著者 and 存卷 may be).
REQUIRED = ("shelf_mark", "title", "edition", "volumes")


class NotSettableError(ValueError):
    """A record of which nothing could be printed."""


def notation_profile(profile: Profile) -> Notation:
    """Return the notation that a volume's profile asks for."""
    style = profile.style
    full = style.brackets == "full"
    round_brackets = "（）" if full else "()"
    return replace(
        notation.REGISTER,
        dynasty_brackets={"round": round_brackets, "tortoise": "〔〕", "none": "none"}[style.dynasty],
        prefix_brackets="［］" if full else "[]",
        era_brackets=round_brackets,
        note_brackets=round_brackets,
        extent_style=style.extent,
        extent_brackets=round_brackets if style.extent == "brackets" else "",
        volume_style=NumeralStyle.CATALOGUE if profile.counts_in_han else NumeralStyle.ARABIC,
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """Makes the words of entries for one volume."""

    profile: Profile
    marks: Notation

    @classmethod
    def of(cls, profile: Profile) -> Wording:
        """Return the wording of a profile."""
        return cls(profile, notation_profile(profile))

    def entry(self, record: FrozenRecord) -> RegisterEntry:
        """Return a record's printed entry. Raises :class:`NotSettableError` if it has neither title nor edition."""
        data = record.data
        if not data.title.strip() and not data.edition.strip():
            raise NotSettableError("题名与版本皆空，无可排印")
        notes: list[Note] = list(_missing(data))
        title, *words = self._statements(data, notes)
        return RegisterEntry(
            record_id=record.record_id,
            version=record.version,
            institution=data.institution,
            key=data.census_no,
            number=data.census_no.replace("-", FULL_HYPHEN) if self.profile.style.hyphen == "full" else data.census_no,
            shelf_mark=data.shelf_mark.strip(),
            title=title,
            words=tuple(word for word in words if word),
            sub_entries=tuple(self._sub_entries(data.details.get("sub_works", ()), 1, notes)),
            titles=tuple(self._titles(data)),
            persons=tuple(dict.fromkeys(self._persons(data))) if self.profile.index.persons else (),
            facts=_facts(data, record.derived),
            notes=tuple(notes),
        )

    def _statements(self, data: BookData, notes: list[Note]) -> list[str]:
        volumes = notation.parse_volumes(data.volumes)
        return [
            self._word("title", data.parsed_title, notation.render_title, notes),
            self._word("responsibility", data.parsed_responsibility, notation.render_responsibility, notes),
            self._word("edition", data.parsed_edition, notation.render_edition, notes),
            self._word("annotation", data.parsed_annotations, notation.render_annotations, notes),
            self._word("volumes", volumes, notation.render_volumes, notes),
            self._word("extent", data.parsed_extent, notation.render_extent, notes),
        ]

    def _word(self, field: str, parsed: Parsed[T], render: Callable[[T, Notation], str], notes: list[Note]) -> str:
        text = one_line(parsed.text)
        if not text:
            return ""
        if not parsed.unplaced and (shown := render(parsed.structure, self.marks)) == parsed.text:
            return one_line(shown)
        if parsed.unplaced or render(parsed.structure, notation.AS_WRITTEN) != parsed.text:
            notes.append(Note("as_written", field, "{label}照印“{text}”", {"label": FIELDS[field], "text": text}))
            return text
        return one_line(render(parsed.structure, self.marks))

    def _sub_entries(self, rows: Any, depth: int, notes: list[Note]) -> Iterator[SubEntry]:
        for row in rows:
            words = tuple(word for word in self._sub_words(row, notes) if word)
            if words:
                yield SubEntry(depth, words)
            yield from self._sub_entries(row.get("children") or (), depth + 1, notes)

    def _sub_words(self, row: Mapping[str, Any], notes: list[Note]) -> Iterator[str]:
        own: list[Note] = []
        statements: tuple[tuple[str, Callable[[str], Parsed[Any]], Callable[[Any, Notation], str]], ...] = (
            ("title", notation.parse_title, notation.render_title),
            ("responsibility", notation.parse_responsibility, notation.render_responsibility),
            ("edition", notation.parse_edition, notation.render_edition),
            ("extent", notation.parse_extent, notation.render_extent),
        )
        for field, parse, render in statements:
            if text := str(row.get(field) or ""):
                yield self._word(field, parse(text), render, own)
        notes.extend(replace(note, field="sub_works", template="子目" + note.template) for note in own)

    def _titles(self, data: BookData) -> Iterator[IndexTitle]:
        parsed = data.parsed_title
        if parsed.unplaced or not parsed.structure.units:
            if text := one_line(data.title):
                yield IndexTitle(text, text)
            return
        for unit in parsed.structure.units:
            yield self._index_title(unit)
        for work in data.parsed_responsibility.structure.works:
            yield from (self._index_title(unit) for unit in work.units if len(unit.name) >= SHORTEST_APPENDED)

    def _persons(self, data: BookData) -> Iterator[IndexTitle]:
        """Yield who made the book, name first and dynasty or nation behind it, as an index of persons lists them."""
        left, right = self.marks.era_brackets[0], self.marks.era_brackets[1]
        for group in data.parsed_responsibility.structure.groups:
            time = group.dynasty or group.nation
            for person in group.names:
                if name := one_line(person.text):
                    yield IndexTitle(f"{name}{left}{time}{right}" if time else name, name)

    def _index_title(self, unit: TitleUnit) -> IndexTitle:
        bare = replace(unit, lead="", link="")
        if not self.profile.index.juan:
            bare = replace(bare, counts=(), extras=(), note=None)
        text = notation.render_title(Title((bare,)), self.marks)
        return IndexTitle(one_line(text), one_line(unit.name) or one_line(text))


def one_line(text: str) -> str:
    """Return text on one line: breaks and tabs become an ideographic space, ends are trimmed; nothing else changes."""
    return "\u3000".join(part.strip() for part in text.replace("\t", "\n").splitlines() if part.strip())


def _missing(data: BookData) -> Iterator[Note]:
    labels = FIELDS | {"shelf_mark": "索书号"}
    for field in REQUIRED:
        if not str(getattr(data, field)).strip():
            yield Note("empty_statement", field, "缺{label}", {"label": labels[field]})


def _facts(data: BookData, derived: Mapping[str, str]) -> Facts:
    edition = data.parsed_edition.structure
    counts = notation.parse_volumes(data.volumes).structure.items
    return Facts(
        dynasty=derived.get("dynasty") or edition.dynasty,
        edition_type=derived.get("edition_type") or edition.type,
        volumes=tuple((item.unit.replace("册", "冊"), item.value) for item in counts if item.value is not None),
        incomplete=data.parsed_extent.structure.kind in ("存", "缺"),
        republican=data.is_republican,
        foreign=data.is_foreign,
    )
