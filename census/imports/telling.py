"""What an import says at the terminal, line by line: what was found where, how many, and what became of it all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext

from census.checks.base import Level
from census.checks.report import LEVEL_NAMES, message_of
from census.imports.importer import Outcome, Told
from census.models import Verdict

MOST_OF_A_CELL = 40


def telling(outcome: Outcome, report: Path | None = None) -> Iterator[str]:
    """Yield the lines; the last says whether anything was stored. ``report`` is where the marked sheet was written."""
    yield from (notice.message for notice in outcome.notices)
    for column in outcome.unknown:
        yield gettext("不认识的列，没有读入：{column}").format(column=column)
    yield from map(_found, outcome.first)
    yield from _counts(outcome)
    if report:
        yield gettext("报告已写到 {path}").format(path=report)
    elif outcome.levels.total() > len(outcome.first):
        yield gettext("以上只列出一部分；加 --report 报告.xlsx，可得标明全部问题的原表副本。")
    yield ending(outcome)


def _found(told: Told) -> str:
    return gettext("第 {row} 行 {label}［{level}］{message}").format(
        row=told.row,
        label=told.label + (f"“{told.value[:MOST_OF_A_CELL]}”" if told.value else ""),
        level=gettext(LEVEL_NAMES[told.finding.level]),
        message=message_of(told.finding),
    )


def _counts(outcome: Outcome) -> Iterator[str]:
    levels, verdicts = outcome.levels, outcome.verdicts
    yield gettext("所见：错误 {errors}，警告 {warnings}，提示 {hints}，涉及 {faulty} 行。").format(
        errors=levels[Level.ERROR], warnings=levels[Level.WARNING], hints=levels[Level.HINT], faulty=outcome.faulty
    )
    for check, count in outcome.checks.most_common():
        level, title = outcome.titles.get(check, (Level.ERROR, check))
        yield f"  {count:>8}  {gettext(title)}［{gettext(LEVEL_NAMES[level])}］{check}"
    yield gettext("共 {rows} 行：新增 {create}，更新 {update}，未变 {same}，不收 {refuse}。").format(
        rows=outcome.rows,
        create=verdicts[Verdict.CREATE],
        update=verdicts[Verdict.UPDATE],
        same=verdicts[Verdict.SAME],
        refuse=verdicts[Verdict.REFUSE],
    )
    if outcome.refused:
        more = "……" if outcome.refused > len(outcome.refused_rows) else ""
        yield gettext("不收的行：{rows}").format(rows="、".join(map(str, outcome.refused_rows)) + more)
    yield gettext("判断指纹 {fingerprint}（试运行与正式导入应相同）").format(fingerprint=outcome.fingerprint)


def ending(outcome: Outcome) -> str:
    """Return what became of the file as a whole; only rows that were stored read as success."""
    if outcome.committed:
        return _stored(outcome)
    if not outcome.changes and not outcome.refused:
        return gettext("各行都与库中相同，库中未作任何改动。")
    if not outcome.changes and outcome.verdicts[Verdict.SAME]:
        return gettext("有 {count} 行不收，其余各行都与库中相同；库中未作任何改动。").format(count=outcome.refused)
    if outcome.dry_run and outcome.refused:
        return gettext("试运行完毕，有 {count} 行不收；库中未作任何改动。").format(count=outcome.refused)
    if outcome.dry_run:
        return gettext("试运行完毕，各行都可以收；库中未作任何改动。")
    return gettext("有 {count} 行不收，整个文件没有入库。改好后再导入，或加 --skip-bad 只收其余各行。").format(
        count=outcome.refused
    )


def _stored(outcome: Outcome) -> str:
    stored = gettext("已入库，批次 {batch}；撤回用 manage.py undo_import {batch}").format(batch=outcome.batch_id)
    return stored + (gettext("（有 {count} 行没有收）").format(count=outcome.refused) if outcome.refused else "")
