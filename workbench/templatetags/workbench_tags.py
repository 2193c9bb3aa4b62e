"""Template tags of the page shell."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import get_script_prefix

from catalog_export.fonts.web import stylesheet
from search.views.common import LANGUAGE
from workbench.navigation import NavigationItem, navigation_for

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[NavigationItem]:
    """Return the main navigation for the user who looks at the page, with the current room marked."""
    request = context["request"]
    match = request.resolver_match
    public = match is not None and match.func.__module__.startswith("search.")
    return navigation_for(request.user, request.path, public=public)


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any]) -> str:
    """Return the page's address without the language it asks for, which is what whoever comes back there may change."""
    request = context["request"]
    asked = request.GET.copy()
    asked.pop(LANGUAGE, None)
    return f"{request.path}?{asked.urlencode()}" if asked else str(request.path)


@register.simple_tag
def web_face() -> str:
    """Return the address of the web face's stylesheet, empty where ``manage.py prepare`` has not cut it yet."""
    name = stylesheet()
    return f"{get_script_prefix()}{name}" if name else ""


@register.filter
def percent(part: float, whole: float) -> int:
    """Return ``part`` of ``whole`` as a whole percentage, 0 where there is no whole."""
    return round(100 * part / whole) if whole else 0
