"""django-import-export on its default path: the resource that a simple integrator would write for these records."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.utils import timezone
from import_export import fields, resources
from tablib import Dataset

from authority.models import Institution
from census.actions import record_creation
from census.checks import Context
from census.models import State
from guji.checks import BOOK_CHECKS
from guji.data import BookData
from guji.models import Book
from guji.storage import Classes, apply, snapshot, write_rows
from guji.synthetic.sheet import HEADINGS


def import_sheet(sheet: Path) -> float:
    """Import every row and return the seconds it took. Raises ``RuntimeError`` where one was not taken."""
    made = resource()
    start = time.perf_counter()
    with sheet.open("rb") as stream:
        dataset = Dataset().load(stream.read(), format="xlsx")
    result = made.import_data(dataset, dry_run=False, raise_errors=True, use_transactions=True)
    seconds = time.perf_counter() - start
    if result.has_errors() or Book.objects.count() != len(dataset):
        raise RuntimeError("the peer did not import every row")
    return seconds


def resource() -> Any:
    """Return the resource: a field for each column that is one of the record, and what this house needs beside."""
    named = {
        name: fields.Field(attribute=name, column_name=heading)
        for name, heading in HEADINGS.items()
        if name not in ("institution", "is_republican")
    }
    meta = type("Meta", (), {"model": Book, "fields": tuple(named), "import_id_fields": ("census_no",)})
    return type("BookResource", (Hooks, resources.ModelResource), {**named, "Meta": meta})()


class Hooks:
    """What this house's records need beside their columns."""

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Look institutions and classes up once for all."""
        self.institutions = {row.code: row for row in Institution.objects.all()}
        self.classes = Classes()

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Set what no column says, run the checks, derive."""
        instance.institution = self.institutions[row[HEADINGS["institution"]]]
        instance.is_republican = row[HEADINGS["is_republican"]] == "是"
        instance.state = State.PROVINCE_APPROVED
        now = timezone.now()
        instance.created_at = instance.updated_at = instance.province_approved_at = now
        for name in HEADINGS:
            if getattr(instance, name) is None:
                setattr(instance, name, "")
        instance.data = _as_data(instance)
        instance.findings = BOOK_CHECKS.run(instance.data, Context())
        instance.derived = apply(instance, instance.data, classes=self.classes)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Write the derived rows, the revision and the row of the outbox."""
        write_rows(instance, instance.data, instance.derived)
        content = snapshot(instance.data, instance.state)
        record_creation(instance, content, actor=None, action="import")


def _as_data(instance: Any) -> BookData:
    stated = {name: getattr(instance, name) for name in HEADINGS if name != "institution"}
    return BookData(institution=instance.institution.code, **stated)
