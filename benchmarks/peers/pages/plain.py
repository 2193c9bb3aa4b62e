"""The named peer: Django's own administration of the same records, as one line of registering gives it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import include, path

from guji.listing import SEARCHED
from guji.models import Book


class PlainBook(admin.ModelAdmin):  # type: ignore[type-arg]
    """The fields that our list shows and looks in, and nothing else said."""

    list_display = ("census_no", "shelf_mark", "title", "responsibility", "edition", "volumes", "state")
    list_filter = ("state", "institution")
    list_per_page = 25
    search_fields = SEARCHED

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Show the form, whoever asks."""
        return True


site = admin.AdminSite(name="plain")
site.register(Book, PlainBook)

urlpatterns = [path("", include("config.urls")), path("plain/", site.urls)]
