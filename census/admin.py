"""The administration site: roles are given here; records and their history are looked at, never written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from census.models import (
    Comment,
    Erratum,
    Image,
    ImageChange,
    ImageQuota,
    ImportBatch,
    Job,
    Membership,
    NumberCounter,
    Revision,
    Waiver,
)


class ReadOnlyAdmin(admin.ModelAdmin[models.Model]):
    """Shows rows that only actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: rows are made by actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: rows are changed by actions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: nothing is deleted."""
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    """Who works where, and as what."""

    list_display = ("user", "role", "institution", "created_at")
    list_filter = ("role",)
    search_fields = ("user__username", "institution__name", "institution__code")
    autocomplete_fields = ("user",)
    list_select_related = ("user", "institution")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """The history of records."""

    list_display = ("kind", "record_id", "number", "action", "actor", "at", "reason")
    list_filter = ("kind", "action")
    list_select_related = ("actor",)
    search_fields = ("record_id__exact",)
    show_full_result_count = False


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files taken in."""

    list_display = ("file_name", "institution", "mode", "state", "row_count", "created_by", "created_at")
    list_filter = ("state", "mode")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long work."""

    list_display = ("title", "kind", "state", "done", "total", "created_by", "created_at")
    list_filter = ("state", "kind")


@admin.register(Image)
class ImageAdmin(ReadOnlyAdmin):
    """Pictures of records."""

    list_display = ("name", "role", "institution", "format", "width", "height", "bytes", "status", "created_at")
    list_filter = ("status", "role", "format")
    list_select_related = ("institution",)
    search_fields = ("record_id__exact", "name", "sha256__exact")


@admin.register(ImageQuota)
class ImageQuotaAdmin(admin.ModelAdmin[ImageQuota]):
    """How much an institution may keep, where it is not what everybody may."""

    list_display = ("institution", "bytes")
    autocomplete_fields = ("institution",)


admin.site.register((Comment, ImageChange, Waiver, Erratum, NumberCounter), ReadOnlyAdmin)
