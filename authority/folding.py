"""Names brought to the form in which they are compared."""

from __future__ import annotations

from authority.han import fold


def fold_name(text: str) -> str:
    """Return the folding key of a name, blanks left out: 浙江图书馆 and 浙江圖書館 have one."""
    return fold("".join(text.split()))
