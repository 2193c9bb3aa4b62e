"""Templates of one's own: the fields of a form kept under a name, shared in an institution, thrown away and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.errors import InvalidData, NotAllowed
from census.policies import Access
from census.storable import is_storable, require_storable
from guji.forms import known_field
from guji.models import EntryTemplate
from guji.working import LONGEST

#: What belongs to one copy alone and is in no template.
OWN: Final = ("census_no", "shelf_mark", "identifiers.")
MOST: Final = 100
MOST_CHARACTERS: Final = 60
#: Templates thrown away that can be fetched back.
REMEMBERED: Final = 20


def usable(user: Any) -> QuerySet[EntryTemplate]:
    """Return the templates that a user may begin with: their own, and those shared in their institutions."""
    shared = Q(institution_id__in=Access.of(user).institutions)
    return EntryTemplate.objects.filter(Q(user_id=user.pk) | shared, removed_at__isnull=True).select_related(
        "user", "institution"
    )


def removed(user: Any) -> QuerySet[EntryTemplate]:
    """Return what the user threw away lately, the latest first."""
    return EntryTemplate.objects.filter(user_id=user.pk, removed_at__isnull=False).order_by("-removed_at")[:REMEMBERED]


def fields_for(user: Any, key: UUID) -> dict[str, str] | None:
    """Return the fields of a template that the user may use; ``None`` if there is none."""
    template = usable(user).filter(pk=key).first()
    return None if template is None else {name: text for name, text in template.fields.items() if known_field(name)}


def of_template(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return what of a form a template keeps: all that is filled in but for what is one copy's own."""
    texts = ((name, str(sent[name] or "").strip()) for name in sent if known_field(name) and not name.startswith(OWN))
    return {name: text for name, text in texts if text and is_storable(text)}


@dataclass(frozen=True, slots=True)
class KeepTemplate:
    """Keep a form's fields under a name; a template of that name is replaced."""

    user: Any
    name: str
    sent: Mapping[str, Any]

    def execute(self) -> EntryTemplate:
        """Do it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        name, fields = _checked_name(self.name), of_template(self.sent)
        if not set(fields) - {"institution"}:
            raise InvalidData("template_name", gettext_noop("表中还没有可存为模板的内容"))
        if sum(len(key) + len(value) for key, value in fields.items()) > LONGEST:
            raise InvalidData("template_name", gettext_noop("内容太长，不能存为模板"))
        mine = EntryTemplate.objects.filter(user=self.user, removed_at__isnull=True)
        if mine.exclude(name=name).count() >= MOST:
            raise InvalidData("template_name", gettext_noop("每人最多 {most} 个模板，请先删去不用的"), most=MOST)
        template, _new = EntryTemplate.objects.update_or_create(
            user=self.user, name=name, removed_at=None, defaults={"fields": fields}
        )
        return template


@dataclass(frozen=True, slots=True)
class ChangeTemplate:
    """Rename a template, share it or not, throw it away or fetch it back: its owner alone may."""

    template: EntryTemplate
    user: Any
    act: str
    value: str = ""

    def execute(self) -> EntryTemplate:
        """Do it. Raises :class:`~census.errors.ActionRefused`; then nothing changed."""
        if self.template.user_id != self.user.pk:
            raise NotAllowed(gettext_noop("只有存模板的人可以改它"))
        change = _CHANGES.get(self.act)
        if change is None:
            raise InvalidData("act", gettext_noop("没有“{value}”这个做法"), value=self.act)
        try:
            with transaction.atomic():
                change(self)
                self.template.save()
        except IntegrityError as error:
            raise InvalidData("name", gettext_noop("您已有名为“{name}”的模板"), name=self.template.name) from error
        return self.template

    def _rename(self) -> None:
        self.template.name = _checked_name(self.value)

    def _share(self) -> None:
        own = Institution.objects.filter(pk__in=Access.of(self.user).institutions)
        found = next((one for one in own if one.code == self.value), None)
        if found is None:
            raise NotAllowed(gettext_noop("只能与您所在的单位共用"))
        self.template.institution = found

    def _unshare(self) -> None:
        self.template.institution = None

    def _remove(self) -> None:
        self.template.removed_at = timezone.now()

    def _restore(self) -> None:
        self.template.removed_at = None


_CHANGES: Final = {
    "rename": ChangeTemplate._rename,
    "share": ChangeTemplate._share,
    "unshare": ChangeTemplate._unshare,
    "remove": ChangeTemplate._remove,
    "restore": ChangeTemplate._restore,
}


def _checked_name(value: str) -> str:
    name = require_storable("template_name", " ".join(value.split()))
    if not name:
        raise InvalidData("template_name", gettext_noop("请给模板一个名称"))
    if len(name) > MOST_CHARACTERS:
        raise InvalidData("template_name", gettext_noop("模板名称超过 {most} 字"), most=MOST_CHARACTERS)
    return name
