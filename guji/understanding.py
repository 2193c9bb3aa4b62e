"""What is said of each field of a record while it is typed: what was understood, and what the checks find, where.

The statements are explained as on the record's page; findings join what the grammar noticed, each with the very
characters it blames. One place makes it for the entry page, the grid and the record page alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from census.checks import Finding, Level
from census.checks.report import LEVEL_NAMES
from guji.data import BookData
from guji.explaining import Chip, Segment, cut, explain
from guji.findings import field_name, findings_of, unwaived, waivers_of

#: The gravest first.
_ORDER = (Level.ERROR, Level.WARNING, Level.HINT)


@dataclass(frozen=True, slots=True)
class Message:
    """One finding in words: ``field`` as the check names it, ``place`` the form's field or group that it is shown at.

    ``offset`` and ``length`` tell the characters that it blames.
    """

    check: str
    level: str
    level_name: str
    field: str
    place: str
    field_name: str
    text: str
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one field: its text cut where something is blamed, the elements understood, the messages."""

    field: str
    segments: tuple[Segment, ...] = ()
    chips: tuple[Chip, ...] = ()
    messages: tuple[Message, ...] = ()


def said_of(data: BookData, own: UUID | None = None) -> dict[str, Said]:
    """Return what is to be said of each field that has something said of it; ``own`` is the stored record's key.

    A finding on a detail group is said of the group (``details.seals`` → ``seals``).
    """
    findings = findings_of(data, own)
    if own is not None:
        findings = unwaived(data, findings, waivers_of(own))
    by_field: dict[str, list[Message]] = {}
    for message in map(message_of, findings):
        by_field.setdefault(message.place, []).append(message)
    explained = {statement.field: statement for statement in explain(data)}
    said = {}
    for field in dict.fromkeys([*explained, *by_field]):
        messages = tuple(sorted(by_field.get(field, ()), key=_gravity))
        chips = explained[field].chips if field in explained else ()
        marks = sorted(((one.offset, one.length, one.text) for one in messages), key=lambda mark: mark[0])
        said[field] = Said(field, tuple(cut(getattr(data, field, ""), marks)), chips, messages)
    return said


def message_of(finding: Finding) -> Message:
    """Return a finding in the language now active."""
    return Message(
        finding.check,
        str(finding.level),
        _(LEVEL_NAMES[finding.level]),
        finding.field,
        finding.field.removeprefix("details.").split(".")[0].split("[")[0],
        field_name(finding.field),
        _(finding.template).format(**finding.params),
        finding.offset,
        finding.length,
    )


def counted(said: Mapping[str, Said]) -> dict[str, int]:
    """Return how many messages there are of each level."""
    levels = [message.level for one in said.values() for message in one.messages]
    return {str(level): levels.count(str(level)) for level in _ORDER}


def _gravity(message: Message) -> tuple[int, int]:
    return [str(level) for level in _ORDER].index(message.level), message.offset
