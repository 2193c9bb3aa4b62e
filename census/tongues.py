"""Which words of a page are Chinese: those who hear it, and the choice of glyphs, go by what is said of that."""

from __future__ import annotations

import re
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TRADITIONAL: Final = "zh-Hant"
#: Han characters of every plane, and the signs that are written as some: 々 〇.
HAN: Final = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def tongue(words: object) -> str:
    """Return the language of a value that is a record's word (刻本) or the interface's (16th century)."""
    return TRADITIONAL if HAN.search(str(words)) else get_language() or ""


def han_marked(words: str) -> SafeString:
    """Mark the Chinese words in a sentence of another language as Chinese."""
    escaped = conditional_escape(words)
    if (get_language() or "").startswith("zh"):
        return escaped
    marked = HAN.sub(rf'<span lang="{TRADITIONAL}">\g<0></span>', escaped)
    return mark_safe(marked)  # noqa: S308  escaped just now
