"""What a catalogue statement says, as plain frozen data.

A structure holds the meaning and, beside it, the few marks of notation that differ between catalogues (which
brackets, which separator, a numeral as written), so that rendering needs the structure alone. A profile that
prescribes a mark overrules the mark kept here. ``written`` in a :class:`Number` counts only while it still says
the same value: change the value and the rendering follows.
"""

from guji.notation.structures.base import JUAN, Count, Note, Number, Parsed, Span
from guji.notation.structures.copies import Act, Annotation, Annotations, Extent, ExtentGroup, Place, Range, Volumes
from guji.notation.structures.making import Edition, Layer, Maker
from guji.notation.structures.times import CommonEra, Date, Point
from guji.notation.structures.works import Extra, Group, Name, Responsibility, Section, Title, TitleUnit

__all__ = [
    "JUAN",
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
    "Layer",
    "Maker",
    "Name",
    "Note",
    "Number",
    "Parsed",
    "Place",
    "Point",
    "Range",
    "Responsibility",
    "Section",
    "Span",
    "Title",
    "TitleUnit",
    "Volumes",
]
