"""Profiles on the page: listed, changed by number with the first pages beside them, and earlier states of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from authority.models import Institution
from catalog_export.models import ProfileVersion, VolumeProfile
from catalog_export.policies import VolumePolicy
from catalog_export.preview import preview_pages, sample_records
from catalog_export.profiles import SaveProfile, data_from_post, said, settings_of
from catalog_export.queries import UnknownProfileError, profile_named
from catalog_export.volumes.profile import (
    Profile,
    ProfileError,
    ProfileProblem,
    builtin_profiles,
    profile_from_data,
)
from catalog_export.volumes.register.entry import Holder
from census.errors import InvalidData

#: Earlier states that the page lists, pages that the preview shows.
LISTED, SHOWN = 30, 2


def _enter(request: HttpRequest) -> VolumePolicy:
    policy = VolumePolicy.of(request.user)
    if not policy.may_edit_profiles:
        raise PermissionDenied
    return policy


@login_required
@require_GET
def profile_list(request: HttpRequest) -> HttpResponse:
    """List the profiles, those that come with the system first."""
    _enter(request)
    builtin = [_listed(profile, _(profile.label)) for profile in builtin_profiles().values()]
    context = {"builtin": builtin, "own": [_own(row) for row in VolumeProfile.objects.all()]}
    return render(request, "catalog_export/profile_list.html", context)


def _listed(profile: Profile, label: str) -> dict[str, Any]:
    """Return what the list shows of a profile: its first page, and the figures that an editor chooses by."""
    page, kinds = profile.page, profile.type
    facts = _("{width:g}×{height:g} 毫米　每面 {columns} 栏　{size:g} 磅，行距 {leading:g} 磅").format(
        width=page.width, height=page.height, columns=page.columns, size=kinds.body, leading=kinds.leading
    )
    if profile.style.direction == "vertical":
        facts = _("{width:g}×{height:g} 毫米　每面 {lines} 行　题名 {size:g} 磅，夹注 {note:g} 磅").format(
            width=page.width,
            height=page.height,
            lines=profile.vertical.lines,
            size=profile.vertical.title,
            note=profile.vertical.note,
        )
    return {"name": profile.name, "label": label, "facts": facts, "picture": _address(settings_text(profile), 1)}


def _own(row: VolumeProfile) -> dict[str, Any]:
    """Return the same of one of the house's own; one that can stand no more is listed to be mended."""
    try:
        shown = _listed(row.to_profile(), row.label)
    except ProfileError as error:
        shown = {"name": row.name, "label": row.label, "facts": said(error.problems[0])}
    return {**shown, "changed_at": row.changed_at}


@login_required
@require_http_methods(["GET", "POST"])
def profile_edit(request: HttpRequest, name: str) -> HttpResponse:
    """Show a profile's settings with its first pages, and let them be changed; a built-in one is copied."""
    _enter(request)
    try:
        profile = profile_named(name)
    except UnknownProfileError as error:
        raise Http404 from error
    if request.method == "POST":
        return _saved(request, name)
    version = _version(request, name)
    if version is not None:
        profile = profile_from_data({**version.data, "name": name, "label": version.label})
    return _page(request, name, profile, version=version)


