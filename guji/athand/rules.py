"""規則: what bears on the field in focus, from the handbook and from the registry of checks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from census.checks.report import LEVEL_NAMES
from guji.athand.handbook import GuideLine, guide_to
from guji.checks.examples import Example, bearing_on
from guji.details import GROUPS
from guji.findings import field_name
from guji.forms.lines import FLAGS, NUMBERS, REST, STATEMENTS, Label

#: Fields that a person can ask about without a form: name and label.
FIELDS: tuple[tuple[str, Label], ...] = (
    *((name, label) for name, label, _example in STATEMENTS),
    *NUMBERS,
    *FLAGS,
    *REST,
)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A check in words: how grave, what it looks for, where it comes from, an example."""

    level: str
    level_name: str
    title: str
    source: str
    example: Example | None = None

    @property
    def rest(self) -> str:
        """What else the record of the example says."""
        said = (self.example.rest if self.example else {}).values()
        return "　".join(str(value) for value in said if value and value is not True)


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """A field's name, what the handbook says of it, and the checks that bear on it."""

    field: str
    name: str
    guide: tuple[GuideLine, ...]
    rules: tuple[ShownRule, ...]


def look_up(field: str) -> RuleAnswer:
    """Return what bears on a field of the form; a field of a group's row stands for its group (seals.0.text)."""
    group = field.split(".")[0]
    key = f"details.{group}" if group in GROUPS else group
    rules = tuple(
        ShownRule(str(check.level), _(LEVEL_NAMES[check.level]), _(check.title), check.source, example)
        for check, example in bearing_on(key)
    )
    name = field_name(key)
    return RuleAnswer(group, name, tuple(guide_to(group, name)), rules)
