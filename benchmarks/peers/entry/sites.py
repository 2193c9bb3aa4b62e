"""Two plain administration sites of the book record, as kind to whoever types as plain ones are.

``text_site`` has the statements as fields of text and the groups as inlines: nothing of it is understood.
``columns_site`` has what our page understands as fields of their own: works, people, and the columns of the edition.
In both a line of text is one line (not Django's ten), the holder and the order of rows are filled in by themselves,
each inline shows an empty row, and a record can be saved as a new one.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from authority.han import fold
from authority.models import Institution
from guji.details import BOOKKEEPING
from guji.models import Agent, AnnotationNote, Book, Seal, SubWork, TitleUnit
from guji.models.parts import TextSource

#: Where the books of the benchmark stand.
HOLDER = "1701"
STATEMENTS = ("title", "responsibility", "edition", "annotation", "volumes", "extent")
NUMBERS = ("shelf_mark", "class_code", "series", "is_series", "is_republican", "is_foreign", "note")
#: What a record's statements mean, as columns.
COLUMNS = (
    "dynasty",
    "era",
    "era_year",
    "year_from",
    "year_to",
    "place",
    "maker",
    "edition_type",
    "volumes_count",
    "volumes_unit",
    "extent_kind",
    "extent_count",
    "is_complete",
)
UNIT = ("source", "name", "prefix", "juan", "total", "undivided")
AGENT = ("source", "work", "dynasty", "nation", "name", "role")
#: What most rows say.
USUAL = {(TitleUnit, "source"): TextSource.TITLE, (Agent, "source"): TextSource.RESPONSIBILITY}

text_site = admin.AdminSite("peer_text")
columns_site = admin.AdminSite("peer_columns")


def open_up(*names: str) -> None:
    """Let derived columns be edited, as they would be where nothing derives them."""
    for name in names:
        field = Book._meta.get_field(name)
        field.editable = field.blank = True  # type: ignore[union-attr]


open_up(*COLUMNS)


def one_line(site: Any, field: models.Field[Any, Any], request: HttpRequest, **options: Any) -> Any:
    """Return the field of a form for a column: text on one line, nothing that must be filled, what most rows say."""
    if isinstance(field, models.TextField):
        options["widget"] = AdminTextInputWidget
    shown = admin.options.BaseModelAdmin.formfield_for_dbfield(site, field, request, **options)
    if shown is not None:
        shown.required = False
        shown.initial = USUAL.get((field.model, field.name), shown.initial)
    return shown


class Rows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows of a record."""

    extra = 1
    formfield_for_dbfield = one_line  # type: ignore[assignment]


def rows_of(model_: type[models.Model], shown: tuple[str, ...] = ()) -> type[Rows]:
    """Return the inline of a model with these columns, or all but its bookkeeping."""
    names = shown or tuple(
        field.name for field in model_._meta.concrete_fields if field.name not in BOOKKEEPING | {"parent", "path"}
    )
    return type(f"{model_.__name__}Rows", (Rows,), {"model": model_, "fields": names})


class PlainAdmin(admin.ModelAdmin[Book]):
    """What both sites share."""

    save_as = True
    formfield_for_dbfield = one_line  # type: ignore[assignment]

    def save_model(self, request: HttpRequest, obj: Book, form: Any, change: bool) -> None:
        """Fill in the holder and the times."""
        obj.updated_at = timezone.now()
        obj.created_at = obj.created_at or obj.updated_at
        obj.institution = Institution.objects.get(code=HOLDER)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Number the rows in the order in which they stand."""
        rows = formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        for position, row in enumerate(rows, 1):
            row.position = position
            if isinstance(row, SubWork):
                row.path = f"{position:04d}"
            if isinstance(row, TitleUnit | Agent):
                row.name_fold = fold(row.name)
            row.save()


@admin.register(Book, site=text_site)
class TextAdmin(PlainAdmin):
    """The statements as they are written."""

    fields = (*STATEMENTS, *NUMBERS)
    inlines = [rows_of(model) for model in (AnnotationNote, Seal, SubWork)]


@admin.register(Book, site=columns_site)
class ColumnsAdmin(PlainAdmin):
    """What the statements mean, field by field; of 存卷, which has no column, the words."""

    fields = (*COLUMNS, "extent", *NUMBERS)
    inlines = [
        rows_of(TitleUnit, UNIT),
        rows_of(Agent, AGENT),
        *(rows_of(model) for model in (AnnotationNote, Seal, SubWork)),
    ]
