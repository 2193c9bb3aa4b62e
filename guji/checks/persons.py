"""Who is known by name: foreigners, monks, emperors, and when well-known authors were born.

Names are matched by their folding key, so that variant and simplified forms are found too; a dynasty goes with every
name that others bore.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from authority.han import fold
from guji.checks.tables import rows


class Emperor(NamedTuple):
    """An emperor: the dynasties under which he is entered, and the temple name that stands before his own (廟號)."""

    dynasties: tuple[str, ...]
    temple: str


#: Missionaries (folded) → the country to be stated (國別).
FOREIGN_AUTHORS: Final = {fold(name): country for country, *names in rows("foreigners") for name in names}
#: Monks (folded) whose religious names stand with 釋 before them.
MONKS: Final = frozenset(fold(name) for names in rows("monks") for name in names)
#: Emperors by their own names (folded).
EMPERORS: Final = {
    fold(ruler[2:]): Emperor(tuple(dynasties.split("|")), ruler[:2])
    for dynasties, *rulers in rows("emperors")
    for ruler in rulers
}
_DIGITS: Final = "0123456789"
#: (dynasty, folded name) → year of birth in the common era.
BIRTHS: Final = {
    (dynasty, fold(author.rstrip(_DIGITS))): int(author[len(author.rstrip(_DIGITS)) :])
    for dynasty, *authors in rows("births")
    for author in authors
}
