"""What can be wrong with a book record and a machine can see: one small class a rule.

The rules are those that reviewers of the census correct most often (``census_fields`` §8); every rule names its source.
They read :class:`guji.data.BookData` alone, so the form, the import, submission, the reviewer's queue and
``check_records`` find the same things.
"""

from guji.checks import (  # noqa: F401  (importing a module registers its checks)
    brackets,
    characters,
    dating,
    details,
    editions,
    evidence,
    extent_parts,
    extents,
    grammar,
    identity,
    mandatory,
    people,
    pieces,
    sets,
    slips,
    titles,
)
from guji.checks.registry import BOOK_CHECKS

__all__ = ["BOOK_CHECKS"]
