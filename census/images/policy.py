"""Who may change a record's pictures: whoever may edit it, and once it is approved whoever may correct it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from census.errors import NotAllowed
from census.models import CensusRecord
from census.policies import ACTION_NAMES, Access


def rule_for(record: CensusRecord) -> str:
    """Return the rule of the policy table under which a record's pictures change as it now stands."""
    return "correct" if record.is_locked else "edit"


def may_change(user: Any, record: CensusRecord) -> bool:
    """Whether ``user`` (or an ``Access``) may add, describe, order and remove pictures of a record."""
    return Access.of(user).may(rule_for(record), record)


def require_change(user: Any, record: CensusRecord) -> None:
    """Raise :class:`~census.errors.NotAllowed` where :func:`may_change` says no."""
    rule = rule_for(record)
    access = Access.of(user)
    access.require(rule, record)
    if not access.may(rule, record):
        raise NotAllowed(
            gettext_noop("记录现在是“{state}”，以您的角色不能“{action}”，书影也不能动"),
            state=record.get_state_display(),
            action=gettext(ACTION_NAMES[rule]),
        )
