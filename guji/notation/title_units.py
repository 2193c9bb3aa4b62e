"""The units of a title and what belongs to each: a label makes an addition, anything else a work of its own.

Labels: :data:`guji.notation.lexicon.LABELS`, alone, two together, or with 又, 續, 附 … before them (vocab.md §4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from authority.chronology import find_eras
from guji.notation.issues import Issue
from guji.notation.lexicon import FIRST_PARTS, LABELS
from guji.notation.scan import closing
from guji.notation.structures import Count, Extra, Note, TitleUnit

#: A word that ties a work to the one before it.
LINK: Final = re.compile("(?:[（(]附[）)]|附錄|附録|坿錄|又附|附刻|附|坿)")
PREFIX_BRACKETS: Final = "[［〔【"
ROUND: Final = "（("
_PREFIXED_LABEL: Final = re.compile("(?:又|再|三|續|附|補|新|重|後|別|外|坿)+")
_FIRST_PARTS: Final = tuple(sorted(FIRST_PARTS))
#: A label made of two, or with a word before it, has no more characters.
_LONGEST_LABEL: Final = 8
_REIGN: Final = re.compile("(?:[宋元明清]|民國)?(.{2,4}?)(?:[元一二三四五六七八九十]{1,4}年)?(?:重修|續修|增修|間)?\\Z")


@dataclass(slots=True)
class TitleBuilder:
    """Collects units while the text is read from left to right."""

    units: list[TitleUnit] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def add(self, name: str, counts: tuple[Count, ...], lead: str) -> None:
        """Take a name with its counts: an addition to the unit at hand, or a new unit."""
        if self.units and _is_addition(name):
            self.extras.append(Extra(name, counts, lead))
            return
        self.flush()
        tie = LINK.match(name) if self.units else None
        if tie and tie.end() < len(name):
            self.units.append(TitleUnit(name[tie.end() :], counts=counts, lead=lead, link=tie[0]))
        else:
            self.units.append(_named_unit(name, counts, lead))

    def note(self, note: Note) -> None:
        """Attach a remark to what was read last."""
        if self.extras:
            self.extras[-1] = replace(self.extras[-1], note=note)
        else:
            self.units[-1] = replace(self.units[-1], note=note)

    def flush(self) -> None:
        """Give the unit at hand its additions."""
        if self.extras:
            self.units[-1] = _with_extras(self.units[-1], tuple(self.extras))
            self.extras = []


@lru_cache(maxsize=2048)
def is_label(text: str) -> bool:
    """Whether ``text`` names an addition or a part rather than a work: 附錄, 又續集, 年譜附錄."""
    if text in LABELS:
        return True
    return len(text) <= _LONGEST_LABEL and (_has_prefix(text) or _is_two_labels(text))


def _has_prefix(text: str) -> bool:
    """Whether a word like 又 or 續 stands before a label."""
    prefix = _PREFIXED_LABEL.match(text)
    return prefix is not None and text[prefix.end() :] in LABELS


def _is_two_labels(text: str) -> bool:
    """Whether two labels stand side by side (年譜|附錄)."""
    return any(text[:cut] in LABELS and text[cut:] in LABELS for cut in range(2, len(text) - 1))


def _is_addition(name: str) -> bool:
    """Whether what is counted belongs to the work before it: by its label, or called by a tie and a character."""
    if is_label(name):
        return True
    tie = LINK.match(name)
    return tie is not None and tie.end() == len(name) - 1


def tie_of(name: str) -> str:
    """Return the word that ties a work to the one before it (附, 附錄, 又附), empty if the name is its own."""
    match = None if is_label(name) else LINK.match(name)
    return match[0] if match else ""


def _named_unit(name: str, counts: tuple[Count, ...], lead: str) -> TitleUnit:
    """Return the unit of a name that may begin with a bracketed reign, or be bracketed as a whole."""
    if name[:1] and (name[0] in PREFIX_BRACKETS or (name[0] in ROUND and _is_reign(name))):
        end = closing(name, 0)
        if end == len(name) - 1:
            return TitleUnit(name[1:end], counts=counts, brackets=name[0] + name[end], supplied=True, lead=lead)
        if end > 1:
            return TitleUnit(name[end + 1 :], name[1:end], counts, brackets=name[0] + name[end], lead=lead)
    return TitleUnit(name, counts=counts, lead=lead)


def _is_reign(name: str) -> bool:
    """Whether a round bracket holds the reign of a gazetteer rather than words of the title: （康熙）天津衛志."""
    end = closing(name, 0)
    match = _REIGN.match(name[1:end]) if 0 < end < len(name) - 1 else None
    return match is not None and bool(find_eras(match[1]))


def _with_extras(unit: TitleUnit, extras: tuple[Extra, ...]) -> TitleUnit:
    """Add the additions; set apart the first part's name where they go on counting parts of the same kind."""
    part = _first_part(unit, extras) if unit.counts and unit.name.endswith(_FIRST_PARTS) else ""
    if not part:
        return replace(unit, extras=extras)
    return replace(unit, name=unit.name[: -len(part)], part=part, extras=extras)


def _first_part(unit: TitleUnit, extras: tuple[Extra, ...]) -> str:
    """Return the part that ends a name where the additions go on counting such parts (…|前集 …後集), else empty."""
    labels = {(extra.label[-1:], len(extra.label)) for extra in extras}
    return next(
        (
            part
            for part in _FIRST_PARTS
            if (part[-1], len(part)) in labels and unit.name.endswith(part) and len(unit.name) > len(part) + 1
        ),
        "",
    )
