"""The book record and all that belongs to it: the public models of this room."""

from guji.models.book import Book
from guji.models.contents import AnnotationNote, Engraver, OtherTitle, Preface, Seal, SubWork
from guji.models.custody import Damage, Grading, Identifier, Provenance, Repair
from guji.models.entry_template import EntryTemplate
from guji.models.grid import Grid, GridRow
from guji.models.offer import Offer, OfferKey, OfferTally
from guji.models.override import Override
from guji.models.parts import Agent, TextSource, TitleUnit
from guji.models.physical import Attachment, Binding, Case, Layout, Script
from guji.models.working_copy import WorkingCopy

__all__ = [
    "Agent",
    "AnnotationNote",
    "Attachment",
    "Binding",
    "Book",
    "Case",
    "Damage",
    "Engraver",
    "EntryTemplate",
    "Grading",
    "Grid",
    "GridRow",
    "Identifier",
    "Layout",
    "Offer",
    "OfferKey",
    "OfferTally",
    "OtherTitle",
    "Override",
    "Preface",
    "Provenance",
    "Repair",
    "Script",
    "Seal",
    "SubWork",
    "TextSource",
    "TitleUnit",
    "WorkingCopy",
]
