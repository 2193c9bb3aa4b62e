"""One change of one record, in one transaction: policy, lock, checks, change, revision, outbox.

A subclass is one verb. It names the rule of the policy table it falls under and the states it may start from,
and says what changes; everything that must never be forgotten is done here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from census.diff import Diff, difference
from census.errors import ActionRefused, ConflictError, InvalidData, NotAllowed, WrongState
from census.models import CensusRecord, OutboxEntry, OutboxOperation, Revision, State
from census.policies import ACTION_NAMES, Access
from census.storable import require_storable

Record = TypeVar("Record", bound=CensusRecord)


class RecordAction(ABC, Generic[Record]):
    """A change of a record that exists.

    ``version`` is the version the user read; another present version raises
    :class:`~census.errors.ConflictError`. Without it (changes of many records at once) the present version
    counts. ``group`` joins the revisions of one batch. ``user`` may be ``None`` for the house itself only where
    ``trusted`` is set: commands run by the administrator at the machine.
    """

    name: ClassVar[str]
    rule: ClassVar[str]
    from_states: ClassVar[tuple[State, ...]] = ()
    needs_reason: ClassVar[bool] = False

    def __init__(
        self,
        record: Record,
        user: Any,
        *,
        version: int | None = None,
        reason: str = "",
        group: UUID | None = None,
        trusted: bool = False,
    ) -> None:
        self.given = record
        self.user = user
        self.version = version
        self.reason = reason.strip()
        self.group = group
        self.trusted = trusted
        self.now: datetime = timezone.now()
        self.diff: Diff = {}

    @final
    def execute(self) -> Record:
        """Do it and return the record after it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        require_storable("reason", self.reason)
        if self.needs_reason:
            checked_reason(self.name, self.reason)
        try:
            with transaction.atomic():
                return self._execute()
        except IntegrityError as error:
            raise _as_refusal(type(self.given), error) from error

    def _execute(self) -> Record:
        try:
            record = self.fetch()
        except ObjectDoesNotExist as error:
            raise WrongState(gettext_noop("这条记录已经不在库中")) from error
        self._require(record)
        if self.version is not None and record.version != self.version:
            raise self.conflict(record)
        self._check_state(record)
        self.check(record)
        before, seen = self.snapshot(record), _seen(record)
        self.change(record)
        after = self.snapshot(record)
        self.diff = difference(before, after)
        if not self.diff and not self.always_recorded():
            return record
        record.version += 1
        record.updated_at, record.updated_by = self.now, self.actor
        self.save(record)
        self._record(record)
        write_outbox(record, hides=bool(seen - _seen(record)))
        self.after(record)
        return record

    @abstractmethod
    def fetch(self) -> Record:
        """Return the record, locked for this transaction, with what the action reads."""

    @abstractmethod
    def snapshot(self, record: Record) -> Mapping[str, Any]:
        """Return the record's content as history compares it."""

    @abstractmethod
    def change(self, record: Record) -> None:
        """Set what changes on the record, without saving."""

    def check(self, record: Record) -> None:
        """Raise :class:`~census.errors.ActionRefused` if this record may not be changed so."""

    def save(self, record: Record) -> None:
        """Write the record."""
        record.save()

    def after(self, record: Record) -> None:
        """Write what belongs to the change beside record, revision and outbox."""

    def always_recorded(self) -> bool:
        """Whether the act leaves a revision even where no field differs."""
        return False

    def conflict(self, record: Record) -> ConflictError:
        """Return the refusal that tells what the other person stored."""
        return ConflictError(self.version or 0, record.version, theirs=self.snapshot(record))

    @property
    def actor(self) -> Any:
        """The user for the history; ``None`` is the house itself."""
        return self.user if getattr(self.user, "pk", None) else None

    def _require(self, record: Record) -> None:
        if self.trusted:
            return
        Access.of(self.user).require(self.rule, record)

    def _check_state(self, record: Record) -> None:
        if self.from_states and record.state not in self.from_states:
            raise WrongState(
                gettext_noop("记录现在是“{state}”，不能“{action}”；只有“{expected}”的记录可以"),
                state=record.get_state_display(),
                action=gettext(ACTION_NAMES[self.rule]),
                expected="、".join(str(state.label) for state in self.from_states),
            )
        if not self.trusted and not Access.of(self.user).may(self.rule, record):
            raise NotAllowed(
                gettext_noop("记录现在是“{state}”，以您的角色不能“{action}”"),
                state=record.get_state_display(),
                action=gettext(ACTION_NAMES[self.rule]),
            )

    def _record(self, record: Record) -> None:
        Revision.objects.create(
            kind=record.KIND,
            record_id=record.pk,
            number=record.version,
            action=self.name,
            diff=self.diff,
            actor=self.actor,
            at=self.now,
            reason=self.reason,
            group=self.group,
        )


def _seen(record: CensusRecord) -> set[int | None]:
    """Return who sees a record beside those who see all: an institution by its key, ``None`` for everybody."""
    return {record.institution_id, None} if record.is_public else {record.institution_id}


def write_outbox(record: CensusRecord, *, hides: bool = False) -> None:
    """Tell the index that a record changed, and whether some who could see it may no longer."""
    operation = OutboxOperation.HIDE if hides else OutboxOperation.INDEX
    OutboxEntry.objects.create(kind=record.KIND, record_id=record.pk, operation=operation)


def record_creation(
    record: CensusRecord,
    content: Mapping[str, Any],
    *,
    actor: Any,
    reason: str = "",
    group: UUID | None = None,
    action: str,
) -> None:
    """Write the first revision of a new record, which holds all its content, and its outbox row."""
    Revision.objects.create(
        kind=record.KIND,
        record_id=record.pk,
        number=record.version,
        action=action,
        diff=difference({}, content),
        actor=actor,
        at=record.created_at,
        reason=reason,
        group=group,
    )
    write_outbox(record)


def checked_reason(action: str, reason: str) -> str:
    """Return the reason without blanks around it. Raises :class:`~census.errors.InvalidData` if nothing is left."""
    if not reason.strip():
        raise InvalidData("reason", gettext_noop("请写明理由"), action=action)
    return require_storable("reason", reason.strip())


def _as_refusal(model: type[CensusRecord], error: IntegrityError) -> ActionRefused:
    text = str(error)
    for constraint in model._meta.constraints:
        if constraint.name in text:
            return ActionRefused(str(constraint.violation_error_message))
    if "census_no" in text:
        return InvalidData("census_no", gettext_noop("这个普查编号已经用于另一条记录"))
    raise error
