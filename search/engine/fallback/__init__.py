"""The engine without an index: the same requests, answered straight from the database, slower and within bounds."""

from search.engine.fallback.engine import DatabaseEngine
from search.engine.fallback.store import DatabaseStore

__all__ = ["DatabaseEngine", "DatabaseStore"]
