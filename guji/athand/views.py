"""Pages of the tools at hand: each answers a question put in its address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from guji.athand import characters, classes, rules, times
from guji.athand.pages import asked, show
from guji.views.given import given_key, given_number

#: The longest statement of which a place is looked at.
_LONGEST_STATEMENT = 20_000


@login_required
@require_GET
def tool_times(request: HttpRequest) -> HttpResponse:
    """Tell what a reign year, a 干支 or a year of ours means; ``text`` and ``at`` are a statement and a place in it."""
    text = request.GET.get("text", "")[:_LONGEST_STATEMENT]
    at = given_number(request.GET.get("at", "")) or 0
    question = asked(request)
    return show(request, "times", q=question, answer=times.look_up(question, text, at))


@login_required
@require_GET
def tool_classes(request: HttpRequest) -> HttpResponse:
    """Show the class tree at a place, or what a question finds in it; classes suggested for a title and its authors."""
    question = asked(request)
    own = str(given_key(asked(request, "book")) or "")
    answer = classes.look_up(
        question, asked(request, "at"), asked(request, "title"), asked(request, "responsibility"), own
    )
    return show(request, "classes", q=question, answer=answer)


@login_required
@require_GET
def tool_characters(request: HttpRequest) -> HttpResponse:
    """Find a character by its parts, by radical and strokes, by its description or its code point."""
    question = asked(request)
    return show(request, "characters", q=question, answer=characters.look_up(question))


@login_required
@require_GET
def tool_rules(request: HttpRequest) -> HttpResponse:
    """Tell what bears on a field: the handbook's sentences, the checks with an example of wrong and right."""
    field = asked(request, "field") or "title"
    return show(request, "rules", answer=rules.look_up(field), fields=rules.FIELDS)
