"""題名卷數, written from its structure."""

from __future__ import annotations

from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.common import bracketed, render_counts, render_note
from guji.notation.structures import Title, TitleUnit


def render_title(title: Title, profile: Profile = AS_WRITTEN) -> str:
    """Write a title statement: units one after the other, each with its counts and additions."""
    return "".join(_render_unit(unit, profile) for unit in title.units)


def _render_unit(unit: TitleUnit, profile: Profile) -> str:
    name, counts = unit.name + unit.part, render_counts(unit.counts, profile.juan_style)
    if unit.supplied:
        whole = name + counts if unit.encloses else name
        name = bracketed(whole, unit.brackets, profile.prefix_brackets)
        counts = "" if unit.encloses else counts
    elif unit.prefix:
        name = bracketed(unit.prefix, unit.brackets, profile.prefix_brackets) + name
    text = unit.lead + unit.link + name + counts
    text += render_note(unit.note, profile)
    for extra in unit.extras:
        text += extra.lead + extra.label + render_counts(extra.counts, profile.juan_style)
        text += render_note(extra.note, profile)
    return text
