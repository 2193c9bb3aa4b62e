"""Where a click leads: to an anchor of the same document, or into another file that lies beside it.

A place in another file is a remote go-to action (ISO 32000-1 §12.6.4.3): it names the file, and its page by number,
counted from 0. Nothing is opened to make one, so the volumes of a set can be bound in any order.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog_export.typeset.blocks import decimal
from catalog_export.typeset.pdf_objects import File, text_string

#: No anchor holds this: statements are one line, without tabs.
SEPARATOR = "\t"


def elsewhere(file: str, page: int, top: float | None = None) -> str:
    """Return the link that leads into another file: to its page (the first is 0), at a height in points if known."""
    return SEPARATOR.join((file, str(page), "" if top is None else str(round(top * 100))))


def leads_elsewhere(target: str) -> bool:
    """Say whether a link leads into another file."""
    return SEPARATOR in target


class Targets:
    """Writes where links lead, as entries of their annotations; each other file is described once."""

    def __init__(self, file: File, anchors: Mapping[str, str]) -> None:
        self._file, self._anchors = file, anchors
        self._files: dict[str, str] = {}

    def entry(self, target: str) -> str:
        """Return ``/Dest`` or ``/A`` of an annotation, empty for an anchor that is not there."""
        if leads_elsewhere(target):
            name, page, top = target.split(SEPARATOR)
            place = f"/XYZ null {decimal(int(top))} null" if top else "/Fit"
            return f"/A<</S/GoToR/F {self._described(name)}/D[{page}{place}]>>"
        destination = self._anchors.get(target)
        return f"/Dest{destination}" if destination else ""

    def _described(self, name: str) -> str:
        if name not in self._files:
            plain = f"<{name.encode().hex().upper()}>"
            words = f"<</Type/Filespec/F{plain}/UF{text_string(name)}>>"
            self._files[name] = self._file.add(words.encode("ascii"))
        return self._files[name]
