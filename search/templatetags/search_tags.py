"""Filters of the catalogue's pages."""

from __future__ import annotations

from django import template

from census.tongues import han_marked, tongue

register = template.Library()

register.filter("tongue", tongue)
register.filter("han_marked", han_marked)


@register.filter
def thousands(number: int) -> str:
    """Return a number as one reads large ones: 340,000."""
    return f"{number:,}"


@register.filter
def share(part: int, whole: int) -> str:
    """Return a part of a whole as a percentage with one decimal: 12.5."""
    return f"{100 * part / whole:.1f}" if whole else ""
