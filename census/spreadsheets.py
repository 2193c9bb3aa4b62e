"""Cells of sheets that leave the house, as texts that no program runs or changes."""

from __future__ import annotations

import re

#: What a spreadsheet would run, and what it would take for a number or a date, which are shorter than census numbers.
_ACTIVE = re.compile(r"[=+\-@\t\r]")
_NUMERAL = re.compile(r"(?=.{1,18}$)[\d./:%-]+(?:[eE]\+?\d+)?")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula or turns into a number or date, and the import reads back.

    The form ``="text"`` is a formula whose result is the text itself.
    """
    if text and (_ACTIVE.match(text) or _NUMERAL.fullmatch(text)):
        return '="' + text.replace('"', '""') + '"'
    return text
