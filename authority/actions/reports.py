"""What a load did to one table, and the rule by which a row is brought or kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from authority.models import AuthorityRow, digest


class Decision(Enum):
    """What becomes of a row that is in the database already."""

    UNCHANGED = "unchanged"
    CHANGE = "change"
    KEEP_EDIT = "keep_edit"
    KEEP_LOCAL = "keep_local"


@dataclass
class Report:
    """How many rows of a table were added, changed, left as they were, or kept because they were made here."""

    title: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def count(self, decision: Decision, name: str) -> None:
        """Count one row of the name `name`."""
        if decision is Decision.UNCHANGED:
            self.unchanged += 1
        elif decision is Decision.CHANGE:
            self.changed += 1
        else:
            self.kept.append(name)


def decide(row: AuthorityRow, held: Mapping[str, Any], brought: Mapping[str, Any]) -> Decision:
    """Decide between the values `held` by a row and those `brought` from our files, given under the same names."""
    if digest(held) == digest(brought):
        return Decision.UNCHANGED
    if row.is_local:
        return Decision.KEEP_LOCAL
    return Decision.CHANGE if digest(held) == row.loaded_digest else Decision.KEEP_EDIT
