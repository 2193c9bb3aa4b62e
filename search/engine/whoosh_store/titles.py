"""A title without its juan: what is looked up as just this title, and what is offered while one types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from authority.han import fold
from search.analysis.asking import JUAN

_JUAN: Final = re.compile(f"(?={JUAN})")
#: The characters with which juan can begin.
_FIRST: Final = frozenset(fold("〇零一二三四五六七八九十百千萬廿卅卌兩不卷") + "0123456789□")


def proper(title: str) -> str:
    """Return a folded title without its juan and whatever they bring with them; a title of nothing else stays."""
    found = _JUAN.search(title, 1)
    return title if found is None else title[: found.start()]


def stems(words: str) -> Iterator[str]:
    """Yield what title folded ``words`` would be without juan if they were one with juan, or the beginning of one."""
    return (words[:at] for at in range(1, len(words)) if words[at] in _FIRST)
