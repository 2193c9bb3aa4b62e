"""Taking files in: piece by piece for scripts, as a plain form without them."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from census.errors import ActionRefused
from census.images import uploads
from census.images.actions import AddImage, BeginUpload, DropUpload, FinishUpload
from census.images.answers import ImageRefused, told
from census.images.policy import may_change
from census.kinds import visible_record
from census.models import CensusRecord, Image, ImageRole, ImageStatus
from census.refusals import reason

View = Callable[..., HttpResponse]

#: Files of one form without scripts.
MOST_FILES = 100


def record_or_404(request: HttpRequest, kind: str, key: UUID) -> CensusRecord:
    """Return a record whose pictures the user may change: 404 where they may not see it, 403 where not change it."""
    record = visible_record(kind, key, request.user)
    if record is None:
        raise Http404
    if not may_change(request.user, record):
        raise PermissionDenied(_("以您的角色，现在不能改动这条记录的书影"))
    return record


def answers_scripts(view: View) -> View:
    """Let a view for scripts answer in JSON, refusals of the house too: ``code``, and ``message`` in words."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _refused("login", _("登录已过期，请重新登录；已传的部分都还在"), 401)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as error:
            return _refused("not_allowed", str(error), 403)
        except ActionRefused as refusal:
            code = refusal.code if isinstance(refusal, ImageRefused) else "refused"
            return _refused(code, refusal.message, 422)
        except OperationalError:
            return _refused("database", _("数据库正忙，请稍后再试；已传的部分都还在"), 503)
        except OSError as error:
            return _refused("disk", _("服务器没能写下文件：{why}").format(why=_(reason(error))), _status_of(error))

    return answering


def _refused(code: str, message: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, **more}, status=status)


def _status_of(error: OSError) -> int:
    return 507 if error.errno in (errno.ENOSPC, errno.EDQUOT) else 500


@answers_scripts
@require_POST
def upload(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Announce a file: JSON with name, size and, where known, sha256, token, role, caption."""
    found = record_or_404(request, kind, record)
    try:
        given = json.loads(request.body)
        name, size = str(given["name"]), int(given["size"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return _refused("malformed", _("请求不合规范：应有文件名与字节数"), 400)
    described = {key: str(given.get(key) or "") for key in ("sha256", "token", "caption")}
    role = str(given.get("role") or ImageRole.OTHER)
    image = BeginUpload(found, request.user, name, size, role=role, **described).execute()
    return _arrived(image, found, request, _offset(image), created=True)


@answers_scripts
@require_http_methods(["HEAD", "PATCH", "DELETE", "GET"])
def piece(request: HttpRequest, kind: str, record: UUID, key: UUID) -> HttpResponse:
    """Ask how much of a file has come, send its next piece, or give it up.

    ``Upload-Offset`` says where the piece begins, and in the answer where the next one does. The piece that makes the
    file whole is answered with the picture, which from then on is looked at.
    """
    found = record_or_404(request, kind, record)
    image = Image.objects.of(kind, record).filter(pk=key).first()
    if image is None:
        return _refused("gone", _("没有这个上传：已取消、已过期，或从未开始"), 404)
    if request.method == "DELETE":
        DropUpload(image, found, request.user).execute()
        return HttpResponse(status=204)
    if request.method == "PATCH" and image.status == ImageStatus.ARRIVING:
        return _append(request, image, found)
    return _arrived(image, found, request, _offset(image))


def _append(request: HttpRequest, image: Image, record: CensusRecord) -> HttpResponse:
    offset, length = (_number(request.headers.get(name, "")) for name in ("Upload-Offset", "Content-Length"))
    if offset is None or length is None:
        return _refused("malformed", _("请求不合规范：应有 Upload-Offset 与 Content-Length"), 400)
    if length > uploads.PIECE:
        return _refused("piece_too_large", _("一次最多送 4 MiB"), 413)
    try:
        present = uploads.append(image.pk, offset, request.read, length=length, most=image.bytes)
    except uploads.OffsetDiffers as difference:
        return _refused("offset", _("服务器上的进度与此不同，请从那里接着传"), 409, offset=difference.offset)
    except uploads.Busy:
        return _refused("busy", _("同一文件正从另一处上传"), 423)
    except FileNotFoundError:
        return _refused("gone", _("没有这个上传：已取消、已过期，或从未开始"), 404)
    return _arrived(image, record, request, present)


def _arrived(
    image: Image, record: CensusRecord, request: HttpRequest, offset: int, *, created: bool = False
) -> HttpResponse:
    """Answer with the offset, and take the file where it is whole."""
    if image.status == ImageStatus.ARRIVING and offset == image.bytes and request.method in ("PATCH", "POST"):
        image = FinishUpload(image, record, request.user).execute()
    address = reverse("images:piece", args=[image.kind, image.record_id, image.pk])
    answer = JsonResponse({**told(image), "offset": offset, "url": address}, status=201 if created else 200)
    answer["Upload-Offset"], answer["Upload-Length"] = str(offset), str(image.bytes)
    answer["Cache-Control"] = "no-store"
    return answer


def _offset(image: Image) -> int:
    return uploads.offset_of(image.pk) if image.status == ImageStatus.ARRIVING else image.bytes


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@login_required
@require_GET
def state(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Say how each picture of a record stands, for a page that waits for it."""
    record_or_404(request, kind, record)
    rows = Image.objects.of(kind, record).living()
    answer = JsonResponse({"images": [{**told(image), "offset": _offset(image)} for image in rows]})
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def add(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Take the files of a plain form, and say of each what became of it."""
    found = record_or_404(request, kind, record)
    role = request.POST.get("role") or ImageRole.OTHER
    for file in request.FILES.getlist("files")[:MOST_FILES]:
        name = file.name or ""
        try:
            AddImage(found, request.user, name, file.size or 0, file.read, role=role).execute()
            messages.success(request, _("“{name}”已收到，正在检查").format(name=name))
        except ActionRefused as refusal:
            messages.error(request, f"“{name}”：{refusal.message}")
        except OSError as error:
            messages.error(request, f"“{name}”：{_(reason(error))}")
    return redirect("images:manage", kind=kind, record=record)
