"""批校題跋, written from its structure."""

from __future__ import annotations

from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.dates import render_date
from guji.notation.render.responsibility import render_dynasty, render_name
from guji.notation.structures import Act, Annotation, Annotations


def render_annotations(annotations: Annotations, profile: Profile = AS_WRITTEN) -> str:
    """Write a statement of annotations. A dynasty that stands bare stays bare (formats.md §A1: 清惠棟校並跋)."""
    return "".join(_render_annotation(item, profile) for item in annotations.items)


def _render_annotation(item: Annotation, profile: Profile) -> str:
    names = item.separator.join(render_name(name, profile) for name in item.names)
    dynasty = render_dynasty(item.dynasty, item.brackets, profile) if item.brackets else item.dynasty
    date = render_date(item.date, profile) if item.date else ""
    return item.lead + date + dynasty + names + item.etc + "".join(_render_act(act, profile) for act in item.acts)


def _render_act(act: Act, profile: Profile) -> str:
    text = act.link + act.verb + act.object
    for group in act.originals:
        names = group.separator.join(render_name(name, profile) for name in group.names)
        dynasty = render_dynasty(group.dynasty, group.brackets, profile) if group.brackets else group.dynasty
        text += group.lead + dynasty + names + group.etc
    return text + act.copied
