"""One part of a statement of people, taken apart: what is told before the names, the names, and their role.

Rules: vocab.md §1 and §7 (題（清）某某撰 for an attribution held doubtful, （日本）, （朝鮮）; 等 behind the names).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from guji.notation.lexicon import ASCRIPTIONS
from guji.notation.people import bare_dynasty, is_dynasty, is_nation, read_name, split_role
from guji.notation.scan import BRACKETS, OPENING, bracket_before
from guji.notation.structures import Name
from guji.notation.surnames import is_person

_ASCRIBED: Final = re.compile(
    f"(?:{'|'.join(sorted(ASCRIPTIONS, key=len, reverse=True))})(?=[{re.escape(OPENING)}])|(?:[舊旧]?[本原]?[題题])"
)
_JOINED: Final = re.compile("[、，,；;]")
#: A bracket that no table knows is taken for a dynasty or nation up to this length.
_LONGEST_NATION: Final = 6
#: What ends the name of a house or body, or a by-name, rather than a person's.
_NOT_PEOPLE: Final = ("居士", "道人", "會", "会", "堂", "院")


class Told(NamedTuple):
    """What stands before the names: a word of doubt (題), the dynasty or nation, its brackets; and the rest."""

    ascribed: str = ""
    brackets: str = ""
    time: str = ""
    body: str = ""


class Said(NamedTuple):
    """The names of a part, what stands between them, 等, and the role."""

    names: tuple[Name, ...] = ()
    separator: str = ""
    etc: str = ""
    role: str = ""

    @property
    def tells_somebody(self) -> bool:
        """Whether a role is stated, or the first name is a person's."""
        return bool(self.role) or (bool(self.names) and is_person(self.names[0].text))


@lru_cache(maxsize=2048)
def split_dynasty(text: str) -> Told:
    """Return what is told before the names: 題|（明）|高濂撰, （日本）|林羅山撰."""
    ascribed = _doubt_before(text)
    body = text[len(ascribed) :]
    inside, brackets, rest = bracket_before(body) if body[0] in BRACKETS else ("", "", body)
    if inside and (is_dynasty(inside) or is_nation(inside) or _names_someone(inside, rest)):
        return Told(ascribed, brackets, inside, rest)
    if ascribed and not split_role(body)[2]:
        return Told(body=text)
    return Told(ascribed, body=body)


def _doubt_before(text: str) -> str:
    """Return the word before an attribution held doubtful (題, 舊題), empty if there is none."""
    match = _ASCRIBED.match(text)
    return match[0] if match and len(text) > match.end() + 1 else ""


def _names_someone(inside: str, body: str) -> bool:
    """Whether a bracket that no table knows stands where a dynasty does: before a name with its role, a full name."""
    if len(inside) > _LONGEST_NATION or not body or not all("\u3400" <= char <= "\u9fff" for char in inside):
        return False
    return bool(split_role(body)[2]) or is_person(body)


@lru_cache(maxsize=2048)
def split_body(body: str) -> Said:
    """Return the names of one part with what stands between them, 等, and the role."""
    text, etc, role = split_role(body) if body else ("", "", "")
    if not text:
        return Said((), "", etc, role)
    comma = _JOINED.search(text)
    if comma and BRACKETS.keys().isdisjoint(text):
        return Said(tuple(read_name(name) for name in text.split(comma[0])), comma[0], etc, role)
    return Said((read_name(text),), "", etc, role)


def own_dynasty(names: tuple[Name, ...], unbracketed: bool = False) -> tuple[str, tuple[Name, ...]]:
    """Set apart the dynasty that stands bare before the first name (清|王士禛)."""
    dynasty = bare_dynasty(names[0].text, unbracketed) if names else ""
    return dynasty, (_after_dynasty(names[0], dynasty), *names[1:]) if dynasty else names


def _after_dynasty(name: Name, dynasty: str) -> Name:
    """Return the name without the dynasty before it; a note behind it stays."""
    read = read_name(name.text[len(dynasty) :])
    return replace(read, note=name.note) if name.note else read


def with_origin(name: Name) -> Name:
    """Set apart a place of two characters before a full name (介休|梁錫璵), where no dynasty is stated."""
    text = name.name
    plain = not (name.epithet or name.origin or name.note)
    if plain and len(text) in (4, 5) and _is_led_by_place(text):
        return Name(text[2:], origin=text[:2])
    return name


def _is_led_by_place(text: str) -> bool:
    return is_person(text[2:]) and not is_person(text) and not text.endswith(_NOT_PEOPLE)
