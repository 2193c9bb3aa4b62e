"""What a person typed, as a tree: the language with the names of all kinds' fields and dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from django.utils.translation import gettext, gettext_noop

from census.searching import FacetField, TextField, search_kinds
from search.engine.protocol import Scope
from search.faceting import dimensions
from search.language import clauses, describe
from search.language import understand as read
from search.language.tree import And, Choice, Hint, Node, Not, Or, Term, Understood

NAMES_A_VALUE: Final = gettext_noop("“{word}”也作{facet}查；只查文字请加引号")
NO_SUCH_VALUE: Final = gettext_noop("“{facet}”没有“{word}”这一项，已当作普通的词查找")

Facets = Mapping[str, Sequence[FacetField]]


def understand(text: str, scope: Scope, *, exact: bool = False) -> Understood:
    """Return what ``text`` asks for. Dimensions that ``scope`` does not have are no names in its queries."""
    facets = dimensions(scope)
    names = [field for same in facets.values() for field in same]
    understood = read(text, fields=text_fields(), facets=names, exact=exact)
    hints: list[Hint] = []
    tree = _valued(understood.tree, facets, hints)
    return replace(understood, tree=tree, hints=(*understood.hints, *hints)) if tree != understood.tree else understood


def pieces_of(text: str, scope: Scope) -> list[str]:
    """Return the pieces of a query that must all be met, as typed."""
    names = [field for same in dimensions(scope).values() for field in same]
    return clauses(text, fields=text_fields(), facets=names)


def text_fields() -> list[TextField]:
    """Return the text fields of all kinds, those of one name once."""
    found = {field.name: field for kind in search_kinds().values() for field in kind.text_fields}
    return list(found.values())


def in_words(understood: Understood, scope: Scope) -> str:
    """Return a query told back to the person."""
    names = [field for same in dimensions(scope).values() for field in same]
    return describe(understood.tree, fields=text_fields(), facets=names, translate=gettext)


def _valued(node: Node, facets: Facets, hints: list[Hint]) -> Node:
    """Return the tree with the words for a dimension's values made these values; what stands for none is plain text.

    A bare word that names values by itself is looked for as text and as these values.
    """
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(map(partial(_valued, facets=facets, hints=hints), node.parts)))
    if isinstance(node, Not):
        return Not(_valued(node.part, facets, hints))
    if isinstance(node, Term):
        return _named(node, facets, hints)
    return _choice(node, facets, hints) if isinstance(node, Choice) else node


def _named(term: Term, facets: Facets, hints: list[Hint]) -> Node:
    if term.field or term.quoted or term.exact or term.whole:
        return term
    choices: list[Node] = []
    for name, fields in facets.items():
        found = [value for field in fields if field.named is not None for value in field.named(term.text)]
        if found:
            choices.append(Choice(name, tuple(dict.fromkeys(found))))
            hints.append(Hint(NAMES_A_VALUE, values=(("word", term.text), ("facet", str(fields[0].label)))))
    return Or((term, *choices)) if choices else term


def _choice(node: Choice, facets: Facets, hints: list[Hint]) -> Node:
    values: list[str] = []
    finders = [field.find for field in facets.get(node.facet, ()) if field.find is not None]
    if not finders:
        return node
    for word in node.values:
        values += [value for find in finders for value in find(word)]
    if values:
        return Choice(node.facet, tuple(dict.fromkeys(values)))
    word = "、".join(node.values)
    label = str(facets[node.facet][0].label)
    hints.append(Hint(NO_SUCH_VALUE, values=(("facet", label), ("word", word))))
    return Term(word)
