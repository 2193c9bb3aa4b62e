"""Filters of the catalogue's pages."""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.translation import get_language

register = template.Library()

#: Han characters of every plane, and the marks that stand among them.
_HAN: Final = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@register.filter
def tongue(words: object) -> str:
    """Return the language of a value that is a record's word (刻本) or the interface's (16th century)."""
    return "zh-Hant" if _HAN.search(str(words)) else get_language() or ""


@register.filter
def thousands(number: int) -> str:
    """Return a number as one reads large ones: 340,000."""
    return f"{number:,}"


@register.filter
def share(part: int, whole: int) -> str:
    """Return a part of a whole as a percentage with one decimal: 12.5."""
    return f"{100 * part / whole:.1f}" if whole else ""
