"""Tags of the pages of book records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from census.tongues import han_marked
from guji.athand.pages import TOOLS
from guji.understanding import Said

register = template.Library()

register.filter("han_marked", han_marked)


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
