"""工作台: how things stand and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from authority.models import Institution
from catalog_export.policies import VolumePolicy
from catalog_export.queries import volume_rows
from census.models import Membership, State
from census.policies import Access
from guji.assisting.names import waiting_for
from guji.models import Book
from workbench.importing.policies import may_import
from workbench.my_work import lacks_of, my_work
from workbench.policies import visible_jobs
from workbench.views.jobs import row_of

LATEST = 6


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many records are in a state."""

    value: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, with the page where it is done."""

    text: str
    url: str = ""


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the counts by state, the next steps, the latest volumes and jobs of the user."""
    counts = state_counts(request.user)
    policy = VolumePolicy.of(request.user)
    volumes = volume_rows(policy.visible())[:LATEST] if policy.may_enter else []
    jobs = visible_jobs(request.user).defer("log", "params", "result")[:LATEST]
    context = {
        "total": sum(count.number for count in counts),
        "states": counts,
        "steps": next_steps(
            counts,
            policy,
            has_volumes=bool(volumes),
            may_import=may_import(policy.access),
            names=waiting_for(request.user),
        ),
        "volumes": volumes,
        "may_typeset": policy.may_typeset_any,
        "may_enter_volumes": policy.may_enter,
        "jobs": [row_of(job) for job in jobs],
        "roles": role_words(request.user),
        "mine": my_work(request.user),
    }
    return render(request, "workbench/home.html", context)


@login_required
def lacking(request: HttpRequest) -> HttpResponse:
    """Show what the records of the user's own institutions do not say yet."""
    own = Institution.objects.filter(pk__in=Access.of(request.user).institutions).order_by("code")
    return render(request, "workbench/lacking.html", {"rows": [(one, *lacks_of(one)) for one in own]})


def state_counts(user: Any) -> list[StateCount]:
    """Return how many of the records that ``user`` may see are in each state, in the order of a record's life.

    Each state is counted apart in one walk along an index; grouped, SQLite would sort them all first.
    """
    by_state = {str(state): Count("state", filter=Q(state=state)) for state in State}
    found = Book.objects.all().visible_to(user).order_by().aggregate(**by_state)
    return [StateCount(str(state), str(state.label), found[state]) for state in State if found.get(state)]


def next_steps(
    counts: list[StateCount], policy: VolumePolicy, *, has_volumes: bool, may_import: bool = False, names: int = 0
) -> list[Step]:
    """Return what is there to do for this user, the most pressing first."""
    numbers = {count.value: count.number for count in counts}
    records = reverse("record-list")
    steps = []
    waiting = (
        (State.SUBMITTED, _("%(number)s 部已送审，待馆审")),
        (State.INSTITUTION_APPROVED, _("%(number)s 部馆审通过，待省审")),
        (State.DRAFT, _("%(number)s 部草稿尚未送审")),
    )
    for state, words in waiting:
        if number := numbers.get(state):
            steps.append(Step(words % {"number": number}, f"{records}?state={state}"))
    if names:
        steps.append(Step(_("%(number)s 个规范名称待确认") % {"number": names}, reverse("name-list")))
    approved = numbers.get(State.PROVINCE_APPROVED, 0)
    if policy.may_typeset_any and approved and not has_volumes:
        steps.append(Step(_("%(number)s 部省审通过，可排印登记目录") % {"number": approved}, reverse("volume-new")))
    if not counts and may_import:
        steps.append(Step(_("导入一份普查表格"), reverse("import-new")))
    elif not counts:
        steps.append(Step(_("还没有可看的著录：省审通过之后，这里才看得到。")))
    if not steps:
        steps.append(Step(_("没有待办。可查看全部著录"), records))
    return steps


def role_words(user: Any) -> str:
    """Return the user's roles in words: 浙江圖書館 著录员、全省 编辑."""
    memberships = Membership.objects.filter(user=user).select_related("institution")
    words = [
        f"{row.institution.name if row.institution else _('全省')} {row.get_role_display()}" for row in memberships
    ]
    if user.is_superuser:
        words.insert(0, _("系统管理员"))
    return "、".join(words)
