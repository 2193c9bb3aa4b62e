"""Regions, institutions, vocabularies, dynasties and eras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from authority.models import (
    AuthorityRow,
    DynastyEntry,
    EraEntry,
    Institution,
    InstitutionName,
    NameKind,
    Region,
    Term,
    Vocabulary,
)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
else:

    class _Subscriptable:
        def __class_getitem__(cls, item: object) -> type:
            return cls

    class ModelAdmin(_Subscriptable, admin.ModelAdmin):
        """`admin.ModelAdmin`, which can name its model's type."""

    class TabularInline(_Subscriptable, admin.TabularInline):
        """`admin.TabularInline`, which can name its models' types."""


@admin.register(Region)
class RegionAdmin(ModelAdmin[Region]):
    """行政區劃."""

    list_display = ("code", "name", "kind", "parent", "is_local")
    list_filter = ("kind", "is_local")
    search_fields = ("code", "name", "name_hans")
    readonly_fields = ("is_local",)
    autocomplete_fields = ("parent",)


class VariantInline(TabularInline[InstitutionName, Institution]):
    """異稱: the full and the short name keep themselves."""

    model = InstitutionName
    fields = ("name",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[InstitutionName]:
        """Return variant names only."""
        return super().get_queryset(request).filter(kind=NameKind.VARIANT)


@admin.register(Institution)
class InstitutionAdmin(ModelAdmin[Institution]):
    """收藏單位."""

    list_display = ("code", "name", "short_name", "region", "system", "active", "is_local")
    list_filter = ("system", "active", "is_local", ("region", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("code", "name", "short_name", "names__name", "names__folded")
    readonly_fields = ("is_local",)
    autocomplete_fields = ("region",)
    inlines = (VariantInline,)


class TermInline(TabularInline[Term, Vocabulary]):
    """The terms of a vocabulary."""

    model = Term
    fields = ("position", "code", "name_hant", "name_hans", "name_en", "parent_code", "active", "is_local")
    readonly_fields = ("is_local",)
    extra = 0


@admin.register(Vocabulary)
class VocabularyAdmin(ModelAdmin[Vocabulary]):
    """值表."""

    list_display = ("key", "name", "source", "is_local")
    search_fields = ("key", "name")
    readonly_fields = ("is_local",)
    inlines = (TermInline,)


@admin.register(Term)
class TermAdmin(ModelAdmin[Term]):
    """值表所列之詞."""

    list_display = ("name_hant", "code", "vocabulary", "position", "active", "is_local")
    list_filter = ("vocabulary", "active", "is_local")
    list_select_related = ("vocabulary",)
    search_fields = ("code", "name_hant", "name_hans", "name_en")
    readonly_fields = ("is_local",)


class ChronologyAdmin(ModelAdmin[Any]):
    """A mirror of the chronology's table: its own rows can be read, local ones added and changed."""

    readonly_fields = ("is_local",)

    def _mine(self, obj: AuthorityRow | None) -> bool:
        return obj is None or obj.is_local

    def has_change_permission(self, request: HttpRequest, obj: AuthorityRow | None = None) -> bool:
        """Allow changing local rows only: the others are what the programs reckon with."""
        return self._mine(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: AuthorityRow | None = None) -> bool:
        """Allow deleting local rows only, one at a time."""
        return obj is not None and obj.is_local and super().has_delete_permission(request, obj)


@admin.register(DynastyEntry)
class DynastyEntryAdmin(ChronologyAdmin):
    """朝代、國別."""

    list_display = ("name", "aliases", "start", "end", "region", "kind", "is_local")
    list_filter = ("kind", "is_local", "region")
    search_fields = ("name", "aliases")


@admin.register(EraEntry)
class EraEntryAdmin(ChronologyAdmin):
    """年號."""

    list_display = ("name", "dynasty", "ruler", "start", "end", "used_to", "kind", "is_local")
    list_filter = ("kind", "is_local", "dynasty__region")
    list_select_related = ("dynasty",)
    search_fields = ("name", "aliases", "ruler", "=dynasty__name")
    autocomplete_fields = ("dynasty",)
