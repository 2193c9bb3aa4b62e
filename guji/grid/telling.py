"""What a page is told of a grid: its rows, and what is to be said of each, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from census.checks import Finding, Level
from census.models import Verdict
from guji.explaining import Segment, cut
from guji.grid.columns import label_of
from guji.grid.judging import LineJudged
from guji.grid.lines import Line
from guji.grid.placing import Place
from guji.grid.saving import Saved
from guji.understanding import message_of

_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.HINT: 2}
#: What is told of one cell at most; a cell of rubbish has a finding for every character.
MOST_NOTES = 40
#: The parts of an entry that are told, so that one sees how it fell apart.
_PARTS = ("shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent")


@dataclass(frozen=True, slots=True)
class Note:
    """One finding at its place: ``column`` is empty for the row as a whole."""

    column: str
    level: str
    level_name: str
    text: str
    offset: int
    length: int
    check: str = ""

    @property
    def label(self) -> str:
        """The heading of its column."""
        return label_of(self.column) if self.column else ""

    def told(self) -> dict[str, Any]:
        """Return it for a script."""
        return {
            "column": self.column,
            "level": self.level,
            "text": self.text,
            "offset": self.offset,
            "length": self.length,
            "check": self.check,
        }


def notes_of(judged: LineJudged) -> list[Note]:
    """Return what is said of a row, the gravest first, then by column and place."""
    found = sorted(judged.places, key=lambda pair: (_ORDER[pair[0].level], pair[1].column, pair[1].offset))
    return [_note(finding, place) for finding, place in found[:MOST_NOTES]]


def _note(finding: Finding, place: Place) -> Note:
    said = message_of(finding)
    return Note(place.column, said.level, said.level_name, said.text, place.offset, place.length, said.check)


def said_of(judged: Iterable[LineJudged]) -> dict[str, dict[str, Any]]:
    """Return for each row its level, whether it can be stored, its notes, and how an entry fell apart."""
    said = {}
    for one in judged:
        notes = notes_of(one)
        told: dict[str, Any] = {
            "level": notes[0].level if notes else "ok",
            "fit": one.judged.verdict != Verdict.REFUSE,
            "notes": [note.told() for note in notes],
        }
        if one.line.cells.get("entry"):
            parts = {name: str(getattr(one.data, name)) for name in _PARTS}
            told["parts"] = [[label_of(name), text] for name, text in parts.items() if text]
        said[one.line.key] = told
    return said


def rows_of(lines: Iterable[Line], columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows for a script; ``locked`` are columns whose cell cannot say what the record says."""
    shown = list(columns)
    return [
        {
            "key": line.key,
            "cells": line.cells,
            "record": reverse("record", args=[line.record_id]) if line.record_id else "",
            "changed": line.changed,
            "locked": [key for key in shown if line.record_id and key not in line.cells and key != "entry"],
        }
        for line in lines
    ]


def outcome_of(saved: Saved) -> dict[str, Any]:
    """Return what came of saving for a script, and in one sentence."""
    return {
        "done": saved.done,
        "message": in_words(saved),
        "rows": {key: reverse("record", args=[record]) for key, (record, _version) in saved.rows.items()},
        "refused": saved.refused,
        "conflicts": {
            key: {"version": one.version, "theirs": dict(one.theirs), "text": one.message}
            for key, one in saved.conflicts.items()
        },
    }


def in_words(saved: Saved) -> str:
    """Say what was saved, or why nothing was and where."""
    if not saved.done:
        bad = sorted(saved.numbers.get(key, 0) for key in (*saved.refused, *saved.conflicts))
        rows = "、".join(map(str, bad[:10])) + ("……" if len(bad) > 10 else "")
        return _("没有保存：第 %(rows)s 行存不下。请改好再存，或只存没有错误的行") % {"rows": rows}
    words = _("已保存：新增 %(made)s 部，修改 %(changed)s 部") % {"made": saved.made, "changed": saved.changed}
    left = saved.left + len(saved.refused) + len(saved.conflicts)
    return words + (_("；留下 %(left)s 行没有存") % {"left": left} if left else "")


def segments_of(text: str, notes: Iterable[Note]) -> list[Segment]:
    """Return a cell's text cut where something is blamed."""
    marks = sorted((note.offset, note.length, note.text) for note in notes if note.length)
    return list(cut(text, marks))
