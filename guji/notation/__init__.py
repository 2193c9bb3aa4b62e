"""The grammar of catalogue statements: 題名卷數, 著者, 版本, 批校題跋, 冊數, 存缺卷, and whole one-line entries.

``parse_*`` never raises on any text: it returns a :class:`Parsed` with the structure, the stretches that found no
place, and issues with character offsets. ``render_*`` writes the statement from its structure alone, in the
notation of a :class:`Profile`; for text already in the profile's form, byte for byte. Pure Python, no Django.
"""

from guji.notation.annotations import parse_annotations
from guji.notation.edition import parse_edition
from guji.notation.entry import parse_entry
from guji.notation.extent import parse_extent
from guji.notation.issues import TEMPLATES, Issue
from guji.notation.parts import ParsedEntry, Part
from guji.notation.profiles import AS_WRITTEN, PROFILES, RAREBOOK, REGISTER, UNION, WEB, Profile
from guji.notation.render import (
    render,
    render_annotations,
    render_edition,
    render_entry,
    render_extent,
    render_responsibility,
    render_title,
    render_volumes,
)
from guji.notation.responsibility import parse_responsibility
from guji.notation.structures import (
    Act,
    Annotation,
    Annotations,
    CommonEra,
    Count,
    Date,
    Edition,
    Extent,
    ExtentGroup,
    Extra,
    Group,
    Layer,
    Maker,
    Name,
    Note,
    Number,
    Parsed,
    Place,
    Point,
    Range,
    Responsibility,
    Section,
    Span,
    Title,
    TitleUnit,
    Volumes,
)
from guji.notation.title import parse_title
from guji.notation.volumes import parse_volumes
from guji.notation.years import era_span, span_of_layer, years_of_layer

__all__ = [
    "AS_WRITTEN",
    "PROFILES",
    "RAREBOOK",
    "REGISTER",
    "TEMPLATES",
    "UNION",
    "WEB",
    "Act",
    "Annotation",
    "Annotations",
    "CommonEra",
    "Count",
    "Date",
    "Edition",
    "Extent",
    "ExtentGroup",
    "Extra",
    "Group",
    "Issue",
    "Layer",
    "Maker",
    "Name",
    "Note",
    "Number",
    "Parsed",
    "ParsedEntry",
    "Part",
    "Place",
    "Point",
    "Profile",
    "Range",
    "Responsibility",
    "Section",
    "Span",
    "Title",
    "TitleUnit",
    "Volumes",
    "era_span",
    "parse_annotations",
    "parse_edition",
    "parse_entry",
    "parse_extent",
    "parse_responsibility",
    "parse_title",
    "parse_volumes",
    "render",
    "render_annotations",
    "render_edition",
    "render_entry",
    "render_extent",
    "render_responsibility",
    "render_title",
    "render_volumes",
    "span_of_layer",
    "years_of_layer",
]
