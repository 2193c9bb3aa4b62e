"""A whole entry, and any statement by its structure."""

from __future__ import annotations

from guji.notation.parts import ParsedEntry, Part
from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.annotations import render_annotations
from guji.notation.render.edition import render_edition
from guji.notation.render.extent import render_extent, render_volumes
from guji.notation.render.responsibility import render_responsibility
from guji.notation.render.title import render_title
from guji.notation.structures import (
    Annotations,
    Edition,
    Extent,
    Parsed,
    Responsibility,
    Title,
    Volumes,
)

Statement = Title | Responsibility | Edition | Annotations | Volumes | Extent


def render_structure(structure: Statement, profile: Profile = AS_WRITTEN) -> str:
    """Write any statement from its structure."""
    match structure:
        case Title():
            return render_title(structure, profile)
        case Responsibility():
            return render_responsibility(structure, profile)
        case Edition():
            return render_edition(structure, profile)
        case Annotations():
            return render_annotations(structure, profile)
        case Volumes():
            return render_volumes(structure, profile)
        case Extent():
            return render_extent(structure, profile)


def render(parsed: Parsed[Statement], profile: Profile = AS_WRITTEN) -> str:
    """Write a parsed statement for print: from its structure, or as it stood if part of it found no place.

    So nothing that a cataloguer wrote is ever lost in print.
    """
    return render_structure(parsed.structure, profile) if parsed.complete else parsed.text


def render_entry(entry: ParsedEntry, profile: Profile = AS_WRITTEN) -> str:
    """Write a line from the structures of its parts, separated as the profile (or the line) has it."""
    return "".join(_lead(part, profile) + _render_part(part, profile) for part in entry.parts)


def _lead(part: Part, profile: Profile) -> str:
    return profile.separator if part.lead and part.lead.strip("\u3000") == "" and len(part.lead) == 1 else part.lead


def _render_part(part: Part, profile: Profile) -> str:
    return part.text if part.parsed is None else render_structure(part.parsed.structure, profile)
