"""What is counted of an import: what it changes, and whether every row was taken."""

from __future__ import annotations

from collections import Counter

import pytest

from census.imports.importer import Outcome
from census.models import Verdict

Verdicts = dict[Verdict, int]
CREATE, UPDATE, SAME, REFUSE = Verdict.CREATE, Verdict.UPDATE, Verdict.SAME, Verdict.REFUSE


def outcome(verdicts: Verdicts) -> Outcome:
    made = Outcome(verdicts=Counter({str(verdict): count for verdict, count in verdicts.items()}))
    made.rows = sum(verdicts.values())
    return made


@pytest.mark.parametrize(
    ("verdicts", "changes", "refused", "succeeded"),
    [
        ({CREATE: 3, UPDATE: 3}, 6, 0, True),
        ({CREATE: 2, SAME: 5}, 2, 0, True),
        ({UPDATE: 1, SAME: 1}, 1, 0, True),
        ({SAME: 4}, 0, 0, True),
        ({CREATE: 9, REFUSE: 1}, 9, 1, False),
        ({REFUSE: 2}, 0, 2, False),
        ({}, 0, 0, False),
    ],
)
def test_one_bad_row_is_no_success_and_neither_is_a_file_without_rows(
    verdicts: Verdicts, changes: int, refused: int, *, succeeded: bool
) -> None:
    found = outcome(verdicts)
    assert (found.changes, found.refused, found.succeeded) == (changes, refused, succeeded)
