"""From a record to the words of its printed entry, in the volume's own notation.

A statement that is understood completely, and gives itself back letter by letter, is rendered with the marks and
numerals that the profile asks for; any other is printed as the cataloguer wrote it, and the editor is told
(:mod:`catalog_export.volumes.register.statements`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from authority.han import NumeralStyle
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Facts, IndexTitle, Note, RegisterEntry, SubEntry
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.register.statements import FIELDS, GRAMMAR, Statements
from guji import notation
from guji.data import BookData
from guji.notation import Profile as Notation

FULL_HYPHEN = "－"
#: Of the six items that every record must state, those that can never be missing (著者 and 存卷 may be).
REQUIRED = ("shelf_mark", "title", "edition", "volumes")
#: What of a work in a set is printed, in this order.
OF_A_SUB_WORK = ("title", "responsibility", "edition", "extent")


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
    statements: Statements = field(repr=False, compare=False)

    @classmethod
    def of(cls, profile: Profile) -> Wording:
        """Return the wording of a profile."""
        marks, glyphs = notation_profile(profile), profile.style.glyphs
        return cls(profile, Statements(marks, with_juan=profile.index.juan, glyphs=glyphs))

    def entry(self, record: FrozenRecord) -> RegisterEntry:
        """Return a record's printed entry. Raises :class:`NotSettableError` if it has neither title nor edition."""
        data = record.data
        if not data.title.strip() and not data.edition.strip():
            raise NotSettableError("题名与版本皆空，无可排印")
        notes: list[Note] = list(_missing(data))
        title, *words = self._words(data, notes)
        full = self.profile.style.hyphen == "full"
        return RegisterEntry(
            record_id=record.record_id,
            version=record.version,
            institution=data.institution,
            key=data.census_no,
            number=data.census_no.replace("-", FULL_HYPHEN) if full else data.census_no,
            shelf_mark=data.shelf_mark.strip(),
            title=title,
            words=tuple([word for word in words if word]),
            sub_entries=tuple(self._sub_entries(data.details.get("sub_works", ()), 1, notes)),
            titles=self._titles(data),
            persons=self.statements.persons(data.responsibility) if self.profile.index.persons else (),
            facts=self._facts(data, record.derived),
            notes=tuple(notes),
        )

    def _words(self, data: BookData, notes: list[Note]) -> list[str]:
        """Return the statements as they are printed, in the order of print."""
        words = []
        for name in GRAMMAR:
            shown, note = self.statements.words(name, getattr(data, name))
            words.append(shown)
            if note:
                notes.append(note)
        return words

    def _sub_entries(self, rows: Any, depth: int, notes: list[Note]) -> Iterator[SubEntry]:
        for row in rows:
            words = tuple(word for word in self._sub_words(row, notes) if word)
            if words:
                yield SubEntry(depth, words)
            yield from self._sub_entries(row.get("children") or (), depth + 1, notes)

    def _sub_words(self, row: Mapping[str, Any], notes: list[Note]) -> Iterator[str]:
        for name in OF_A_SUB_WORK:
            shown, note = self.statements.words(name, str(row.get(name) or ""))
            yield shown
            if note:
                notes.append(replace(note, field="sub_works", template="子目" + note.template))

    def _titles(self, data: BookData) -> tuple[IndexTitle, ...]:
        """Return what the index of titles lists; of a title that is not understood, that alone."""
        titles, understood = self.statements.titles(data.title)
        return titles + self.statements.appended(data.responsibility) if understood else titles

    def _facts(self, data: BookData, derived: Mapping[str, str]) -> Facts:
        dynasty, edition_type = self.statements.edition(data.edition)
        return Facts(
            dynasty=derived.get("dynasty") or dynasty,
            edition_type=derived.get("edition_type") or edition_type,
            volumes=self.statements.pieces(data.volumes),
            incomplete=self.statements.incomplete(data.extent),
            republican=data.is_republican,
            foreign=data.is_foreign,
        )


def _missing(data: BookData) -> Iterator[Note]:
    for name in REQUIRED:
        if not str(getattr(data, name)).strip():
            label = FIELDS.get(name, "索书号")
            yield Note("empty_statement", name, "缺{label}", {"label": label})
