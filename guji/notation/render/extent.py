"""存缺卷 and 冊數, written from their structure."""

from __future__ import annotations

from guji.notation.numbers import write_number
from guji.notation.profiles import AS_WRITTEN, Profile
from guji.notation.render.common import bracketed, render_count, render_counts
from guji.notation.structures import Extent, ExtentGroup, Place, Range, Volumes


def render_extent(extent: Extent, profile: Profile = AS_WRITTEN) -> str:
    """Write a statement of what is extant or lacking, in brackets or after a colon as the profile has it."""
    counts = render_counts(extent.counts, profile.juan_style)
    counts += "".join(extra.label + render_counts(extra.counts, profile.juan_style) for extra in extent.extras)
    body = extent.inside + "".join(_render_group(group, profile) for group in extent.groups)
    if body and not extent.count_last:
        body = _enclosed(body, extent.brackets, bool(extent.counts), profile)
    text = extent.kind + (body + counts if extent.count_last else counts + body) + extent.remark
    return text + (extent.also_lead + render_extent(extent.also, profile) if extent.also else "")


def render_volumes(volumes: Volumes, profile: Profile = AS_WRITTEN) -> str:
    """Write the number of pieces and its remark."""
    items = "".join(render_count(item, profile.volume_style, profile.volume_unit) for item in volumes.items)
    return items + (bracketed(volumes.note, volumes.brackets, "") if volumes.note else "")


def _enclosed(body: str, kept: str, counted: bool, profile: Profile) -> str:
    if not counted or not profile.extent_style or (kept and len(kept) == 1 and kept not in "：:"):
        return _with_mark(body, kept)
    if profile.extent_style == "colon":
        return "：" + body
    return bracketed(body, "（）", profile.extent_brackets)


def _with_mark(body: str, mark: str) -> str:
    return bracketed(body, mark, "") if len(mark) == 2 else mark + body


def _render_group(group: ExtentGroup, profile: Profile) -> str:
    ranges = "".join(_render_range(span, profile) for span in group.ranges)
    counts = render_counts(group.counts, profile.juan_style)
    body = group.label + ranges + counts + group.whole + group.remark
    behind = group.kind and group.ranges and not group.label
    return group.lead + (body + group.kind if behind else group.kind + body)


def _render_range(span: Range, profile: Profile) -> str:
    text = span.before + _render_place(span.start, profile) + span.after_start
    if span.end is not None:
        text += (profile.range_word or span.joint) + span.before_end + _render_place(span.end, profile)
    return (profile.range_separator or span.lead if span.lead else "") + text + span.after


def _render_place(place: Place, profile: Profile) -> str:
    return (write_number(place.number, profile.juan_style) if place.number else "") + place.mark
