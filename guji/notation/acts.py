"""Where an act of making begins, and what stands before it: an act's first characters may end or begin a name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from guji.notation.kinds import NAME_ENDINGS, RATHER_NAMES
from guji.notation.makers import Makers
from guji.notation.places import place_prefix
from guji.notation.structures import Layer
from guji.notation.surnames import KNOWN, is_person
from guji.notation.words import both_forms

_FULL: Final = 3
#: So many characters of an act are tried as the end of a name.
_MOST_ENDINGS: Final = 2
#: Acts of one character with which names of houses begin as well (修綆堂, 印雪軒, 補讀書廬).
_BEGIN_HOUSES: Final = frozenset("修印寫抄鈔補增")
_HOUSE_NAME: Final = re.compile(both_forms("[一-鿿]{2,4}[堂齋齊閣樓軒館廬廎屋室房舍局社處居]"))


def beginnings(match: re.Match[str], pos: int) -> tuple[int, ...]:
    """Where an act may begin: its first characters can be the end of a maker's name (凌濛初刻, …清抄).

    After a text that is a full name with that character the name is preferred.
    """
    start, text = match.start(), match.string
    if match["facsimile"]:
        return (start,)
    if _is_of_school(text, start, pos):
        return (start + 1, start)
    places = _behind_name_endings(match)
    if len(places) > 1 and _ends_name(text, start, pos):
        return (places[1], start, *places[2:])
    return places


def _is_of_school(text: str, start: int, pos: int) -> bool:
    """Whether 官 before an act is the officer of a school rather than the office (府學官|刻)."""
    return text[start] == "官" and start > pos + 1 and text[start - 1] in "學学頖庠"


def _behind_name_endings(match: re.Match[str]) -> tuple[int, ...]:
    """Return the beginning of an act, and the places behind those of its first characters that often end names."""
    start, last, text = match.start(), match.start(), match.string
    while last + 1 < match.end() and text[last] in NAME_ENDINGS and last < start + _MOST_ENDINGS:
        last += 1
    return tuple(range(start, last + 1))


def _ends_name(text: str, start: int, pos: int) -> bool:
    """Whether an act's first character makes a full name of what stands before it (凌濛初|刻)."""
    named = text[start] in RATHER_NAMES or text[max(start - 2, pos) : start + 1] in KNOWN
    return named and start > pos and _is_named(text[pos : start + 1])


def may_begin_house(match: re.Match[str], makers: Makers) -> bool:
    """Whether an act may rather be the first character of a house's name (修|綆堂刻); to be tried last then.

    Only where no maker stands before it, or a family (蔣氏|寫禮廎刻), or a house with a place behind, which is then the
    place of a second house (玉蘭堂大阪|修道館刻).
    """
    return (
        (not makers.makers or makers.place_last or makers.makers[-1].name.endswith("氏"))
        and match.end() == match.start() + 1
        and match[0] in _BEGIN_HOUSES
        and _HOUSE_NAME.match(match.string, match.start()) is not None
    )


def _is_named(text: str) -> bool:
    """Whether the last of the names in ``text`` is a full one."""
    name = re.split("[、，]", text)[-1]
    if name[-_FULL:] in KNOWN:
        return True
    return is_person(name) or is_person(name[len(place_prefix(name)) :])


def made_by(layer: Layer, makers: Makers) -> Layer:
    """Return a layer with its makers."""
    return replace(layer, place=makers.place, makers=makers.makers, etc=makers.etc, place_last=makers.place_last)


def with_act(layer: Layer, made: Makers, match: re.Match[str], begin: int) -> Layer:
    """Return a layer with its makers and the act that begins at ``begin`` of a match."""
    action, exemplar = match.string[begin : match.end()], ""
    if match["facsimile"] and begin == match.start() and len(match["verb"]) == 1:
        action, exemplar = match["facsimile"] + match["verb"], match["model"]
    return Layer(
        action, layer.dates, made.place, made.makers, made.etc, layer.link, exemplar,
        part=layer.part, place_last=made.place_last,
    )  # fmt: skip
