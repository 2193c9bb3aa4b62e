"""Book records on the administration site: to look at; they are written by actions alone."""

from __future__ import annotations

from django.contrib import admin

from census.admin import ReadOnlyAdmin
from guji.models import Agent, Book, Override, TitleUnit


class _Rows(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        """Say no: rows are derived."""
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        """Say no: rows are derived."""
        return False


class TitleUnitRows(_Rows):
    """The works named in a record."""

    model = TitleUnit


class AgentRows(_Rows):
    """The people named in a record."""

    model = Agent


class OverrideRows(_Rows):
    """Structure put right by hand."""

    model = Override


@admin.register(Book)
class BookAdmin(ReadOnlyAdmin):
    """Book records."""

    list_display = ("census_no", "shelf_mark", "title", "edition", "institution", "state")
    list_filter = ("state", "is_republican", "is_foreign")
    list_select_related = ("institution",)
    search_fields = ("census_no__startswith", "title_fold__startswith")
    show_full_result_count = False
    inlines = (TitleUnitRows, AgentRows, OverrideRows)
