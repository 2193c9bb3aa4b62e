"""What a term asks of columns that are not folded: each character in every way in which it may be written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.han import fold, spellings
from census.searching import Run
from search.analysis import asked_number, asks, scattered_tokens
from search.language.tree import Term

WILDCARD: Final = "□"
#: A character written in more ways than this is left to the pattern.
_FEW: Final = 6
#: What folding leaves out between two characters: signs, spaces, marks. Python's expression and PostgreSQL's alike.
_BETWEEN: Final = r"(?:\W|_)*"


@lru_cache(maxsize=4096)
def run_of(key: str) -> Run:
    """Return the run of characters that a folding key asks for."""
    written = [spellings(ch) for ch in key]
    pattern = _BETWEEN.join(map(_one_of, written))
    few = {chars for chars in written if len(chars) <= _FEW}
    return Run(key, pattern, tuple(sorted(few, key=lambda chars: (len(chars), chars))))


def _one_of(chars: str) -> str:
    return re.escape(chars) if len(chars) == 1 else f"[{''.join(map(re.escape, chars))}]"


def ways(term: Term) -> list[list[Run]]:
    """Return the ways to meet a term, each the runs between its wildcards; any of the ways will do."""
    return [[run_of(run) for run in fold(ask.needle).split(WILDCARD) if run] for ask in asks(term)]


def scattered_runs(term: Term) -> list[Run]:
    """Return the single characters that a title must have for a scattered hit; none where the term may not scatter."""
    return [run_of(ch) for ch in scattered_tokens(term)]


def number_run(text: str) -> Run | None:
    """Return the run that a number asks for, its dashes left to chance; ``None`` if nothing of it counts."""
    key = asked_number(text)
    bare = run_of(key.replace("-", ""))
    return Run(key, bare.pattern, bare.spellings) if bare.key else None
