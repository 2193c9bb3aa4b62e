"""Tags of the pages of book records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guji.athand.pages import TOOLS
from guji.understanding import Said

register = template.Library()

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@register.filter
def han_marked(words: str) -> SafeString:
    """Mark the Chinese words in a sentence of another language as Chinese, for those who hear the page."""
    escaped = conditional_escape(words)
    if (get_language() or "").startswith("zh"):
        return escaped
    return mark_safe(_HAN.sub(r'<span lang="zh-Hant">\g<0></span>', escaped))  # noqa: S308  escaped just now


@register.inclusion_tag("guji/entry_said.html")
def said_of(said: Mapping[str, Said], field: str) -> dict[str, Any]:
    """Show what is said of a field, or the empty place where it will be said."""
    return {"one": said.get(field, Said(field)), "field": field}


@register.inclusion_tag("guji/panel.html")
def at_hand() -> dict[str, Any]:
    """Show the tools beside the entry page, folded away until a key opens one."""
    return {"tools": TOOLS}


@register.inclusion_tag("guji/panel_keys.html")
def tool_keys() -> dict[str, Any]:
    """List the keys of the tools."""
    return {"tools": TOOLS}
