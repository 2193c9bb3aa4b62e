"""What every change of a record goes through, and the changes that are the same for every kind."""

from census.actions.base import RecordAction, checked_reason, record_creation, write_outbox
from census.actions.comments import AddComment, ResolveComment

__all__ = ["AddComment", "RecordAction", "ResolveComment", "checked_reason", "record_creation", "write_outbox"]
