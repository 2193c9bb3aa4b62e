"""Handing pictures out, to those only who may see them.

Files are served by :func:`sent`: as what they are and nothing else, never run, and kept by a browser only as long as
it may be shown to whoever asks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from census.images import iiif, places
from census.images.policy import may_change
from census.kinds import records_of, visible_record
from census.models import Image, ImageFormat, ImageStatus

#: Media type and suffix of files as they came.
TYPES = {
    ImageFormat.JPEG: ("image/jpeg", ".jpg"),
    ImageFormat.PNG: ("image/png", ".png"),
    ImageFormat.TIFF: ("image/tiff", ".tif"),
    ImageFormat.JP2: ("image/jp2", ".jp2"),
    ImageFormat.WEBP: ("image/webp", ".webp"),
}
#: Seconds for which a browser keeps what everybody may see, and what only some may, without asking again. Nothing in
#: between keeps any of it: a record may be withdrawn, and its pictures are then shown to nobody else.
PUBLIC_AGE, PRIVATE_AGE = 3600, 300


@require_safe
def thumb(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Send the small picture of lists."""
    return _derivative(request, key, "thumb.jpg")


@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Send the picture as large as a page."""
    return _derivative(request, key, "page.jpg")


@require_safe
def tile(request: HttpRequest, key: UUID, region: str, size: str, rotation: str, quality: str) -> HttpResponseBase:
    """Send what IIIF's Image API asks for, where it is one of the files that exist."""
    image = _image(request, key)
    name = iiif.file_of(image.shown, region, size, rotation, quality)
    if name is None:
        raise Http404
    return sent(request, image, places.derived(key) / name, "image/jpeg")


@require_safe
def image_service(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lead from the identifier to what describes the image, as IIIF wishes."""
    return redirect("images:info", key=_image(request, key).pk)


@require_safe
def info(request: HttpRequest, key: UUID) -> HttpResponse:
    """Describe an image as IIIF's Image API does."""
    image = _image(request, key)
    return _described(request, image, iiif.info(image, _site(request)))


@require_safe
def manifest(request: HttpRequest, kind: str, record: UUID) -> HttpResponse:
    """Describe a record's pictures as IIIF's Presentation API does."""
    found = visible_record(kind, record, request.user)
    images = list(Image.objects.of(kind, record).ready()) if found is not None else []
    if found is None or not images:
        raise Http404
    return _described(request, images[0], iiif.manifest(found, images, _site(request)))


@require_safe
def master(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Send a file as it came, byte for byte, to those who may change the record's pictures."""
    image = _image(request, key)
    record = records_of(image.kind).filter(pk=image.record_id).first()
    if record is None or not may_change(request.user, record):
        raise Http404
    media_type, suffix = TYPES[ImageFormat(image.format)]
    answer = sent(request, image, places.master(image.sha256), media_type)
    stem = Path(image.name).stem or str(image.pk)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stem + suffix)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _derivative(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    image = _image(request, key)
    return sent(request, image, places.derived(key) / name, "image/jpeg")


def _image(request: HttpRequest, key: UUID) -> Image:
    """Return a picture that can be shown and that the user may see; whatever else it may be, it is not there."""
    visible = Image.objects.visible_to(request.user).filter(pk=key, status=ImageStatus.READY)
    image: Image | None = visible.first()
    if image is None:
        raise Http404
    return image


def is_public(image: Image) -> bool:
    """Whether everybody may see a picture."""
    return Image.objects.visible_to(None).filter(pk=image.pk).exists()


def sent(request: HttpRequest, image: Image, path: Path, media_type: str) -> HttpResponseBase:
    """Return a file, or that it has not changed."""
    try:
        state = path.stat()
    except FileNotFoundError as error:
        raise Http404 from error
    etag = quote_etag(f"{image.pk.hex[:12]}-{state.st_mtime_ns:x}-{state.st_size:x}")
    answer: Any = get_conditional_response(request, etag=etag, last_modified=int(state.st_mtime))
    if answer is None:
        answer = _accelerated(path) if settings.IMAGE_ACCEL_PREFIX else FileResponse(path.open("rb"))
        answer["Content-Type"] = media_type
    answer["ETag"], answer["Last-Modified"] = etag, http_date(state.st_mtime)
    guarded: HttpResponseBase = _guarded(answer, image)
    return guarded


def _accelerated(path: Path) -> HttpResponse:
    """Let the proxy send the file."""
    answer = HttpResponse()
    answer["X-Accel-Redirect"] = settings.IMAGE_ACCEL_PREFIX + quote(str(path.relative_to(places.root())))
    return answer


def _described(request: HttpRequest, image: Image, description: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(description, json_dumps_params={"ensure_ascii": False})
    profile = description["@context"]
    answer["Content-Type"] = f'application/ld+json;profile="{profile}"'
    guarded: HttpResponse = _guarded(answer, image)
    return guarded


def _guarded(answer: Any, image: Image) -> Any:
    """Set who may keep the answer, and that nothing in it may be run; public ones may be shown by other sites."""
    public = is_public(image)
    answer["Cache-Control"] = f"private, max-age={PUBLIC_AGE if public else PRIVATE_AGE}"
    if public:
        answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _site(request: HttpRequest) -> str:
    return str(settings.SITE_URL).rstrip("/") or request.build_absolute_uri("/").rstrip("/")