def _version(request: HttpRequest, name: str) -> ProfileVersion | None:
    """Return the earlier state that the address asks for."""
    wanted = request.GET.get("version", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    return get_object_or_404(ProfileVersion, profile__name=name, pk=int(wanted))


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    wanted, label = request.POST.get("name", name), request.POST.get("label", "")
    data = data_from_post(request.POST)
    try:
        profile = profile_from_data({**data, "name": wanted, "label": label})
        version = SaveProfile(request.user, wanted, label, data).execute()
    except ProfileError as error:
        return _page(request, name, _leniently(data, name, label), refusal=Refusal(error.problems), wanted=wanted)
    except InvalidData as error:
        return _page(request, name, profile, refusal=Refusal(reason=error.message), wanted=wanted)
    messages.success(request, _("已保存。") if version else _("没有改动。"))
    return redirect("profile", wanted)


def _leniently(data: dict[str, Any], name: str, label: str) -> Profile:
    """Return the profile without the settings that cannot stand, to show the form again."""
    try:
        return profile_from_data({**data, "name": name, "label": label})
    except ProfileError as error:
        kept = {group: dict(values) for group, values in data.items()}
        for problem in error.problems:
            group, _dot, setting = problem.path.partition(".")
            kept.get(group, {}).pop(setting, None)
    try:
        return profile_from_data({**kept, "name": name, "label": label})
    except ProfileError:
        return Profile(name, label)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what a form holds is not kept: settings that cannot stand, or another ``reason``; empty if it may be."""

    problems: tuple[ProfileProblem, ...] = ()
    reason: str = ""

    @property
    def told(self) -> list[str]:
        """What the form says above its settings."""
        return [said(problem) for problem in self.problems] + ([self.reason] if self.reason else [])


def _page(
    request: HttpRequest,
    name: str,
    profile: Profile,
    *,
    version: ProfileVersion | None = None,
    refusal: Refusal | None = None,
    wanted: str = "",
) -> HttpResponse:
    """Show a profile's form; its first pages too, unless they cannot be set."""
    refused = refusal or Refusal()
    builtin = name in builtin_profiles()
    context = {
        "name": name,
        "wanted": wanted or (f"{name}-own" if builtin else name),
        "builtin": builtin,
        "profile": profile,
        "title": _(profile.label) if builtin else profile.label,
        "groups": list(settings_of(profile, refused.problems)),
        "problems": refused.told,
        "version": version,
        "versions": ProfileVersion.objects.filter(profile__name=name).select_related("created_by")[:LISTED],
        "pictures": [] if refused.problems else _pictures(profile),
    }
    return render(request, "catalog_export/profile_form.html", context, status=400 if refusal else 200)


@login_required
@require_POST
def profile_preview(request: HttpRequest) -> HttpResponse:
    """Return the first pages in the settings as they stand in the form, or what is wrong with them."""
    _enter(request)
    try:
        profile = profile_from_data({**data_from_post(request.POST), "name": "preview", "label": "preview"})
    except ProfileError as error:
        context: dict[str, Any] = {"problems": [said(problem) for problem in error.problems]}
    else:
        context = {"pictures": _pictures(profile)}
    return render(request, "catalog_export/_preview.html", context)


@login_required
@require_GET
def profile_picture(request: HttpRequest, page: int) -> HttpResponse:
    """Send one of the first pages in the settings that the address holds."""
    _enter(request)
    try:
        pages = first_pages(request.GET.get("settings", "{}"))
    except (ProfileError, ValueError) as error:
        raise Http404 from error
    if not 1 <= page <= len(pages):
        raise Http404
    return HttpResponse(pages[page - 1], content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _pictures(profile: Profile) -> list[str]:
    """Return the addresses of the first pages; they hold the settings, so that any server process can draw them."""
    settings = settings_text(profile)
    return [_address(settings, page) for page in range(1, len(first_pages(settings)) + 1)]


def settings_text(profile: Profile) -> str:
    """Return a profile's settings as an address holds them."""
    return json.dumps(profile.to_data(), ensure_ascii=False, separators=(",", ":"))


def _address(settings: str, page: int) -> str:
    return f"{reverse('profile-picture', args=[page])}?{urlencode({'settings': settings})}"


@lru_cache(maxsize=16)
def first_pages(settings: str) -> tuple[bytes, ...]:
    """Return the first pages in some settings (JSON). Raises :class:`ProfileError` and ``ValueError``."""
    profile = profile_from_data(json.loads(settings))
    holders = {row.code: Holder(row.code, row.name) for row in Institution.objects.only("code", "name")}
    return tuple(preview_pages(profile, sample_records(), SHOWN, holders=holders))
