"""What a person typed, as a tree."""

from __future__ import annotations

from search.language.tree import And, Everything, Node, Term, Understood


def understand(text: str, *, exact: bool = False) -> Understood:
    """Return what ``text`` asks for: all of its words."""
    terms: tuple[Node, ...] = tuple(Term(word, exact=exact) for word in text.split())
    if not terms:
        return Understood(text, Everything())
    return Understood(text, terms[0] if len(terms) == 1 else And(terms))
