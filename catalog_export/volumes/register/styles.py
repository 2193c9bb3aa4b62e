"""From a profile to the compositor's terms: the page, and the dress of every kind of paragraph in a register."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog_export.typeset.model import PageDesign, Style
from catalog_export.volumes.profile import Profile

BOLD = 700
#: Millimetres between the columns of an index.
INDEX_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Styles:
    """The dresses of a register, all from one profile."""

    entry: Style
    sub: Style
    sub_line: Style
    institution: Style
    institution_note: Style
    title: Style
    section: Style
    text: Style
    contents: Style
    contents_note: Style
    index: Style
    index_heading: Style
    head_index: Style
    table: Style
    small: Style


def page_design(profile: Profile, *, columns: int | None = None, gap: float | None = None) -> PageDesign:
    """Return the page of the profile, with another number of columns (and another gap, in mm) if given."""
    page = profile.page
    return PageDesign(
        width=page.width,
        height=page.height,
        top=page.top,
        bottom=page.bottom,
        inner=page.inner,
        outer=page.outer,
        columns=page.columns if columns is None else columns,
        gutter=page.gap if gap is None else gap,
        bleed=profile.press.bleed,
        crop_marks=profile.press.crop_marks,
    )


def index_design(profile: Profile) -> PageDesign:
    """Return the page of an index."""
    return page_design(profile, columns=profile.index.columns, gap=INDEX_GAP)


def index_room(profile: Profile) -> float:
    """Return the width of an index's column in ems of its type."""
    return index_design(profile).column_measure / profile.type.index


def styles_of(profile: Profile) -> Styles:
    """Return the dresses of the profile."""
    kinds = profile.type
    body = Style(kinds.body, kinds.leading, space_before=kinds.entry_space)
    run_in = profile.style.number_line == "run_in"
    text = Style(kinds.text, kinds.text_leading, first_indent=2)
    index = Style(kinds.index, kinds.index_leading, align="left", indent=1, first_indent=-1, spread=False)
    heading = Style(kinds.heading, kinds.heading * 1.5, BOLD, "centre", keep_with_next=True, spread=False)
    sub = Style(kinds.sub, kinds.sub_leading, indent=1)
    return Styles(
        entry=replace(body, indent=1, first_indent=-1) if run_in else body,
        sub=sub,
        sub_line=replace(sub, indent=2, first_indent=-1),
        institution=replace(heading, space_before=kinds.leading, space_after=2),
        institution_note=Style(
            kinds.head, kinds.leading, align="centre", space_after=kinds.leading, keep_with_next=True, spread=False
        ),
        title=replace(heading, tracking=0.5, space_after=kinds.text_leading),
        section=replace(text, weight=BOLD, first_indent=0, space_before=kinds.text_leading * 0.4, keep_with_next=True),
        text=text,
        contents=replace(text, first_indent=0, align="left", space_before=3, keep_with_next=True),
        contents_note=replace(text, size=kinds.head, leading=kinds.leading, first_indent=0, indent=1),
        index=index,
        index_heading=replace(
            index,
            weight=BOLD,
            indent=0,
            first_indent=0,
            space_before=kinds.index_leading * 0.5,
            keep_with_next=True,
            spread=True,
        ),
        head_index=replace(index, indent=0, first_indent=0),
        table=Style(kinds.index + 1, kinds.index_leading + 3, align="left", spread=False),
        small=Style(kinds.head, kinds.head * 1.8, align="left", spread=False),
    )
