"""Why an action was not done, in words a cataloguer can act on.

Messages are Simplified Chinese and the keys of their translation; ``params`` fill their ``{name}`` places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_noop

from census.checks.base import Finding


class ActionRefused(Exception):  # noqa: N818 - it says what happened, and pages catch it by that name
    """An action that was not done; nothing was changed."""

    def __init__(self, template: str, **params: Any) -> None:
        super().__init__(template, params)
        self.template = template
        self.params = params

    @property
    def message(self) -> str:
        """The message in the language of the reader."""
        return gettext(self.template).format(**self.params)

    def __str__(self) -> str:
        return self.message


class NotAllowed(ActionRefused):
    """The user's roles do not reach so far."""


class WrongState(ActionRefused):
    """The record is not in a state in which this can be done."""


class InvalidData(ActionRefused):
    """A value that cannot be stored: ``field`` says where."""

    def __init__(self, field: str, template: str, **params: Any) -> None:
        super().__init__(template, field=field, **params)
        self.field = field


class LockedFields(ActionRefused):
    """An edit touches fields that are locked after approval; ``fields`` names them."""

    def __init__(self, fields: Sequence[str], names: Sequence[str]) -> None:
        words = gettext_noop("{names} 在省审通过后已锁定，改动请用“更正”并写明理由")
        super().__init__(words, names="、".join(names))
        self.fields = tuple(fields)


class ConflictError(ActionRefused):
    """Somebody changed the record since the user read it.

    ``expected`` is the version the user saw, ``found`` the present one; ``mine`` and ``theirs`` are what the
    user wanted to store and what is stored, field by field, for a page that lets one choose.
    """

    def __init__(
        self, expected: int, found: int, mine: Mapping[str, Any] | None = None, theirs: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(
            gettext_noop(
                "这条记录在您打开之后已被别人改过：您看到的是第 {expected} 版，现在是第 {found} 版。请对照后再存"
            ),
            expected=expected,
            found=found,
        )
        self.expected = expected
        self.found = found
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})


class FindingsStand(ActionRefused):
    """Errors that nobody has waived keep the record from going on; ``findings`` lists them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            gettext_noop("还有 {count} 处错误未改也未豁免：{first}"),
            count=len(findings),
            first="；".join(finding.message for finding in findings[:3]),
        )
        self.findings = tuple(findings)
