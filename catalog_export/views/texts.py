"""The editor's texts of a volume on the page: written, looked at, and earlier states of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog_export.models import FrontText, TextVersion, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.text_preview import kept_picture, text_preview
from catalog_export.texts import MOST_CHARACTERS, PLACES, SaveText, check_text, default_of, text_of
from census.errors import InvalidData

#: Earlier states that the page lists.
LISTED = 50


def _enter(request: HttpRequest, pk: int, name: str) -> Volume:
    """Return the volume whose text the user may write."""
    policy = VolumePolicy.of(request.user)
    volume = get_object_or_404(policy.visible(), pk=pk)
    if name not in FrontText.values:
        raise Http404
    if not policy.may_typeset(volume):
        raise PermissionDenied
    return volume


@login_required
@require_http_methods(["GET", "POST"])
def volume_text(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a text as it will be set, and let it be changed; an earlier state may be taken up again."""
    volume = _enter(request, pk, name)
    if request.method == "POST":
        return _saved(request, volume, name)
    text, version = text_of(volume, name), _version(request, volume, name)
    return _page(request, volume, name, (version.text or default_of(name)) if version else text, version=version)


def _version(request: HttpRequest, volume: Volume, name: str) -> TextVersion | None:
    """Return the earlier state that the address asks for."""
    wanted = request.GET.get("version", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    return get_object_or_404(_versions(volume, name), pk=int(wanted))


def _versions(volume: Volume, name: str) -> QuerySet[TextVersion]:
    return TextVersion.objects.filter(volume=volume, name=name).select_related("created_by")


def _saved(request: HttpRequest, volume: Volume, name: str) -> HttpResponse:
    text = request.POST.get("text", "")
    if request.POST.get("default"):
        text = ""
    try:
        version = SaveText(request.user, volume, name, text).execute()
    except InvalidData as refusal:
        return _page(request, volume, name, text, error=refusal.message)
    if version is None:
        messages.info(request, _("没有改动。"))
    else:
        messages.success(request, _("已保存，下次排印即用。"))
    return redirect("volume-text", volume.pk, name)


def _page(
    request: HttpRequest, volume: Volume, name: str, text: str, *, version: TextVersion | None = None, error: str = ""
) -> HttpResponse:
    context = {
        "volume": volume,
        "name": name,
        "label": FrontText(name).label,
        "names": FrontText.choices,
        "text": text,
        "is_default": not volume.texts.get(name),
        "has_default": bool(default_of(name)),
        "places": PLACES.items(),
        "most": MOST_CHARACTERS,
        "version": version,
        "versions": _versions(volume, name).defer("text")[:LISTED],
        "error": error,
        **_preview(volume, name, text),
    }
    return render(request, "catalog_export/volume_text.html", context, status=400 if error else 200)


@login_required
@require_POST
def volume_text_preview(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Return the first pages of the text as it stands in the form, or why it cannot be printed."""
    volume = _enter(request, pk, name)
    return render(request, "catalog_export/_preview.html", _preview(volume, name, request.POST.get("text", "")))


@login_required
@require_GET
def volume_text_picture(request: HttpRequest, pk: int, name: str, digest: str, page: int) -> FileResponse:
    """Send one of the pages that a preview laid ready."""
    volume = _enter(request, pk, name)
    try:
        picture = kept_picture(volume.pk, name, digest, page).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _preview(volume: Volume, name: str, text: str) -> dict[str, Any]:
    """Return what the template of previews shows: addresses of pictures, what is wrong, what has no face."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        check_text(name, text)
    except InvalidData as refusal:
        return {"problems": [refusal.message]}
    found = text_preview(volume, name, text if text.strip() else default_of(name))
    address = [volume.pk, name, found.digest]
    pages = range(1, found.pages + 1)
    return {
        "pictures": [reverse("volume-text-picture", args=[*address, page]) for page in pages],
        "unwritten": not pages,
        "missing": "".join(found.missing),
    }
