"""Names that the authority lacks: proposed by whoever catalogues, decided about by the province's reviewer.

Each change is one transaction: permission, the rules of a name, the optimistic lock, the change, a revision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from authority.folding import fold_name
from authority.lives import read_life
from authority.models import Name, Named, NameStatus
from census.actions.base import checked_reason
from census.diff import difference
from census.errors import ConflictError, InvalidData, NotAllowed
from census.models import Revision
from census.policies import ADMIN, PROVINCE, Access
from census.storable import require_storable
from guji.assisting.tally import show_name
from guji.notation.people import is_dynasty, is_nation

#: What a revision of a name is filed under.
KIND: Final = "name"
#: What a name states, as its history compares it.
STATED: Final = ("kind", "form", "dynasty", "dates", "note", "status")
_FORM: Final = re.compile("[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·•]+")
_MOST: Final = {"form": 60, "dynasty": 20, "note": 200}


def may_propose(user: Any) -> bool:
    """Whether a user may propose names: whoever enters or changes records."""
    access = Access.of(user)
    return access.may("create") or access.may("edit")


def may_decide(user: Any) -> bool:
    """Whether a user may confirm names or decline them: the reviewer of the province, and its administrator."""
    return bool(Access.of(user).province & {str(PROVINCE), str(ADMIN)})


def waiting_for(user: Any) -> int:
    """Return how many names wait for this user to decide."""
    return Name.objects.filter(status=NameStatus.PROPOSED).count() if may_decide(user) else 0


@dataclass(frozen=True, slots=True)
class Stated:
    """A name as somebody states it, before it is checked."""

    kind: str
    form: str
    dynasty: str = ""
    dates: str = ""
    note: str = ""

    def checked(self) -> Stated:
        """Return it fit to store. Raises :class:`~census.errors.InvalidData` that says what of it is not."""
        kind = self.kind if self.kind in Named.values else ""
        if not kind:
            raise InvalidData("kind", gettext_noop("没有“{value}”这个类别"), value=self.kind)
        person = kind == Named.PERSON
        return Stated(
            kind=kind,
            form=_form(self.form),
            dynasty=_dynasty(self.dynasty) if person else "",
            dates=_dates(self.dates) if person else "",
            note=_short("note", self.note),
        )


def _short(name: str, value: str) -> str:
    text = require_storable(name, " ".join(value.split()))
    if len(text) > _MOST[name]:
        raise InvalidData(name, gettext_noop("“{value}…”超过 {most} 字"), value=text[:20], most=_MOST[name])
    return text


def _form(value: str) -> str:
    form = _short("form", value)
    if not form:
        raise InvalidData("form", gettext_noop("请写出名称"))
    if _FORM.fullmatch(form) is None:
        raise InvalidData("form", gettext_noop("“{value}”应只有汉字：朝代、生卒年和著作方式另有其处"), value=form)
    return form


def _dynasty(value: str) -> str:
    dynasty = _short("dynasty", value).strip("（）()[]［］〔〕")
    if dynasty and not (is_dynasty(dynasty) or is_nation(dynasty)):
        raise InvalidData("dynasty", gettext_noop("“{value}”不是朝代或国别，应如“清”“日本”"), value=dynasty)
    return dynasty


def _dates(value: str) -> str:
    life = read_life(require_storable("dates", value))
    if life is None:
        raise InvalidData("dates", gettext_noop("“{value}”不是生卒年，应如 1735—1815，不详作 ?"), value=value)
    return life.text


@dataclass
class ProposeName:
    """Add a name to the authority, to be confirmed; one that is there already is returned as it is."""

    stated: Stated
    user: Any

    def execute(self) -> Name:
        """Do it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        if not may_propose(self.user):
            raise NotAllowed(gettext_noop("您没有提出规范名称的权限"))
        stated = self.stated.checked()
        try:
            with transaction.atomic():
                return self._execute(stated)
        except IntegrityError:
            return Name.objects.get(kind=stated.kind, form=stated.form, dynasty=stated.dynasty, dates=stated.dates)

    def _execute(self, stated: Stated) -> Name:
        alike = Name.objects.select_for_update().filter(
            kind=stated.kind, folded=fold_name(stated.form), dynasty=stated.dynasty, dates=stated.dates
        )
        known = alike.order_by("status", "pk").first()
        if known is not None and known.status != NameStatus.DECLINED:
            return known
        before = snapshot(known) if known is not None else {}
        name = known or Name()
        for field_name in ("kind", "form", "dynasty", "dates", "note"):
            setattr(name, field_name, getattr(stated, field_name))
        name.status, name.proposed_by, name.proposed_at = NameStatus.PROPOSED, self.user, timezone.now()
        name.version = name.version + 1 if known is not None else 1
        name.save()
        _record(name, "propose_name", before, self.user)
        show_name(name)
        return name


@dataclass
class DecideName:
    """Confirm a name, amended where need be, or decline it with a reason."""

    name: Name
    user: Any
    status: str
    version: int
    stated: Stated | None = None
    reason: str = ""
    _decided: tuple[str, ...] = field(default=(NameStatus.CONFIRMED, NameStatus.DECLINED), init=False)

    def execute(self) -> Name:
        """Do it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        if not may_decide(self.user):
            raise NotAllowed(gettext_noop("规范名称由省审确认"))
        if self.status not in self._decided:
            raise InvalidData("status", gettext_noop("没有“{value}”这个状态"), value=self.status)
        reason = (
            checked_reason("decline_name", self.reason) if self.status == NameStatus.DECLINED else self.reason.strip()
        )
        stated = self.stated.checked() if self.stated is not None else None
        try:
            with transaction.atomic():
                return self._execute(stated, require_storable("reason", reason))
        except IntegrityError as error:
            raise InvalidData(
                "form", gettext_noop("已有同类、同朝代、同生卒年的“{form}”"), form=_form_of(stated)
            ) from error

    def _execute(self, stated: Stated | None, reason: str) -> Name:
        name = Name.objects.select_for_update().get(pk=self.name.pk)
        before = snapshot(name)
        if name.version != self.version:
            raise ConflictError(self.version, name.version, theirs=before)
        shown = Name(kind=name.kind, form=name.form, dynasty=name.dynasty, folded=name.folded)
        if stated is not None:
            name.form, name.dynasty, name.dates, name.note = stated.form, stated.dynasty, stated.dates, stated.note
        name.status = NameStatus(self.status)
        if snapshot(name) == before:
            return name
        name.decided_by, name.decided_at, name.version = self.user, timezone.now(), name.version + 1
        name.save()
        action = "confirm_name" if name.status == NameStatus.CONFIRMED else "decline_name"
        _record(name, action, before, self.user, reason)
        if (shown.folded, shown.dynasty) != (name.folded, name.dynasty):
            shown.status = NameStatus.DECLINED
            show_name(shown)
        show_name(name)
        return name


def _form_of(stated: Stated | None) -> str:
    return stated.form if stated is not None else ""


def snapshot(name: Name) -> dict[str, Any]:
    """Return what history compares of a name."""
    return {key: str(getattr(name, key)) for key in STATED if getattr(name, key)}


def _record(name: Name, action: str, before: Mapping[str, Any], user: Any, reason: str = "") -> None:
    Revision.objects.create(
        kind=KIND,
        record_id=name.pk,
        number=name.version,
        action=action,
        diff=difference(before, snapshot(name)),
        actor=user if getattr(user, "pk", None) else None,
        at=timezone.now(),
        reason=reason,
    )
