"""Who may do what with a record: the whole table on one screen, and the three questions asked of it.

May this user do it at all; may they do it with this record; with which records may they. The table is data,
so that the tests, the handbook and the pages show the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from census.errors import NotAllowed
from census.models.membership import Membership, Role
from census.models.record import CensusRecord, State

CATALOGUER, REVIEWER = Role.CATALOGUER, Role.INSTITUTION_REVIEWER
PROVINCE, EDITOR, ADMIN = Role.PROVINCE_REVIEWER, Role.EDITOR, Role.ADMINISTRATOR

DRAFT, SUBMITTED = State.DRAFT, State.SUBMITTED
INSTITUTION, APPROVED, PUBLISHED = State.INSTITUTION_APPROVED, State.PROVINCE_APPROVED, State.PUBLISHED
WITHDRAWN = State.WITHDRAWN
OPEN = (DRAFT, SUBMITTED, INSTITUTION)
LIVING = (*OPEN, APPROVED, PUBLISHED)

#: action → role → the states of a record in which that role may do it.
RULES: Mapping[str, Mapping[Role, tuple[State, ...]]] = {
    "create": {CATALOGUER: (DRAFT,), REVIEWER: (DRAFT,), ADMIN: (DRAFT,)},
    "import_approved": {PROVINCE: (APPROVED,), ADMIN: (APPROVED,)},
    "edit": {
        CATALOGUER: (DRAFT,),
        REVIEWER: (DRAFT, SUBMITTED, APPROVED),
        PROVINCE: (DRAFT, SUBMITTED, INSTITUTION, APPROVED),
        ADMIN: (DRAFT, SUBMITTED, INSTITUTION, APPROVED),
    },
    "override": {
        CATALOGUER: (DRAFT,),
        REVIEWER: (DRAFT, SUBMITTED, APPROVED),
        PROVINCE: (DRAFT, SUBMITTED, INSTITUTION, APPROVED),
        ADMIN: (DRAFT, SUBMITTED, INSTITUTION, APPROVED),
    },
    "submit": {CATALOGUER: (DRAFT,), REVIEWER: (DRAFT,), ADMIN: (DRAFT,)},
    "return": {REVIEWER: (SUBMITTED,), PROVINCE: (SUBMITTED, INSTITUTION)},
    "approve_institution": {REVIEWER: (SUBMITTED,)},
    "approve_province": {PROVINCE: (INSTITUTION,)},
    "publish": {EDITOR: (APPROVED,), ADMIN: (APPROVED,)},
    "correct": {PROVINCE: (APPROVED, PUBLISHED), EDITOR: (APPROVED, PUBLISHED), ADMIN: (APPROVED, PUBLISHED)},
    "withdraw": {CATALOGUER: (DRAFT,), REVIEWER: (DRAFT, SUBMITTED), PROVINCE: LIVING, ADMIN: LIVING},
    "restore": {REVIEWER: (WITHDRAWN,), PROVINCE: (WITHDRAWN,), ADMIN: (WITHDRAWN,)},
    "waive": {REVIEWER: OPEN, PROVINCE: LIVING, ADMIN: LIVING},
    "comment": {CATALOGUER: LIVING, REVIEWER: LIVING, PROVINCE: LIVING, EDITOR: LIVING, ADMIN: LIVING},
    "undo_import": {
        CATALOGUER: (DRAFT,),
        REVIEWER: (DRAFT,),
        PROVINCE: (DRAFT, APPROVED),
        ADMIN: (DRAFT, APPROVED),
    },
}

#: The Chinese name of each action, as pages and messages say it.
ACTION_NAMES: Mapping[str, str] = {
    "create": gettext_noop("新建"),
    "import_approved": gettext_noop("以“省审已通过”导入"),
    "edit": gettext_noop("修改"),
    "override": gettext_noop("更正结构"),
    "submit": gettext_noop("送审"),
    "return": gettext_noop("退回"),
    "approve_institution": gettext_noop("馆审通过"),
    "approve_province": gettext_noop("省审通过"),
    "publish": gettext_noop("出版"),
    "correct": gettext_noop("更正"),
    "withdraw": gettext_noop("撤销"),
    "restore": gettext_noop("恢复"),
    "waive": gettext_noop("豁免"),
    "comment": gettext_noop("写意见"),
    "undo_import": gettext_noop("撤回导入"),
    "import": gettext_noop("导入"),
    "remove_override": gettext_noop("撤去结构更正"),
    "revoke_waiver": gettext_noop("收回豁免"),
}


#: A membership as access reads it: the institution, ``None`` for the province, and the role.
Held = tuple[tuple[int | None, str], ...]
#: By user, the memberships read for the request that goes on; nothing outside of one.
_held: ContextVar[dict[int, Held] | None] = ContextVar("held", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Read each user's memberships once for all that is asked within: it must not last longer than an answer takes."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def forget_memberships(**_signal: Any) -> None:
    """Have memberships read anew in the request that goes on: a receiver for when one was given or taken."""
    held = _held.get()
    if held is not None:
        held.clear()


def _memberships(user_id: int) -> Held:
    held = _held.get()
    if held is not None and user_id in held:
        return held[user_id]
    found: Held = tuple(Membership.objects.filter(user=user_id).values_list("institution_id", "role"))
    if held is not None:
        held[user_id] = found
    return found


@dataclass(frozen=True, slots=True)
class Access:
    """What one user's memberships allow; read once a request, then asked without further queries.

    ``local`` maps an institution's key to the roles held there, ``province`` holds the roles that reach
    everywhere. A superuser has the administrator's role everywhere, and no reviewer's: four eyes stay four.
    """

    user_id: int | None = None
    province: frozenset[str] = frozenset()
    local: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: Any) -> Access:
        """Return the access of a user (an ``Access`` is returned as it is; ``None`` is anybody)."""
        if isinstance(user, Access):
            return user
        if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
            return cls()
        province: set[str] = {str(ADMIN)} if user.is_superuser else set()
        local: dict[int, set[str]] = {}
        for institution, role in _memberships(user.pk):
            (province if institution is None else local.setdefault(institution, set())).add(role)
        return cls(user.pk, frozenset(province), {key: frozenset(roles) for key, roles in local.items()})

    @property
    def everywhere(self) -> bool:
        """Whether the user sees the records of all institutions."""
        return bool(self.province)

    @property
    def institutions(self) -> frozenset[int]:
        """The institutions in which the user has a role of their own."""
        return frozenset(self.local)

    def roles_in(self, institution_id: int | None) -> frozenset[str]:
        """Return the roles that reach an institution (``None``: only those of the province)."""
        return self.province | (
            self.local.get(institution_id, frozenset()) if institution_id is not None else frozenset()
        )

    def may(self, action: str, record: CensusRecord | None = None, institution_id: int | None = None) -> bool:
        """Whether the user may do ``action``: at all, in one institution, or with one record as it stands."""
        rules = RULES[action]
        if record is not None:
            return any(record.state in rules.get(Role(r), ()) for r in self.roles_in(record.institution_id))
        if institution_id is not None:
            return any(r in rules for r in self.roles_in(institution_id))
        held = self.province.union(*self.local.values())
        return any(r in rules for r in held)

    def which(self, action: str) -> Q:
        """Return the condition on records with which the user may do ``action``."""
        condition = Q(pk__in=[])
        for states in self._states(action, self.province):
            condition |= Q(state__in=states)
        for institution, roles in sorted(self.local.items()):
            for states in self._states(action, roles):
                condition |= Q(institution_id=institution, state__in=states)
        return condition

    def require(self, action: str, record: CensusRecord | None = None, institution_id: int | None = None) -> None:
        """Raise :class:`~census.errors.NotAllowed` unless the user may do ``action`` in that institution.

        The record's state is left to the action, which can say more precisely what is wrong with it.
        """
        where = record.institution_id if record is not None else institution_id
        if not any(r in RULES[action] for r in self.roles_in(where)):
            raise NotAllowed(gettext_noop("您没有在这个单位“{action}”的权限"), action=gettext(ACTION_NAMES[action]))

    @staticmethod
    def _states(action: str, roles: Iterable[str]) -> list[list[str]]:
        states = {str(state) for role in roles for state in RULES[action].get(Role(role), ())}
        return [sorted(states)] if states else []
