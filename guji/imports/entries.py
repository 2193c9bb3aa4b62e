"""One column that holds whole entries: taken apart by the grammar, nothing of them dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from census.checks.base import Finding, Level
from guji.notation import parse_entry

#: Kind of a part of an entry → the field of the record.
FIELDS = {
    "census_no": "census_no",
    "shelf_mark": "shelf_mark",
    "title": "title",
    "responsibility": "responsibility",
    "edition": "edition",
    "annotation": "annotation",
    "holder": "institution",
    "volumes": "volumes",
    "extent": "extent",
    "remark": "note",
}


@dataclass(frozen=True, slots=True)
class EntryFields:
    """The statements of one entry by field, and what found no place in it."""

    fields: dict[str, str]
    findings: tuple[Finding, ...] = field(default=())


def read_entry(line: str) -> EntryFields:
    """Take an entry apart. A part that belongs nowhere is a warning and is kept in the note.

    Characters without a place inside a statement stay in it, and the checks report them there.
    """
    line = "\u3000".join(line.split("\n"))
    entry = parse_entry(line)
    statements = entry.statements
    fields = {FIELDS[kind]: text for kind, text in statements.items() if text and kind in FIELDS}
    if "census_no" in fields:
        fields["census_no"] = fields["census_no"].replace("－", "-").replace("—", "-")
    lost = [part for part in entry.parts if part.kind == "unplaced"]
    if lost:
        fields["note"] = "；".join([*filter(None, [statements["remark"]]), *(part.text for part in lost)])
    findings = tuple(
        Finding(
            "entry_unplaced",
            Level.WARNING,
            "entry",
            gettext_noop("“{text}”未能归入任何著录项，已存入附注"),
            {"text": part.text},
            part.offset,
            len(part.text),
        )
        for part in lost
    )
    return EntryFields(fields, findings)
