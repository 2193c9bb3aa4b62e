"""What every page of the public catalogue has: its language, its lasting address and its other language's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from authority.kept import one_look

#: The parameter by which an address asks for a language, so that each language has an address of its own.
LANGUAGE = "hl"
View = Callable[..., HttpResponseBase]


def catalogue_page(view: View) -> View:
    """Make a view a public page: read only, in the language that its address asks for, if it asks for one.

    It is of one state of the authority tables.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get(LANGUAGE, "")
        with one_look():
            if asked not in dict(settings.LANGUAGES):
                return view(request, *args, **kwargs)
            request.LANGUAGE_CODE = asked
            with translation.override(asked):
                answer = view(request, *args, **kwargs)
        answer.headers["Content-Language"] = asked
        return answer

    return require_safe(shown)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    path: str = "",
    query: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page. With ``path``, its lasting address, it tells search engines that and its other languages."""
    if path:
        context |= {"canonical": address_of(request, path, query), "alternates": alternates(request, path, query)}
    context.setdefault("indexed", bool(path))
    answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ("HX-Request",))
    return answer


def address_of(request: HttpRequest, path: str, query: dict[str, str] | None = None) -> str:
    """Return the whole address of a page, in the language that was asked for by name."""
    asked = request.GET.get(LANGUAGE, "")
    named = {LANGUAGE: asked} if asked in dict(settings.LANGUAGES) else {}
    return _whole(request, path, {**(query or {}), **named})


def alternates(request: HttpRequest, path: str, query: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Return (language, address) of a page in each language, and of the page that follows the reader's own."""
    found = [(code, _whole(request, path, {**(query or {}), LANGUAGE: code})) for code, _name in settings.LANGUAGES]
    return [*found, ("x-default", _whole(request, path, query or {}))]


def _whole(request: HttpRequest, path: str, query: dict[str, str]) -> str:
    return request.build_absolute_uri(f"{path}?{urlencode(query)}" if query else path)
