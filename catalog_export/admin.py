"""Profiles of the house's own, kept by administrators until they have pages of their own."""

from django.contrib import admin

from catalog_export.models import VolumeProfile


@admin.register(VolumeProfile)
class VolumeProfileAdmin(admin.ModelAdmin[VolumeProfile]):
    """版式: name, label and settings; what is wrong with the settings is said on saving."""

    list_display = ("name", "label", "changed_at")
    search_fields = ("name", "label")
