"""The part of a record that is the same for every kind: number, holder, state, version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key

#: 行政區劃 6 – 單位代碼 4 – 流水 7, as in 110000-0101-0013797.
CENSUS_NO_PATTERN = r"^[0-9]{6}-[0-9]{4}-[0-9]{7}$"


class State(models.TextChoices):
    """Where a record stands in its life (DESIGN: "A record's life")."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已送审")
    INSTITUTION_APPROVED = "institution_approved", _("馆审通过")
    PROVINCE_APPROVED = "province_approved", _("省审通过")
    PUBLISHED = "published", _("已出版")
    WITHDRAWN = "withdrawn", _("已撤销")


#: What a reader sees.
PUBLIC_STATES = (State.PROVINCE_APPROVED, State.PUBLISHED)
#: In these a record waits for a reviewer.
WAITING_STATES = (State.SUBMITTED, State.INSTITUTION_APPROVED)
#: In these the six items of the register are locked; they change by a correction only.
LOCKED_STATES = (State.PROVINCE_APPROVED, State.PUBLISHED)


def _actor(**kwargs: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        **kwargs,
    )


def _moment(**kwargs: Any) -> Any:
    return models.DateTimeField(null=True, blank=True, editable=False, **kwargs)


class CensusRecord(models.Model):
    """One object of the census as one institution holds it; only actions write it.

    ``version`` counts the changes, from 1, and is the number of the newest revision: the optimistic lock.
    ``census_no`` is null until the province gives it, then permanent. ``withdrawn_from`` is the state a
    tombstone had before, to which it may be restored.
    """

    #: The name of the kind in revisions, comments, waivers and the outbox.
    KIND = ""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    institution = models.ForeignKey(
        "authority.Institution", on_delete=models.PROTECT, related_name="+", verbose_name=_("收藏单位"), db_index=False
    )
    census_no = models.CharField(
        _("普查编号"),
        max_length=19,
        null=True,
        blank=True,
        unique=True,
        validators=[
            RegexValidator(CENSUS_NO_PATTERN, _("普查编号的形式应为 6 位-4 位-7 位数字，如 330000-1701-0000012"))
        ],
        error_messages={"unique": _("这个普查编号已经用于另一条记录")},
    )
    shelf_mark = models.TextField(_("索书号"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    withdrawn_from = models.CharField(max_length=20, choices=State.choices, blank=True, editable=False)
    version = models.PositiveIntegerField(_("版次"), default=1, editable=False)
    batch = models.ForeignKey(
        "census.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    created_at = models.DateTimeField(_("建立时间"), editable=False)
    created_by = _actor(db_index=False)
    updated_at = models.DateTimeField(_("修改时间"), editable=False)
    updated_by = _actor(db_index=False)
    submitted_at = _moment()
    submitted_by = _actor(db_index=False)
    institution_approved_at = _moment()
    institution_approved_by = _actor(db_index=False)
    province_approved_at = _moment()
    province_approved_by = _actor(db_index=False)
    published_at = _moment()
    published_by = _actor(db_index=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(census_no__isnull=True) | Q(census_no__regex=CENSUS_NO_PATTERN),
                name="%(app_label)s_%(class)s_census_no_form",
                violation_error_message=_("普查编号的形式应为 6 位-4 位-7 位数字，如 330000-1701-0000012"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | Q(census_no__isnull=False),
                name="%(app_label)s_%(class)s_approved_has_no",
                violation_error_message=_("省审通过的记录必须有普查编号"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="%(app_label)s_%(class)s_state_known",
                violation_error_message=_("没有这样的状态"),
            ),
            models.CheckConstraint(
                condition=(Q(state=State.WITHDRAWN) & ~Q(withdrawn_from=""))
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_from="")),
                name="%(app_label)s_%(class)s_tombstone_whole",
                violation_error_message=_("撤销的记录须记下撤销前的状态"),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="%(app_label)s_%(class)s_version_from_one",
                violation_error_message=_("版次自 1 起"),
            ),
        ]

    @property
    def is_locked(self) -> bool:
        """Whether the six items may change by a correction only."""
        return self.state in LOCKED_STATES

    @property
    def is_public(self) -> bool:
        """Whether a reader may see the record."""
        return self.state in PUBLIC_STATES
