"""The query language: what a reader typed, understood, and told back. Pure Python, no Django, never an error."""

from search.language.clauses import clauses
from search.language.composing import Join, Row, compose
from search.language.describing import describe
from search.language.forms import other_forms
from search.language.parsing import LONGEST_QUERY, MOST_TERMS, understand

__all__ = ["LONGEST_QUERY", "MOST_TERMS", "Join", "Row", "clauses", "compose", "describe", "other_forms", "understand"]
