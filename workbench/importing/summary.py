"""The whole of an import as a job's result keeps it and the verdict page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from census.checks.base import Level
from census.imports.importer import Importer, Outcome
from census.models import Verdict

COUNTED = (Verdict.CREATE, Verdict.UPDATE, Verdict.SAME, Verdict.REFUSE)


def summary_of(outcome: Outcome, importer: Importer) -> dict[str, Any]:
    """Return what a job's result says of an import (JSON)."""
    titles = importer.titles()
    return {
        "sheet": outcome.sheet,
        "encoding": outcome.encoding,
        "rows": outcome.rows,
        "verdicts": {str(verdict): outcome.verdicts[verdict] for verdict in COUNTED},
        "levels": {str(level): outcome.levels[level] for level in Level},
        "faulty": outcome.faulty,
        "checks": [_check(check, number, titles) for check, number in outcome.checks.most_common()],
        "notices": [notice.message for notice in outcome.notices],
        "unknown": outcome.unknown,
        "changes": outcome.changes,
        "refused": outcome.refused,
        "committed": outcome.committed,
        "fingerprint": outcome.fingerprint,
        "batch": str(outcome.batch_id) if outcome.batch_id else "",
    }


def _check(check: str, number: int, titles: Mapping[str, tuple[Level, str]]) -> dict[str, Any]:
    level, title = titles.get(check, (Level.ERROR, check))
    return {"id": check, "number": number, "level": str(level), "title": title}


def standing(summary: Mapping[str, Any]) -> tuple[str, str]:
    """Return how a trial came out: a level for its colour, and what to do next in words."""
    changes, refused = summary["changes"], summary["refused"]
    if not changes and not refused:
        return "done", gettext("各行都与库中相同，没有要入库的。")
    if not changes:
        return "error", gettext("没有一行可以收。请照报告改好原表，再传一次。")
    if refused:
        return "error", gettext("有 {count} 行不收。请照报告改好原表再传一次，或只收其余各行。").format(count=refused)
    if summary["levels"].get("error"):
        return "warning", gettext("各行都可以收；其中的错误以后在送审前须改正。")
    return "done", gettext("各行都可以收。")
