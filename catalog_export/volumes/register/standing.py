"""What the checks find wrong with a frozen record: looked for while it is set, so that it is read only once.

Only errors stop a record from being printed as it is; a record that the province approved has none, unless a rule came
later. What a reviewer waived for the text as it reads is let stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog_export.volumes.register.snapshot import FrozenRecord
from census.checks import Context, Finding, Level
from guji.checks import BOOK_CHECKS
from guji.findings import text_of

#: What a frozen record's checks know of other records.
NOTHING_ELSE = Context()


def standing_errors(record: FrozenRecord) -> Iterator[Finding]:
    """Yield the errors that the checks find and nobody waived for the text as it now reads."""
    found = BOOK_CHECKS.run_level(record.data, NOTHING_ELSE, Level.ERROR)
    if not found:
        return
    waived = {(waiver.check, waiver.field, waiver.text) for waiver in record.waivers}
    for finding in found:
        key = (finding.check, finding.field, text_of(record.data, finding.field))
        if finding.level is Level.ERROR and key not in waived:
            yield finding
