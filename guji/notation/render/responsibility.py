"""著者, written from its structure."""

from __future__ import annotations

from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.common import bracketed, render_note
from guji.notation.render.title import render_title
from guji.notation.structures import Group, Name, Responsibility, Section


def render_responsibility(responsibility: Responsibility, profile: Profile = AS_WRITTEN) -> str:
    """Write a statement of responsibility: groups, then each appended work with its groups."""
    return "".join(render_section(section, profile) for section in responsibility.sections)


def render_section(section: Section, profile: Profile = AS_WRITTEN) -> str:
    """Write one work's people, the appended work's title before them."""
    text = ""
    if section.work is not None:
        text = section.lead + render_title(section.work, profile)
    return text + "".join(_render_group(group, profile) for group in section.groups)


def render_name(name: Name, profile: Profile = AS_WRITTEN) -> str:
    """Write a name with epithet, origin and remark."""
    return name.origin + name.epithet + name.name + render_note(name.note, profile)


def render_dynasty(dynasty: str, brackets: str, profile: Profile) -> str:
    """Write a dynasty or nation in the brackets of the profile, or as kept; nothing for an empty one."""
    return bracketed(dynasty, brackets, profile.dynasty_brackets) if dynasty else ""


def _render_group(group: Group, profile: Profile) -> str:
    dynasty = render_dynasty(group.dynasty or group.nation, group.brackets, profile)
    head = group.lead + group.ascribed + dynasty
    between = group.separator + (dynasty if profile.repeat_dynasty and group.separator.isspace() else "")
    return head + between.join(render_name(name, profile) for name in group.names) + group.etc + group.role
