"""The check registry that every kind of record shares: one small class a rule, one registry a kind."""

from census.checks.base import Check, Context, Finding, Level, Registry

__all__ = ["Check", "Context", "Finding", "Level", "Registry"]
