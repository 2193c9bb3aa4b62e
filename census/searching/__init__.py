"""What search has to know of a kind of record: its fields, its facets, its orders, and each record as a document.

A room of records (古籍, 文物) describes its kind here and registers it when Django starts; :mod:`search` reads the
registry and never names a kind. So a kind joins the one index with no change in :mod:`search`.
"""

from census.searching.database import DatabaseSide, Run
from census.searching.documents import Document, TextPart, Words, digest_of
from census.searching.fields import FacetField, SortField, TextField
from census.searching.kinds import Entry, Relying, SearchKind, register, search_kinds
from census.searching.lists import Candidates, FindCandidates, Wanted, candidates, use_candidates

__all__ = [
    "Candidates",
    "DatabaseSide",
    "Document",
    "Entry",
    "FacetField",
    "FindCandidates",
    "Relying",
    "Run",
    "SearchKind",
    "SortField",
    "TextField",
    "TextPart",
    "Wanted",
    "Words",
    "candidates",
    "digest_of",
    "register",
    "search_kinds",
    "use_candidates",
]
