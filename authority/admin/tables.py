"""Regions, institutions, vocabularies, dynasties and eras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
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


class KeptKeyForm(forms.ModelForm[Any]):
    """Keeps the fields by which a row is known (``kept``) as they are, where the row came with the system.

    Under another key, or deleted, it would come back beside itself the next time the tables are loaded. A row made
    here keeps its key as soon as others point to it by that key.
    """

    kept: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and (not row.is_local or _is_pointed_to(row)):
            for name in self.kept:
                if name in self.fields:
                    self.fields[name].disabled = True


def _is_pointed_to(row: models.Model) -> bool:
    """Say whether rows elsewhere carry this row's key (not its number) as theirs."""
    relations = (relation for relation in row._meta.related_objects if not relation.field.target_field.primary_key)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists() for relation in relations
    )


def keeping(*names: str) -> type[KeptKeyForm]:
    """Return the form that keeps these fields of a row that came with the system."""
    return type("KeptKeyForm", (KeptKeyForm,), {"kept": names})


class AuthorityAdmin(ModelAdmin[Any]):
    """Rows that came with the system are changed or retired, never deleted; those made here may go."""

    readonly_fields = ("is_local",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow deleting rows made here, one at a time."""
        return obj is not None and obj.is_local and super().has_delete_permission(request, obj)


@admin.register(Region)
class RegionAdmin(AuthorityAdmin):
    """行政區劃."""

    form = keeping("code")

    list_display = ("code", "name", "kind", "parent", "is_local")
    list_filter = ("kind", "is_local")
    search_fields = ("code", "name", "name_hans")
    autocomplete_fields = ("parent",)


class VariantInline(TabularInline[InstitutionName, Institution]):
    """異稱: the full and the short name keep themselves."""

    model = InstitutionName
    form = keeping("name")
    fields = ("name", "active", "is_local")
    readonly_fields = ("is_local",)
    extra = 1
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[InstitutionName]:
        """Return variant names only."""
        return super().get_queryset(request).filter(kind=NameKind.VARIANT)


@admin.register(Institution)
class InstitutionAdmin(AuthorityAdmin):
    """收藏單位."""

    form = keeping("code")

    list_display = ("code", "name", "short_name", "region", "system", "active", "is_local")
    list_filter = ("system", "active", "is_local", ("region", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("code", "name", "short_name", "names__name", "names__folded")
    autocomplete_fields = ("region",)
    inlines = (VariantInline,)


class TermInline(TabularInline[Term, Vocabulary]):
    """The terms of a vocabulary."""

    model = Term
    form = keeping("code")
    can_delete = False
    fields = ("position", "code", "name_hant", "name_hans", "name_en", "parent_code", "active", "is_local")
    readonly_fields = ("is_local",)
    extra = 0


@admin.register(Vocabulary)
class VocabularyAdmin(AuthorityAdmin):
    """值表."""

    form = keeping("key")

    list_display = ("key", "name", "source", "is_local")
    search_fields = ("key", "name")
    inlines = (TermInline,)


@admin.register(Term)
class TermAdmin(AuthorityAdmin):
    """值表所列之詞."""

    form = keeping("vocabulary", "code")

    list_display = ("name_hant", "code", "vocabulary", "position", "active", "is_local")
    list_filter = ("vocabulary", "active", "is_local")
    list_select_related = ("vocabulary",)
    search_fields = ("code", "name_hant", "name_hans", "name_en")
    readonly_fields = ("is_local",)


class ChronologyAdmin(AuthorityAdmin):
    """A mirror of the chronology's table: its own rows can be read, local ones added and changed."""

    def has_change_permission(self, request: HttpRequest, obj: AuthorityRow | None = None) -> bool:
        """Allow changing local rows only: the others are what the programs reckon with."""
        return (obj is None or obj.is_local) and super().has_change_permission(request, obj)


@admin.register(DynastyEntry)
class DynastyEntryAdmin(ChronologyAdmin):
    """朝代、國別."""

    form = keeping("name")

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
